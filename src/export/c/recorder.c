/*
 * ptescope-record: the page tables of a running process, as one state record on stdout (JSON, one line).
 *
 *   cc -O2 recorder.c -o ptescope-record
 *   ptescope-record PID NAME=START:PAGES …         START in hex, PAGES a count of 4 KiB pages
 *   ptescope-record PID                            every writable or shared mapping, as M0_heap, M1_libc_so_6, M2 …
 *   ptescope-record --every MS PID …               again and again, until the process ends
 *
 * It reads /proc/PID/pagemap and /proc/PID/maps and changes nothing. What it cannot see: raw entries, the tables
 * themselves, and who waits for a userfaultfd. Page frames, and with them which pages are the same, need CAP_SYS_ADMIN;
 * without it every page is "unknown". Reading another user's process needs CAP_SYS_PTRACE. The process goes on while
 * it is read: stop it first (kill -STOP) for a picture of one moment.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define PAGE 4096UL
#define PRESENT ((uint64_t)1 << 63)
#define SWAPPED ((uint64_t)1 << 62)
#define OF_FILE ((uint64_t)1 << 61)
#define UFFD_WP ((uint64_t)1 << 57)
#define EXCLUSIVE ((uint64_t)1 << 56)
#define FRAME (((uint64_t)1 << 55) - 1)

struct area {
  char name[40];
  uint64_t start;
  uint64_t pages;
};

#define MOST_AREAS 4096
static struct area areas[MOST_AREAS];
static int area_count, left_out;
static uint64_t zero_frame;

/* Frames in the order in which they are first seen: an open hash table. */
static struct seen {
  uint64_t frame, number;
} *table;
static size_t room, count;

static struct seen *slot(uint64_t frame) {
  size_t i = (size_t)(frame * 0x9e3779b97f4a7c15ULL) & (room - 1);
  while (table[i].frame != 0 && table[i].frame != frame) i = (i + 1) & (room - 1);
  return &table[i];
}

static uint64_t number_of(uint64_t frame) {
  if (count * 2 >= room) {
    struct seen *old = table;
    size_t old_room = room;
    room = room == 0 ? 4096 : room * 2;
    table = calloc(room, sizeof *table);
    if (table == NULL) {
      perror("out of memory");
      exit(2);
    }
    for (size_t i = 0; i < old_room; i++) {
      if (old[i].frame != 0) *slot(old[i].frame) = old[i];
    }
    free(old);
  }
  struct seen *found = slot(frame);
  if (found->frame == 0) *found = (struct seen){frame, count++};
  return found->number;
}

static int open_proc(const char *pid, const char *name) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/%s", pid, name);
  return open(path, O_RDONLY | O_CLOEXEC);
}

/* The frame of the shared zero page, found by reading from fresh memory. */
static void find_zero_page(void) {
  volatile char *page = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  int pagemap = open_proc("self", "pagemap");
  uint64_t entry = 0;
  (void)*page;
  if (pread(pagemap, &entry, 8, (off_t)((uintptr_t)page / PAGE * 8)) == 8) zero_frame = entry & FRAME;
  close(pagemap);
}

static void add_area(const char *name, uint64_t start, uint64_t pages) {
  if (area_count == MOST_AREAS) {
    left_out++;
    return;
  }
  struct area *area = &areas[area_count++];
  snprintf(area->name, sizeof area->name, "%s", name);
  area->start = start;
  area->pages = pages;
}

/* `A=100000000000:16` */
static int parse_area(const char *text) {
  char name[40];
  uint64_t start, pages;
  if (sscanf(text, "%39[A-Za-z0-9_]=%" SCNx64 ":%" SCNu64, name, &start, &pages) != 3) return 0;
  if (start % PAGE != 0) return 0;
  add_area(name, start, pages);
  return 1;
}

/* "/usr/lib/libc.so.6" and "[heap]" as a name can hold them, after the number of the mapping. */
static void name_area(char into[40], const char *file) {
  const char *slash = strrchr(file, '/');
  int at = snprintf(into, 40, "M%d", area_count);
  if (slash != NULL) file = slash + 1;
  for (int gap = 1; *file != 0 && at < 39; file++) {
    int is_plain = (*file >= '0' && *file <= '9') || (*file >= 'a' && *file <= 'z') || (*file >= 'A' && *file <= 'Z');
    if (is_plain && gap && at < 38) into[at++] = '_';
    if (is_plain) into[at++] = *file;
    gap = !is_plain;
  }
  into[at] = 0;
}

static void find_areas(const char *pid) {
  char line[4400], name[40], rights[8], file[4097];
  char path[64];
  snprintf(path, sizeof path, "/proc/%s/maps", pid);
  FILE *maps = fopen(path, "re");
  while (maps != NULL && fgets(line, sizeof line, maps) != NULL) {
    uint64_t start, end;
    file[0] = 0;
    if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s %*s %*s %*s %4096[^\n]", &start, &end, rights, file) < 3) continue;
    if (rights[1] != 'w' && rights[3] != 's') continue;
    name_area(name, file);
    add_area(name, start, (end - start) / PAGE);
  }
  if (maps != NULL) fclose(maps);
  if (left_out > 0) fprintf(stderr, "%d mappings beyond the first %d are left out\n", left_out, MOST_AREAS);
}

