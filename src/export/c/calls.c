/*
 * Part 5: the calls. They run in the actors.
 */
static int answer(struct result *result, long returned) {
  result->outcome = returned == -1 ? errno : 0;
  return result->outcome == 0;
}

/* This process's descriptor of a file: its own, or the driver's opened once more. */
static int file_named(const char *name) {
  for (int i = control->file_count - 1; i >= 0; i--) {
    struct file *file = &control->files[i];
    if (strcmp(file->name, name) != 0) continue;
    if (open_files[i] == 0) {
      char path[64];
      snprintf(path, sizeof path, "/proc/%d/fd/%d", file->pid, file->fd);
      open_files[i] = open(path, O_RDWR | O_CLOEXEC) + 1;
    }
    return open_files[i] - 1;
  }
  return -1;
}

static int shmem_is_never_huge(void) {
  char words[128] = "";
  int fd = open("/sys/kernel/mm/transparent_hugepage/shmem_enabled", O_RDONLY | O_CLOEXEC);
  if (fd == -1) return 1;
  long length = read(fd, words, sizeof words - 1);
  close(fd);
  return length <= 0 || strstr(words, "[never]") != NULL || strstr(words, "[deny]") != NULL;
}

/* A nameless file on a tmpfs of its own, mounted nowhere. @huge: "advise" or "never" */
static int open_on_tmpfs(const char *huge) {
  enum { SET_STRING = 1, CMD_CREATE = 6 };
  int context = (int)syscall(SYS_fsopen, "tmpfs", 1);
  if (context == -1) return -1;
  int file = -1;
  if (syscall(SYS_fsconfig, context, SET_STRING, "huge", huge, 0) == 0 &&
      syscall(SYS_fsconfig, context, CMD_CREATE, NULL, NULL, 0) == 0) {
    int mount = (int)syscall(SYS_fsmount, context, 1, 0);
    if (mount != -1) {
      file = openat(mount, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
      close(mount);
    }
  }
  close(context);
  return file;
}

/* A memfd; where the system would give it huge pages unasked, or never, a file that behaves as the language says. */
static int open_memory(const struct statement *s) {
  if (s->thp) return open_on_tmpfs("advise");
  return shmem_is_never_huge() ? memfd_create(s->name, MFD_CLOEXEC) : open_on_tmpfs("never");
}

void do_file(const struct statement *s, struct result *result) {
  int fd = open_memory(s);
  if (!answer(result, fd) || !answer(result, ftruncate(fd, s->pages * (long)PAGE))) return;
  int i = atomic_fetch_add(&control->file_count, 1);
  struct file *file = &control->files[i];
  file->pid = control->processes[self->process].pid;
  file->fd = fd;
  snprintf(file->name, NAME, "%s", s->name);
  open_files[i] = fd + 1;
}

void do_pwrite(const struct statement *s, struct result *result) {
  int fd = file_named(s->name);
  long last = s->last;
  if (last == WHOLE) {
    struct stat file;
    if (!answer(result, fstat(fd, &file))) return;
    last = (long)((uint64_t)file.st_size / PAGE) - 1;
  }
  result->outcome = 0;
  for (long i = s->first; i <= last; i++) {
    if (!answer(result, pwrite(fd, &s->value, 8, i * (long)PAGE))) return;
  }
}

void do_pread(const struct statement *s, struct result *result) {
  uint64_t value = 0;
  long length = pread(file_named(s->name), &value, 8, s->first * (long)PAGE);
  if (!answer(result, length)) return;
  result->value_is = length == 0 ? 2 : 1;
  result->value = value;
}

void do_punch(const struct statement *s, struct result *result) {
  int fd = file_named(s->name);
  struct stat file;
  if (!answer(result, fstat(fd, &file))) return;
  long end = s->last == WHOLE ? (long)((uint64_t)file.st_size / PAGE) : s->last + 1;
  if (end <= s->first) return;
  int mode = FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE;
  answer(result, fallocate(fd, mode, s->first * (long)PAGE, (end - s->first) * (long)PAGE));
}

void do_truncate(const struct statement *s, struct result *result) {
  answer(result, ftruncate(file_named(s->name), s->pages * (long)PAGE));
}

void do_map(const struct statement *s, struct result *result) {
  uint64_t length = (uint64_t)s->pages * PAGE;
  int fd = s->file == NULL ? -1 : file_named(s->file);
  int flags = (int)s->flags | MAP_FIXED_NOREPLACE;
  void *got = mmap((void *)s->at, length, s->protection, flags, fd, s->from * (long)PAGE);
  result->outcome = got == MAP_FAILED ? errno : 0;
  if (got != MAP_FAILED && got != (void *)s->at) {
    munmap(got, length); /* a kernel that does not know the flag */
    result->outcome = EEXIST;
  }
  if (result->outcome != 0) return;
  struct process *process = &control->processes[self->process];
  struct region *old = region_in(process, s->name);
  if (old != NULL) {
    int after = (int)(&process->regions[--process->region_count] - old);
    memmove(old, old + 1, (size_t)after * sizeof *old);
  }
  if (process->region_count == MAX_REGIONS) fail("too many regions");
  struct region *region = &process->regions[process->region_count++];
  *region = (struct region){.start = s->at, .pages = s->pages, .listed = 1};
  snprintf(region->name, NAME, "%s", s->name);
}

void do_unmap(const struct statement *s, struct result *result) {
  uint64_t start, length;
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length)) return;
  struct region *region = region_in(&control->processes[self->process], s->name);
  int is_all = region != NULL && start == region->start && length == (uint64_t)region->pages * PAGE;
  if (is_all) region->listed = 0;
  answer(result, munmap((void *)start, length));
}

