/* kernel v5.10: unregister A || write A[0] = 2, the page protected */
#define START_RW 0
#define START_U 1
#define FLUSH_BEFORE_COW 0
#define FLUSH_ALWAYS 1
#define KEEPS_RW 0
#define CAN_REUSE 1
#include "page.inc"
init { atomic { val[0] = 1; run unregister(); run store(0, 2); run tell() } }