/* Fields of an entry that are the same for a whole run of pages; the page's number is kept apart. */
static const char *fields_of(uint64_t entry, char into[96]) {
  const char *wp = entry & UFFD_WP ? "true" : "false";
  if (entry & PRESENT) {
    snprintf(into, 96, "\"file\":%s,\"exclusive\":%s,\"uffdWp\":%s", entry & OF_FILE ? "true" : "false",
             entry & EXCLUSIVE ? "true" : "false", wp);
  } else {
    snprintf(into, 96, "\"uffdWp\":%s", wp);
  }
  return into;
}

static const char *kind_of(uint64_t entry) {
  uint64_t type = entry & 31, offset = (entry & FRAME) >> 5;
  if (entry & PRESENT) return "present";
  if (type >= 30 && offset == 1) return "marker";
  return type >= 24 ? "migration" : "swap";
}

static void print_run(uint64_t first, uint64_t length, uint64_t entry, uint64_t page, int *some) {
  char fields[96];
  printf("%s{\"i\":%" PRIu64, *some ? "," : "", first);
  if (length > 1) printf(",\"n\":%" PRIu64, length);
  printf(",\"kind\":\"%s\"", kind_of(entry));
  if (entry & PRESENT) {
    uint64_t frame = entry & FRAME;
    if (frame == 0) printf(",\"page\":\"unknown\"");
    else if (frame == zero_frame) printf(",\"page\":\"zero\"");
    else printf(",\"page\":\"p%" PRIu64 "\"", page);
  }
  printf(",%s}", fields_of(entry, fields));
  *some = 1;
}

static int is_alike(uint64_t a, uint64_t b) {
  char x[96], y[96];
  int same_zero = ((a & FRAME) == zero_frame) == ((b & FRAME) == zero_frame);
  int same_swap = (a & PRESENT) != 0 || strcmp(kind_of(a), kind_of(b)) == 0;
  return ((a ^ b) & PRESENT) == 0 && same_zero && same_swap &&
         strcmp(fields_of(a, x), fields_of(b, y)) == 0;
}

static void print_area(int pagemap, const struct area *area) {
  uint64_t entries[512], run = 0, run_first = 0, run_page = 0, length = 0;
  int some = 0;
  for (uint64_t at = 0; at < area->pages; at += 512) {
    uint64_t wanted = area->pages - at < 512 ? area->pages - at : 512;
    long got = pread(pagemap, entries, wanted * 8, (off_t)((area->start / PAGE + at) * 8));
    for (long i = 0; i < got / 8; i++) {
      uint64_t entry = entries[i], frame = entry & FRAME;
      if ((entry & (PRESENT | SWAPPED)) == 0) continue;
      int is_numbered = (entry & PRESENT) != 0 && frame != 0 && frame != zero_frame;
      uint64_t page = is_numbered ? number_of(frame) : 0;
      int follows = length > 0 && run_first + length == at + (uint64_t)i && is_alike(run, entry) &&
                    (!is_numbered || page == run_page + length);
      if (follows) {
        length++;
        continue;
      }
      if (length > 0) print_run(run_first, length, run, run_page, &some);
      run = entry, run_first = at + (uint64_t)i, run_page = page, length = 1;
    }
  }
  if (length > 0) print_run(run_first, length, run, run_page, &some);
}

static void print_record(int pagemap, int line) {
  count = 0;
  if (table != NULL) memset(table, 0, room * sizeof *table);
  printf("{\"line\":%d,\"text\":\"recorded\",\"actor\":\"main\",\"outcome\":\"ok\",\"woken\":[],", line);
  printf("\"actors\":{\"main\":\"idle\"},\"uffd\":null,\"mm\":[{\"process\":\"main\",\"regions\":[");
  for (int i = 0; i < area_count; i++) {
    printf("%s{\"name\":\"%s\",\"start\":\"0x%" PRIx64 "\",\"pages\":%" PRIu64 ",\"ptes\":[",
           i == 0 ? "" : ",", areas[i].name, areas[i].start, areas[i].pages);
    print_area(pagemap, &areas[i]);
    printf("]}");
  }
  printf("]}]}\n");
  fflush(stdout);
}

int main(int argc, char **argv) {
  long every = 0;
  if (argc > 2 && strcmp(argv[1], "--every") == 0) {
    every = atol(argv[2]);
    argv += 2;
    argc -= 2;
  }
  if (argc < 2 || atol(argv[1]) <= 0) {
    fprintf(stderr, "usage: ptescope-record [--every MS] PID [NAME=START:PAGES …]\n");
    return 2;
  }
  for (int i = 2; i < argc; i++) {
    if (parse_area(argv[i])) continue;
    fprintf(stderr, "%s: not NAME=START:PAGES with a page-aligned START in hex\n", argv[i]);
    return 2;
  }
  if (argc == 2) find_areas(argv[1]);
  int pagemap = open_proc(argv[1], "pagemap");
  if (pagemap == -1) {
    fprintf(stderr, "/proc/%s/pagemap: %s\n", argv[1], strerror(errno));
    return 1;
  }
  find_zero_page();
  if (zero_frame == 0) fprintf(stderr, "page frames are hidden without CAP_SYS_ADMIN\n");
  for (int line = 1;; line++) {
    uint64_t probe;
    uint64_t at = area_count == 0 ? 0 : areas[0].start;
    if (pread(pagemap, &probe, 8, (off_t)(at / PAGE * 8)) != 8) return line == 1 ? 1 : 0;
    print_record(pagemap, line);
    if (every == 0) return 0;
    struct timespec pause = {every / 1000, every % 1000 * 1000000};
    nanosleep(&pause, NULL);
  }
}