void do_protect(const struct statement *s, struct result *result) {
  uint64_t start, length;
  result->outcome = EFAULT;
  if (range_of(s, &start, &length)) answer(result, mprotect((void *)start, length, s->protection));
}

void do_remap(const struct statement *s, struct result *result) {
  uint64_t start, length;
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length)) return;
  /* mremap would throw away what is mapped there: look first */
  void *probe = mmap((void *)s->at, length, PROT_NONE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
  if (probe == MAP_FAILED) {
    result->outcome = errno;
    return;
  }
  munmap(probe, length);
  /* with a remap event the call has done its deed before it returns */
  struct region *region = region_in(&control->processes[self->process], s->name);
  uint64_t old = region == NULL ? 0 : region->start;
  if (region != NULL) region->start = s->at;
  void *got = mremap((void *)start, length, length, MREMAP_MAYMOVE | MREMAP_FIXED, (void *)s->at);
  result->outcome = got == MAP_FAILED ? errno : 0;
  if (got == MAP_FAILED && region != NULL) region->start = old;
}

void do_advise(const struct statement *s, struct result *result) {
  uint64_t start, length;
  result->outcome = EFAULT;
  if (range_of(s, &start, &length)) answer(result, madvise((void *)start, length, (int)s->flags));
}

static __thread sigjmp_buf escape;
static __thread volatile sig_atomic_t in_access;

/* A load or store that the kernel refused is skipped; anything else that faults is a bug of this program. */
static void on_fault(int signal) {
  if (!in_access) _exit(3);
  siglongjmp(escape, signal);
}

static void do_access(const struct statement *s, struct result *result, int is_write) {
  uint64_t start, length;
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length)) return;
  volatile uint64_t *word = (volatile uint64_t *)start;
  int signal = sigsetjmp(escape, 0);
  if (signal == 0) {
    in_access = 1;
    if (is_write) *word = s->value;
    else result->value = *word;
  }
  in_access = 0;
  result->outcome = -signal;
  if (signal == 0 && !is_write) result->value_is = 1;
}

void do_read(const struct statement *s, struct result *result) { do_access(s, result, 0); }

void do_write(const struct statement *s, struct result *result) { do_access(s, result, 1); }

static struct hold {
  uint64_t at;
  int pipe;
} holds[4096];

static int hold_count;

void do_hold(const struct statement *s, struct result *result) {
  uint64_t start, length;
  int ends[2];
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length) || !answer(result, pipe2(ends, O_CLOEXEC))) return;
  struct iovec page = {(void *)start, PAGE};
  int is_held = answer(result, vmsplice(ends[1], &page, 1, 0));
  close(ends[1]);
  if (is_held && hold_count < 4096) holds[hold_count++] = (struct hold){start, ends[0]};
  else close(ends[0]);
}

void do_release(const struct statement *s, struct result *result) {
  static char page[PAGE];
  uint64_t start, length;
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length)) return;
  result->outcome = EAGAIN;
  for (int i = hold_count - 1; i >= 0; i--) {
    if (holds[i].at != start) continue;
    answer(result, read(holds[i].pipe, page, PAGE));
    close(holds[i].pipe);
    holds[i] = holds[--hold_count];
    return;
  }
}
