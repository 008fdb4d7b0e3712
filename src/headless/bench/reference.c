/* The yardsticks of the benchmarks, in C: the same work on the same data, and the real kernel doing it.
 *
 *   reference protect ROUNDS     change RW, uffd-wp and D of 262,144 entries in 512 tables; journal one xor a run
 *   reference frames ROUNDS      the same where the frame of each entry is asked for a flag first
 *   reference walk ROUNDS        random four-level walks, 20,000 a round
 *   reference kernel KIND        UFFDIO_WRITEPROTECT of 1 GiB: KIND is anon, shmem or marker
 *   reference cycle ROUNDS       write, message, read, resolve, wake, copy: writer and monitor on one CPU, 500 a round
 *
 * Prints a line of nanoseconds: an entry, a walk or a cycle, one number a round; `kernel` a line for protecting and a
 * line for resolving. Exit status 3: not on this machine.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TABLES 512
#define PER_TABLE 512
#define ENTRIES (TABLES * PER_TABLE)
#define PAGE 4096UL
/* RW and uffd-wp; D, which a read-only entry keeps as SAVED_DIRTY. */
#define XOR_LO 0x442
#define XOR_HI 0x04000000

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1e9 + t.tv_nsec;
}

static void print(const double *values, int count)
{
	for (int i = 0; i < count; i++)
		printf("%.4f%c", values[i], i + 1 < count ? ' ' : '\n');
}

#define FIRST_PFN 0x1a200u

static uint32_t *words, *frames, chunks[ENTRIES / 4096];
static uint32_t *journal;

/* Present, dirty, writable entries with consecutive frames; word 2i is the low half. */
static void fill(void)
{
	words = malloc(ENTRIES * 8);
	journal = malloc(ENTRIES * 12 + 64);
	memset(journal, 1, ENTRIES * 12 + 64);
	for (uint32_t i = 0; i < ENTRIES; i++) {
		uint64_t entry = ((uint64_t)(FIRST_PFN + i) << 12) | 0x867 | (1ULL << 63);
		words[2 * i] = (uint32_t)entry;
		words[2 * i + 1] = (uint32_t)(entry >> 32);
	}
	frames = malloc(ENTRIES * 32);
	for (uint32_t i = 0; i < ENTRIES / 4096; i++)
		chunks[i] = i * 8 * 4096;
	for (uint32_t i = 0; i < ENTRIES * 8; i++)
		frames[i] = 0x20d;
}

/* As the simulator: the entries that are like the first one change by the same xor, and the run is journalled. */
static __attribute__((noinline)) uint32_t *protect_table(uint32_t *table, uint32_t xor_lo, uint32_t xor_hi, uint32_t *out)
{
	uint32_t lo = table[0], hi = table[1];
	uint32_t mask_lo = lo & 1 ? 0xfff : ~0u, mask_hi = lo & 1 ? 0xfff00000 : ~0u;
	uint32_t i = 0;
	for (; i < 2 * PER_TABLE; i += 2) {
		uint32_t next_lo = table[i], next_hi = table[i + 1];
		if (((next_lo ^ lo) & mask_lo) || ((next_hi ^ hi) & mask_hi))
			break;
		table[i] = next_lo ^ xor_lo;
		table[i + 1] = next_hi ^ xor_hi;
	}
	*out++ = (uint32_t)(table - words);
	*out++ = i / 2;
	*out++ = xor_lo;
	*out++ = xor_hi;
	return out;
}

/* Resolving private memory asks each page whether this process alone may write it: the same walk with that question. */
static __attribute__((noinline)) uint32_t *protect_frames(uint32_t *table, uint32_t xor_lo, uint32_t xor_hi, uint32_t *out)
{
	uint32_t lo = table[0], hi = table[1];
	uint32_t i = 0;
	for (; i < 2 * PER_TABLE; i += 2) {
		uint32_t next_lo = table[i], next_hi = table[i + 1];
		uint32_t k = (next_lo >> 12) + ((next_hi & 0xfff) << 20) - FIRST_PFN;
		if (((next_lo ^ lo) & 0xfff) || ((next_hi ^ hi) & 0xfff00000))
			break;
		if ((frames[chunks[k >> 12] + (k & 4095)] & 8) == 0)
			break;
		table[i] = next_lo ^ xor_lo;
		table[i + 1] = next_hi ^ xor_hi;
	}
	*out++ = (uint32_t)(table - words);
	*out++ = i / 2;
	*out++ = xor_lo;
	*out++ = xor_hi;
	return out;
}

