/* kernel v5.10: unwp A[0] || main: = 4 || T: = 5 || S: = 6 || R: = 7, T with a writable translation, the page held */
#define CPUS 5
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
    run protect(0); run store(0, 4); run store(2, 5); run store(3, 6); run store(4, 7); run tell()
  }
}
