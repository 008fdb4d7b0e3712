/* The userfaultfd, if the caller's process has opened it. */
static int uffd(struct result *result) {
  int is_mine = control->uffd_process == self->process;
  result->outcome = is_mine ? 0 : EBADF;
  return is_mine ? control->uffd_fd : -1;
}

static void forget_uffd(void) {
  control->uffd_process = -1;
  control->serving = 0;
}

void do_uffd(const struct statement *s, struct result *result) {
  result->outcome = EBUSY;
  if (control->uffd_process != -1) return;
  int fd = (int)syscall(SYS_userfaultfd, O_CLOEXEC | O_NONBLOCK);
  if (!answer(result, fd)) return;
  struct uffdio_api api = {.api = UFFD_API, .features = s->flags};
  if (!answer(result, ioctl(fd, UFFDIO_API, &api))) {
    close(fd);
    return;
  }
  control->uffd_fd = fd;
  control->uffd_number++;
  control->uffd_process = self->process;
}

/* Descriptor and range of a statement; false after a refusal. */
static int uffd_range(const struct statement *s, struct result *result, int *fd,
                      struct uffdio_range *range) {
  uint64_t start, length;
  *fd = uffd(result);
  if (*fd == -1) return 0;
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length)) return 0;
  *range = (struct uffdio_range){start, length};
  return 1;
}

void do_register(const struct statement *s, struct result *result) {
  int fd;
  struct uffdio_register argument = {.mode = s->flags};
  if (!uffd_range(s, result, &fd, &argument.range)) return;
  answer(result, ioctl(fd, UFFDIO_REGISTER, &argument));
}

void do_unregister(const struct statement *s, struct result *result) {
  int fd;
  struct uffdio_range range;
  if (uffd_range(s, result, &fd, &range)) answer(result, ioctl(fd, UFFDIO_UNREGISTER, &range));
}

void do_wp(const struct statement *s, struct result *result) {
  int fd;
  struct uffdio_writeprotect argument = {.mode = s->flags};
  if (!uffd_range(s, result, &fd, &argument.range)) return;
  answer(result, ioctl(fd, UFFDIO_WRITEPROTECT, &argument));
}

void do_wake(const struct statement *s, struct result *result) {
  int fd;
  struct uffdio_range range;
  if (uffd_range(s, result, &fd, &range)) answer(result, ioctl(fd, UFFDIO_WAKE, &range));
}

void do_copy(const struct statement *s, struct result *result) {
  static _Alignas(PAGE) uint64_t page[PAGE / 8];
  int fd;
  struct uffdio_range range;
  if (!uffd_range(s, result, &fd, &range)) return;
  page[0] = s->value;
  struct uffdio_copy argument = {
      .dst = range.start, .src = (uint64_t)page, .len = PAGE, .mode = s->flags};
  answer(result, ioctl(fd, UFFDIO_COPY, &argument));
}

void do_zero(const struct statement *s, struct result *result) {
  int fd;
  struct uffdio_zeropage argument = {.mode = s->flags};
  if (!uffd_range(s, result, &fd, &argument.range)) return;
  answer(result, ioctl(fd, UFFDIO_ZEROPAGE, &argument));
}

void do_continue(const struct statement *s, struct result *result) {
  int fd;
  struct uffdio_continue argument = {.mode = s->flags};
  if (!uffd_range(s, result, &fd, &argument.range)) return;
  answer(result, ioctl(fd, UFFDIO_CONTINUE, &argument));
}

/* One message, oldest fault first. The context that comes with a fork event stays open, unread. */
void do_poll(const struct statement *s, struct result *result) {
  (void)s;
  int fd = uffd(result);
  if (fd == -1) return;
  long length = read(fd, &result->message, sizeof result->message);
  result->has_message = answer(result, length);
}

void do_close(const struct statement *s, struct result *result) {
  (void)s;
  int fd = uffd(result);
  if (fd == -1) return;
  forget_uffd();
  answer(result, close(fd));
}

void do_serve(const struct statement *s, struct result *result) {
  if (uffd(result) != -1) control->serving = (int)s->flags;
}

/* One turn of `serve`, in a helper thread: reads a message, resolves it if it is a write-protect fault. */
static void serve_one(const struct statement *s, struct result *result) {
  struct uffd_msg message;
  (void)s;
  int fd = uffd(result);
  if (fd == -1 || read(fd, &message, sizeof message) != sizeof message) return;
  if (message.event != UFFD_EVENT_PAGEFAULT) return;
  if ((message.arg.pagefault.flags & UFFD_PAGEFAULT_FLAG_WP) == 0) return;
  struct uffdio_writeprotect argument = {
      .range = {message.arg.pagefault.address & ~(PAGE - 1), PAGE}};
  ioctl(fd, UFFDIO_WRITEPROTECT, &argument);
}

/* wpallowed, written, file, present, swapped, pfnzero, huge */
#define SCAN_CATEGORIES 0x7f

void do_scan(const struct statement *s, struct result *result) {
  uint64_t start, length;
  result->outcome = EFAULT;
  if (!range_of(s, &start, &length)) return;
  int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
  if (!answer(result, fd)) return;
  struct pm_scan_arg argument = {
      .size = sizeof argument,
      .flags = s->flags,
      .start = start,
      .end = start + length,
      .vec = (uint64_t)self->ranges,
      .vec_len = MAX_RANGES,
      .category_mask = s->value,
      .return_mask = SCAN_CATEGORIES,
  };
  long found = ioctl(fd, PAGEMAP_SCAN, &argument);
  result->has_ranges = answer(result, found);
  result->range_count = (int)found;
  close(fd);
}
