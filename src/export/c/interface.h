#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/futex.h>
#include <linux/userfaultfd.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * Part 1: words. Numbers of the kernel's interface that the headers of an older distribution lack.
 */
#ifndef MFD_CLOEXEC
#define MFD_CLOEXEC 1U
#endif
#ifndef SYS_pidfd_open
#define SYS_pidfd_open 434
#endif
#ifndef SYS_fsopen
#define SYS_fsopen 430
#define SYS_fsconfig 431
#define SYS_fsmount 432
#endif
#ifndef SYS_close_range
#define SYS_close_range 436
#endif
#ifndef MAP_FIXED_NOREPLACE
#define MAP_FIXED_NOREPLACE 0x100000
#endif
#ifndef MADV_COLD
#define MADV_COLD 20
#endif
#ifndef MADV_PAGEOUT
#define MADV_PAGEOUT 21
#endif
#ifndef MADV_POPULATE_READ
#define MADV_POPULATE_READ 22
#define MADV_POPULATE_WRITE 23
#endif
#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25
#endif
#ifndef UFFD_FEATURE_PAGEFAULT_FLAG_WP
#define UFFD_FEATURE_PAGEFAULT_FLAG_WP (1 << 0)
#endif
#ifndef UFFD_FEATURE_MINOR_SHMEM
#define UFFD_FEATURE_MINOR_SHMEM (1 << 10)
#endif
#ifndef UFFD_FEATURE_EXACT_ADDRESS
#define UFFD_FEATURE_EXACT_ADDRESS (1 << 11)
#endif
#ifndef UFFD_FEATURE_WP_HUGETLBFS_SHMEM
#define UFFD_FEATURE_WP_HUGETLBFS_SHMEM (1 << 12)
#endif
#ifndef UFFD_FEATURE_WP_UNPOPULATED
#define UFFD_FEATURE_WP_UNPOPULATED (1 << 13)
#endif
#ifndef UFFD_FEATURE_WP_ASYNC
#define UFFD_FEATURE_WP_ASYNC (1 << 15)
#endif
#ifndef UFFD_PAGEFAULT_FLAG_MINOR
#define UFFD_PAGEFAULT_FLAG_MINOR (1 << 2)
#endif
#ifndef UFFDIO_REGISTER_MODE_MINOR
#define UFFDIO_REGISTER_MODE_MINOR ((uint64_t)1 << 2)
#endif
#ifndef UFFDIO_COPY_MODE_WP
#define UFFDIO_COPY_MODE_WP ((uint64_t)1 << 1)
#endif
#ifndef UFFDIO_WRITEPROTECT
struct uffdio_writeprotect {
  struct uffdio_range range;
  uint64_t mode;
};
#define UFFDIO_WRITEPROTECT _IOWR(0xaa, 0x06, struct uffdio_writeprotect)
#define UFFDIO_WRITEPROTECT_MODE_WP ((uint64_t)1 << 0)
#define UFFDIO_WRITEPROTECT_MODE_DONTWAKE ((uint64_t)1 << 1)
#endif
#ifndef UFFDIO_CONTINUE
struct uffdio_continue {
  struct uffdio_range range;
  uint64_t mode;
  int64_t mapped;
};
#define UFFDIO_CONTINUE _IOWR(0xaa, 0x07, struct uffdio_continue)
#define UFFDIO_CONTINUE_MODE_DONTWAKE ((uint64_t)1 << 0)
#endif
#ifndef UFFDIO_CONTINUE_MODE_WP
#define UFFDIO_CONTINUE_MODE_WP ((uint64_t)1 << 1)
#endif
#ifndef PAGE_IS_WRITTEN
struct page_region {
  uint64_t start;
  uint64_t end;
  uint64_t categories;
};
struct pm_scan_arg {
  uint64_t size;
  uint64_t flags;
  uint64_t start;
  uint64_t end;
  uint64_t walk_end;
  uint64_t vec;
  uint64_t vec_len;
  uint64_t max_pages;
  uint64_t category_inverted;
  uint64_t category_mask;
  uint64_t category_anyof_mask;
  uint64_t return_mask;
};
#define PAGEMAP_SCAN _IOWR('f', 16, struct pm_scan_arg)
#define PAGE_IS_WRITTEN (1 << 1)
#define PM_SCAN_WP_MATCHING (1 << 0)
#define PM_SCAN_CHECK_WPASYNC (1 << 1)
#endif