static void protect(int rounds, int asks_frames)
{
	double *took = calloc(rounds, sizeof *took);
	fill();
	for (int round = 0; round < rounds; round++) {
		uint32_t *out = journal;
		double start = now();
		for (int t = 0; t < TABLES; t++) {
			uint32_t *table = words + t * 2 * PER_TABLE;
			out = asks_frames ? protect_frames(table, XOR_LO, XOR_HI, out)
					  : protect_table(table, XOR_LO, XOR_HI, out);
		}
		took[round] = (now() - start) / ENTRIES;
	}
	print(took, rounds);
}

/* The same arena as ours: an entry names a frame, a directory leads to the chunk of 4,096 frames it lies in, and the
 * chunk's fourth column says where the table's words are. */
#define TABLE_WORDS_COLUMN (3 * 4096)

#define WALKS 20000
static uint32_t directory, *arena;

static uint32_t table_start(uint32_t lo, uint32_t hi)
{
	uint32_t k = (lo >> 12) + ((hi & 0xfffff) << 20) - FIRST_PFN;
	return arena[arena[directory + (k >> 12)] + TABLE_WORDS_COLUMN + (k & 4095)];
}

static __attribute__((noinline)) uint32_t find_leaf(uint32_t pgd, uint64_t page)
{
	uint32_t at = table_start(pgd << 12, 0) + 2 * (page >> 27 & 511);
	if ((arena[at] & 0x81) != 1)
		return at;
	at = table_start(arena[at], arena[at + 1]) + 2 * (page >> 18 & 511);
	if ((arena[at] & 0x81) != 1)
		return at;
	at = table_start(arena[at], arena[at + 1]) + 2 * (page >> 9 & 511);
	if ((arena[at] & 0x81) != 1)
		return at;
	return table_start(arena[at], arena[at + 1]) + 2 * (page & 511);
}

static void walk(int rounds)
{
	uint32_t tables = TABLES + 3, columns = 64, words_at = columns + 4096 * 8, seed = 1, sum = 0;
	uint64_t start = 0x100000000UL;
	double *took = calloc(rounds, sizeof *took);
	arena = calloc(words_at + tables * 1024, 4);
	directory = 16;
	arena[directory] = columns;
	for (uint32_t k = 0; k < tables; k++)
		arena[columns + TABLE_WORDS_COLUMN + k] = words_at + k * 1024;
	arena[words_at + 2 * (start >> 27 & 511)] = (FIRST_PFN + 1) << 12 | 0x67;
	arena[words_at + 1024 + 2 * (start >> 18 & 511)] = (FIRST_PFN + 2) << 12 | 0x67;
	for (uint32_t t = 0; t < TABLES; t++)
		arena[words_at + 2048 + 2 * t] = (FIRST_PFN + 3 + t) << 12 | 0x67;
	for (int round = 0; round < rounds; round++) {
		double begin = now();
		for (int i = 0; i < WALKS; i++) {
			seed ^= seed << 13, seed ^= seed >> 17, seed ^= seed << 5;
			sum += find_leaf(FIRST_PFN, start + (seed & (ENTRIES - 1)));
		}
		took[round] = (now() - begin) / WALKS;
	}
	print(took, rounds);
	if (sum == 42)
		puts("");
}

static int open_uffd(void)
{
	struct uffdio_api api = { .api = UFFD_API };
	int fd = syscall(SYS_userfaultfd, O_CLOEXEC);
	if (fd < 0 || ioctl(fd, UFFDIO_API, &api))
		exit(3);
	return fd;
}

