/* kernel v6.18: wp A || write A[0] = 2, after main has written the page */
#define START_RW 1
#define START_U 0
#define FLUSH_BEFORE_COW 1
#define FLUSH_ALWAYS 0
#define KEEPS_RW 1
#define CAN_REUSE 1
#include "page.inc"
init {
  atomic { val[0] = 1; tlb_ok[0] = 1; tlb_rw[0] = 1; run protect(1); run store(0, 2); run tell() }
}