/*
 * Part 2: what a statement is, and the calls that statements make. Each call is written out below the scenario.
 */
#define PAGE 4096UL
#define WHOLE (-1L) /* as the last page: to the end of the region or file */

struct result;

/* One statement. Fields that a call does not need are left out. */
struct statement {
  int line;              /* in the text of the scenario */
  const char *text;      /* that line without its comment */
  const char *actor;     /* who makes the call */
  void (*call)(const struct statement *, struct result *);
  int with_next;         /* runs at the same time as the next statement: `||` */
  const char *name;      /* the region, file, thread or process it is about */
  const char *file;      /* map: the file */
  long first, last;      /* pages of the region or file, inclusive */
  long pages;            /* file, truncate, map: a length */
  long from;             /* map: first page of the file */
  uint64_t at;           /* map, remap: an address */
  uint64_t value;        /* write, pwrite, copy */
  uint64_t flags;        /* as the system call takes them */
  int protection;        /* map, protect */
  int thp;               /* file: huge pages may be asked for with madvise */
};

struct scenario {
  const struct statement *statements;
  int count;
  int cpus; /* actor k runs on CPU k modulo this */
};

/* files: no page table is involved */
void do_file(const struct statement *, struct result *);     /* memfd_create, ftruncate */
void do_pwrite(const struct statement *, struct result *);   /* pwrite, 8 bytes a page */
void do_pread(const struct statement *, struct result *);    /* pread, 8 bytes */
void do_punch(const struct statement *, struct result *);    /* fallocate(FALLOC_FL_PUNCH_HOLE) */
void do_truncate(const struct statement *, struct result *); /* ftruncate */
/* memory */
void do_map(const struct statement *, struct result *);     /* mmap */
void do_unmap(const struct statement *, struct result *);   /* munmap */
void do_protect(const struct statement *, struct result *); /* mprotect */
void do_remap(const struct statement *, struct result *);   /* mremap */
void do_advise(const struct statement *, struct result *);  /* madvise */
void do_read(const struct statement *, struct result *);    /* one load */
void do_write(const struct statement *, struct result *);   /* one store */
void do_hold(const struct statement *, struct result *);    /* vmsplice into a pipe */
void do_release(const struct statement *, struct result *); /* read of that pipe */
/* threads and processes */
void do_thread(const struct statement *, struct result *); /* pthread_create */
void do_fork(const struct statement *, struct result *);   /* fork */
void do_exit(const struct statement *, struct result *);   /* _exit of another process */
/* userfaultfd */
void do_uffd(const struct statement *, struct result *);       /* userfaultfd, UFFDIO_API */
void do_register(const struct statement *, struct result *);   /* UFFDIO_REGISTER */
void do_unregister(const struct statement *, struct result *); /* UFFDIO_UNREGISTER */
void do_wp(const struct statement *, struct result *);         /* UFFDIO_WRITEPROTECT, both ways */
void do_wake(const struct statement *, struct result *);       /* UFFDIO_WAKE */
void do_copy(const struct statement *, struct result *);       /* UFFDIO_COPY */
void do_zero(const struct statement *, struct result *);       /* UFFDIO_ZEROPAGE */
void do_continue(const struct statement *, struct result *);   /* UFFDIO_CONTINUE */
void do_poll(const struct statement *, struct result *);       /* read one message */
void do_close(const struct statement *, struct result *);      /* close */
void do_scan(const struct statement *, struct result *);       /* PAGEMAP_SCAN */
void do_serve(const struct statement *, struct result *);      /* answer messages from here on */

/* Runs a scenario; the arguments are those of the program. */
int play(int argc, char **argv, const struct scenario *scenario);
