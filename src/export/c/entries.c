/* One entry, as pagemap shows it. */
#define SEEN_PRESENT ((uint64_t)1 << 63)
#define SEEN_SWAPPED ((uint64_t)1 << 62)
#define SEEN_FILE ((uint64_t)1 << 61)
#define SEEN_UFFD_WP ((uint64_t)1 << 57)
#define SEEN_EXCLUSIVE ((uint64_t)1 << 56)
#define SEEN_FRAME (((uint64_t)1 << 55) - 1)

static int own_pagemap;
static uint64_t zero_frame, huge_zero_frame;

static uint64_t own_entry(const void *page) {
  uint64_t entry = 0;
  if (pread(own_pagemap, &entry, 8, (long)((uintptr_t)page / PAGE * 8)) != 8) fail("pagemap");
  return entry;
}

/* Finds the frames of the two zero pages by reading from fresh memory; the mappings stay, so that the frames do. */
static void find_zero_pages(void) {
  size_t huge = 512 * PAGE;
  own_pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  volatile char *small = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  (void)*small;
  zero_frame = own_entry((const void *)small) & SEEN_FRAME;
  if (zero_frame == 0) {
    fprintf(stderr, "page frames cannot be seen: run as root\n");
    exit(2);
  }
  char *area = mmap(NULL, 2 * huge, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  volatile char *page = area + (huge - (uintptr_t)area % huge) % huge;
  if (madvise((void *)(uintptr_t)page, huge, MADV_HUGEPAGE) != 0) return;
  (void)*page;
  uint64_t frame = own_entry((const void *)page) & SEEN_FRAME;
  if (frame != zero_frame && frame % 512 == 0) huge_zero_frame = frame;
}

static int is_zero_page(uint64_t frame) {
  int is_huge = huge_zero_frame != 0 && frame - huge_zero_frame < 512;
  return frame == zero_frame || is_huge;
}

/* Frames by their first appearance in this record: an open hash table, emptied by a new turn. */
static struct class {
  uint64_t frame;
  unsigned turn;
  int number;
} *classes;
static size_t class_room;
static int class_count;
static unsigned class_turn;

static struct class *class_of(uint64_t frame) {
  size_t i = (size_t)(frame * 0x9e3779b97f4a7c15ULL) & (class_room - 1);
  while (classes[i].turn == class_turn && classes[i].frame != frame) i = (i + 1) & (class_room - 1);
  return &classes[i];
}

static void grow_classes(void) {
  struct class *old = classes;
  size_t old_room = class_room;
  class_room = old_room == 0 ? 4096 : old_room * 2;
  classes = calloc(class_room, sizeof *classes);
  if (classes == NULL) fail("out of memory");
  for (size_t i = 0; i < old_room; i++) {
    if (old[i].turn == class_turn) *class_of(old[i].frame) = old[i];
  }
  free(old);
}

static int class_number(uint64_t frame) {
  if ((size_t)class_count * 2 >= class_room) grow_classes();
  struct class *class = class_of(frame);
  if (class->turn != class_turn) *class = (struct class){frame, class_turn, class_count++};
  return class->number;
}

enum kind { NONE, PRESENT, MARKER, SWAP, MIGRATION };

struct entry {
  long first, count;
  enum kind kind;
  int page; /* -1: the zero page */
  int file, exclusive, uffd_wp;
};

/*
 * A swap-like entry shows its type in the low five bits and its offset above. Types at the top stand for no swap
 * device: a marker is type 31 (30 before Linux 6.2) whose offset is the flag "write-protected".
 */
static enum kind kind_of(uint64_t seen) {
  if (seen & SEEN_PRESENT) return PRESENT;
  if ((seen & SEEN_SWAPPED) == 0) return NONE;
  uint64_t type = seen & 31, offset = (seen & SEEN_FRAME) >> 5;
  if (type >= 30 && offset == 1) return MARKER;
  return type >= 24 ? MIGRATION : SWAP;
}

static struct entry decode(long at, uint64_t seen) {
  struct entry entry = {.first = at, .count = 1, .kind = kind_of(seen), .page = -1};
  entry.uffd_wp = (seen & SEEN_UFFD_WP) != 0;
  if (entry.kind != PRESENT) return entry;
  uint64_t frame = seen & SEEN_FRAME;
  if (!is_zero_page(frame)) entry.page = class_number(frame);
  entry.file = (seen & SEEN_FILE) != 0;
  entry.exclusive = (seen & SEEN_EXCLUSIVE) != 0;
  return entry;
}

/* Does `next` continue the run `a`? */
static int follows(const struct entry *a, const struct entry *next) {
  int page = a->page == -1 ? -1 : a->page + (int)a->count;
  return next->first == a->first + a->count && next->kind == a->kind && next->page == page &&
         next->file == a->file && next->exclusive == a->exclusive && next->uffd_wp == a->uffd_wp;
}

static void print_entry(const struct entry *entry, const char *comma) {
  static const char *const kinds[] = {"none", "present", "marker", "swap", "migration"};
  static const char *const words[] = {"false", "true"};
  print("%s{\"i\":%ld,", comma, entry->first);
  if (entry->count > 1) print("\"n\":%ld,", entry->count);
  print("\"kind\":\"%s\",", kinds[entry->kind]);
  if (entry->kind == PRESENT) {
    if (entry->page == -1) print("\"page\":\"zero\",");
    else print("\"page\":\"p%d\",", entry->page);
    print("\"file\":%s,\"exclusive\":%s,", words[entry->file], words[entry->exclusive]);
  }
  print("\"uffdWp\":%s}", words[entry->uffd_wp]);
}

enum { CHUNK = 512 };

static void print_entries(int pagemap, uint64_t start, long pages) {
  uint64_t seen[CHUNK];
  struct entry run = {.kind = NONE};
  const char *comma = "";
  for (long at = 0; at < pages; at += CHUNK) {
    long wanted = pages - at < CHUNK ? pages - at : CHUNK;
    long got = pread(pagemap, seen, (size_t)wanted * 8, (long)(start / PAGE + (uint64_t)at) * 8);
    for (long i = 0; i < got / 8; i++) {
      struct entry entry = decode(at + i, seen[i]);
      if (entry.kind == NONE) continue;
      if (run.kind != NONE && follows(&run, &entry)) {
        run.count++;
        continue;
      }
      if (run.kind != NONE) print_entry(&run, comma), comma = ",";
      run = entry;
    }
  }
  if (run.kind != NONE) print_entry(&run, comma);
}

static void begin_classes(void) {
  class_turn++;
  class_count = 0;
}
