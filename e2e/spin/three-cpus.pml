/* kernel v5.10: unwp A || main: write A[0] = 4 || T: write A[0] = 5, T with a writable translation, the page held */
#define START_RW 1
#define START_U 0
#define FLUSH_BEFORE_COW 0
#define FLUSH_ALWAYS 1
#define KEEPS_RW 0
#define CAN_REUSE (frame == 1)
#include "page.inc"
init {
  atomic {
    val[0] = 1; tlb_ok[2] = 1; tlb_rw[2] = 1;
    run protect(0); run store(0, 4); run store(2, 5); run tell()
  }
}
