/*
 * Part 7: the record. Entries come from /proc/PID/pagemap, read from outside: looking changes nothing.
 */
static struct text {
  char *at;
  size_t length, room;
} out;

__attribute__((format(printf, 1, 2))) static void print(const char *format, ...) {
  va_list arguments;
  for (;;) {
    va_start(arguments, format);
    size_t left = out.room - out.length;
    int length = vsnprintf(out.at + out.length, left, format, arguments);
    va_end(arguments);
    if ((size_t)length < left) {
      out.length += (size_t)length;
      return;
    }
    out.room = out.room * 2 + (size_t)length + 4096;
    out.at = realloc(out.at, out.room);
    if (out.at == NULL) fail("out of memory");
  }
}

static void print_string(const char *s) {
  print("\"");
  for (; *s != '\0'; s++) {
    if (*s == '"' || *s == '\\') print("\\%c", *s);
    else if ((unsigned char)*s < ' ') print("\\u%04x", (unsigned)*s);
    else print("%c", *s);
  }
  print("\"");
}

static void print_outcome(int outcome) {
  static const struct {
    int number;
    const char *name;
  } names[] = {
      {0, "ok"},           {-SIGSEGV, "SIGSEGV"}, {-SIGBUS, "SIGBUS"}, {EBLOCKED, "EBLOCKED"},
      {EPERM, "EPERM"},    {ENOENT, "ENOENT"},    {ESRCH, "ESRCH"},    {EINTR, "EINTR"},
      {EIO, "EIO"},        {EBADF, "EBADF"},      {EAGAIN, "EAGAIN"},  {ENOMEM, "ENOMEM"},
      {EACCES, "EACCES"},  {EFAULT, "EFAULT"},    {EBUSY, "EBUSY"},    {EEXIST, "EEXIST"},
      {EINVAL, "EINVAL"},  {ENFILE, "ENFILE"},    {EMFILE, "EMFILE"},  {ENOTTY, "ENOTTY"},
      {EFBIG, "EFBIG"},    {ENOSPC, "ENOSPC"},    {ENOSYS, "ENOSYS"},  {ERANGE, "ERANGE"},
      {E2BIG, "E2BIG"},    {EOPNOTSUPP, "EOPNOTSUPP"}, {EHWPOISON, "EHWPOISON"},
  };
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (names[i].number == outcome) {
      print("\"%s\"", names[i].name);
      return;
    }
  }
  print("\"E%d\"", outcome);
}

/* Numbers are exact up to 2^53; a larger one is a string. */
static void print_number(uint64_t value) {
  const char *quote = value < (uint64_t)1 << 53 ? "" : "\"";
  print("%s%llu%s", quote, (unsigned long long)value, quote);
}

static struct region *region_at(struct process *process, uint64_t address, int listed_only) {
  for (int i = 0; i < process->region_count; i++) {
    struct region *region = &process->regions[i];
    if (listed_only && !region->listed) continue;
    uint64_t end = region->start + (uint64_t)region->pages * PAGE;
    if (address >= region->start && address < end) return region;
  }
  return NULL;
}

/* `A[3]`, `A[3..5]`, or an address that belongs to no region */
static void print_pages(struct process *process, uint64_t start, uint64_t end) {
  struct region *region = region_at(process, start, 1);
  if (region == NULL) region = region_at(process, start, 0);
  if (region == NULL) {
    print("\"0x%llx\"", (unsigned long long)(start & ~(PAGE - 1)));
    return;
  }
  uint64_t first = (start - region->start) / PAGE, last = (end - 1 - region->start) / PAGE;
  print("\"%s[%llu", region->name, (unsigned long long)first);
  if (last != first) print("..%llu", (unsigned long long)last);
  print("]\"");
}

static void print_fault(const struct uffd_msg *message) {
  uint64_t flags = message->arg.pagefault.flags;
  uint64_t at = message->arg.pagefault.address;
  print("{\"event\":\"pagefault\",\"flags\":[");
  const char *comma = "";
  if (flags & UFFD_PAGEFAULT_FLAG_WP) print("%s\"wp\"", comma), comma = ",";
  if (flags & UFFD_PAGEFAULT_FLAG_MINOR) print("%s\"minor\"", comma), comma = ",";
  if (flags & UFFD_PAGEFAULT_FLAG_WRITE) print("%s\"write\"", comma);
  print("],\"at\":");
  print_pages(&control->processes[control->uffd_process], at, at + 1);
  pid_t thread = (pid_t)message->arg.pagefault.feat.ptid;
  for (int k = 0; thread != 0 && k < control->actor_count; k++) {
    if (control->actors[k].tid == thread) print(",\"thread\":\"%s\"", control->actors[k].name);
  }
  print("}");
}

static void print_message(const struct uffd_msg *message) {
  unsigned long long from = message->arg.remap.from, to = message->arg.remap.to;
  unsigned long long start = message->arg.remove.start, end = message->arg.remove.end;
  switch (message->event) {
    case UFFD_EVENT_PAGEFAULT:
      print_fault(message);
      break;
    case UFFD_EVENT_FORK:
      print("{\"event\":\"fork\"}");
      break;
    case UFFD_EVENT_REMAP:
      print("{\"event\":\"remap\",\"from\":\"0x%llx\",\"to\":\"0x%llx\",\"pages\":%llu}", from, to,
            (unsigned long long)message->arg.remap.len / PAGE);
      break;
    default:
      print("{\"event\":\"%s\",\"start\":\"0x%llx\",\"end\":\"0x%llx\"}",
            message->event == UFFD_EVENT_REMOVE ? "remove" : "unmap", start, end);
  }
}

static void print_ranges(const struct actor *actor) {
  static const char *const names[] = {"wpallowed", "written", "file", "present",
                                      "swapped",   "pfnzero", "huge"};
  print("[");
  for (int i = 0; i < actor->result.range_count; i++) {
    const struct page_region *range = &actor->ranges[i];
    print("%s{\"at\":", i == 0 ? "" : ",");
    print_pages(&control->processes[actor->process], range->start, range->end);
    print(",\"categories\":[");
    const char *comma = "";
    for (int bit = 0; bit < 7; bit++) {
      if ((range->categories >> bit & 1) == 0) continue;
      print("%s\"%s\"", comma, names[bit]);
      comma = ",";
    }
    print("]}");
  }
  print("]");
}

/* `"actor":…,"outcome":…` and what came back */
static void print_end(const struct statement *s, const struct actor *actor, int refused) {
  print("\"actor\":\"%s\",\"outcome\":", s->actor);
  if (refused != 0 || actor == NULL || !actor->alive) {
    print_outcome(refused);
    return;
  }
  if (actor->finished != actor->posted) {
    print("\"blocked\"");
    return;
  }
  const struct result *result = &actor->result;
  print_outcome(result->outcome);
  if (result->value_is == 1) print(",\"value\":"), print_number(result->value);
  if (result->value_is == 2) print(",\"value\":null");
  if (result->has_message) print(",\"message\":"), print_message(&result->message);
  if (result->has_ranges) print(",\"ranges\":"), print_ranges(actor);
}