static void must_register(int fd, char *at, unsigned long length)
{
	struct uffdio_register r = { .range = { (unsigned long)at, length }, .mode = UFFDIO_REGISTER_MODE_WP };
	if (ioctl(fd, UFFDIO_REGISTER, &r))
		exit(3);
}

static int change(int fd, char *at, unsigned long length, int protects)
{
	struct uffdio_writeprotect w = { .range = { (unsigned long)at, length },
					 .mode = protects ? UFFDIO_WRITEPROTECT_MODE_WP : 0 };
	return ioctl(fd, UFFDIO_WRITEPROTECT, &w);
}

static void kernel_protect(const char *kind)
{
	unsigned long length = ENTRIES * PAGE;
	int isShared = strcmp(kind, "anon") != 0, isMarker = !strcmp(kind, "marker");
	int fd = open_uffd(), file = -1;
	char *at;
	double took[5], back[5];
	if (isShared) {
		file = memfd_create("reference", 0);
		if (file < 0 || ftruncate(file, length))
			exit(3);
	}
	at = mmap(NULL, length, PROT_READ | PROT_WRITE,
		  isShared ? MAP_SHARED : MAP_PRIVATE | MAP_ANONYMOUS, file, 0);
	if (at == MAP_FAILED)
		exit(3);
	madvise(at, length, MADV_NOHUGEPAGE);
	must_register(fd, at, length);
	if (!isMarker)
		for (unsigned long i = 0; i < ENTRIES; i++)
			at[i * PAGE] = 1;
	for (int round = 0; round < 5; round++) {
		double start = now();
		if (change(fd, at, length, 1))
			exit(3);
		took[round] = (now() - start) / ENTRIES;
		start = now();
		if (change(fd, at, length, 0))
			exit(3);
		back[round] = (now() - start) / ENTRIES;
	}
	print(took, 5);
	print(back, 5);
}

#define CYCLES 500L
static int cycle_fd;
static char *cycle_at;

static void *answer(void *count)
{
	for (long i = 0; i < (long)count; i++) {
		struct uffd_msg message;
		if (read(cycle_fd, &message, sizeof message) != sizeof message)
			exit(3);
		change(cycle_fd, (char *)(message.arg.pagefault.address & ~(PAGE - 1)), PAGE, 0);
	}
	return NULL;
}

static void cycle(int rounds)
{
	cpu_set_t one;
	long count = (long)rounds * CYCLES;
	double *took = calloc(rounds, sizeof *took);
	pthread_t monitor;
	double start;
	pid_t child;
	CPU_ZERO(&one);
	CPU_SET(0, &one);
	sched_setaffinity(0, sizeof one, &one);
	cycle_at = mmap(NULL, count * PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	madvise(cycle_at, count * PAGE, MADV_NOHUGEPAGE);
	for (long i = 0; i < count; i++)
		cycle_at[i * PAGE] = 1;
	child = fork();
	if (child == 0) {
		pause();
		_exit(0);
	}
	cycle_fd = open_uffd();
	must_register(cycle_fd, cycle_at, count * PAGE);
	if (change(cycle_fd, cycle_at, count * PAGE, 1))
		exit(3);
	pthread_create(&monitor, NULL, answer, (void *)count);
	for (long round = 0; round < rounds; round++) {
		start = now();
		for (long i = 0; i < CYCLES; i++)
			cycle_at[(round * CYCLES + i) * PAGE] = 2;
		took[round] = (now() - start) / CYCLES;
	}
	print(took, rounds);
	pthread_join(monitor, NULL);
	kill(child, 9);
	waitpid(child, NULL, 0);
}

int main(int argc, char **argv)
{
	if (argc < 3)
		return 2;
	if (!strcmp(argv[1], "protect"))
		protect(atoi(argv[2]), 0);
	else if (!strcmp(argv[1], "frames"))
		protect(atoi(argv[2]), 1);
	else if (!strcmp(argv[1], "walk"))
		walk(atoi(argv[2]));
	else if (!strcmp(argv[1], "kernel"))
		kernel_protect(argv[2]);
	else if (!strcmp(argv[1], "cycle"))
		cycle(atoi(argv[2]));
	else
		return 2;
	return 0;
}
