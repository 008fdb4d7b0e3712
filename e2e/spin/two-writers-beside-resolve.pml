/* kernel v6.18: unwp A || main: write A[0] = 2 || T: write A[0] = 3, the page protected and shared with a child */
#define START_RW 0
#define START_U 1
#define FLUSH_BEFORE_COW 1
#define FLUSH_ALWAYS 0
#define KEEPS_RW (frame == 1)
#define CAN_REUSE (frame == 1)
#include "page.inc"
init { atomic { val[0] = 1; run protect(0); run store(0, 2); run store(2, 3); run tell() } }
