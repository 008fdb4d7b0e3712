/*
 * Part 8: from the first statement to the last.
 */
static int pagemaps[MAX_ACTORS];

static int proc_file(int process, const char *name, int flags) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", control->processes[process].pid, name);
  return open(path, flags | O_CLOEXEC);
}

static void print_actors(void) {
  char function[64];
  const char *comma = "";
  print("\"actors\":{");
  for (int k = 0; k < control->actor_count; k++) {
    struct actor *actor = &control->actors[k];
    if (!actor->alive || actor == server) continue;
    const char *state = state_of(k, function) == BLOCKED ? "blocked" : "idle";
    print("%s\"%s\":\"%s\"", comma, actor->name, state);
    comma = ",";
  }
  print("}");
}

/* Actors that were blocked before the line and are not any more. */
static void print_woken(const int was_blocked[MAX_ACTORS]) {
  const char *comma = "";
  print("\"woken\":[");
  for (int k = 0; k < control->actor_count; k++) {
    struct actor *actor = &control->actors[k];
    if (!was_blocked[k] || !actor->alive || actor->finished != actor->posted) continue;
    print("%s{\"actor\":\"%s\",\"outcome\":", comma, actor->name);
    print_outcome(actor->result.outcome);
    if (actor->result.value_is == 1) print(",\"value\":"), print_number(actor->result.value);
    print("}");
    comma = ",";
  }
  print("]");
}

static void print_memory(void) {
  const char *comma = "";
  begin_classes();
  print("\"mm\":[");
  for (int p = 0; p < control->process_count; p++) {
    struct process *process = &control->processes[p];
    if (!process->alive) continue;
    if (pagemaps[p] == 0) pagemaps[p] = proc_file(p, "pagemap", O_RDONLY);
    print("%s{\"process\":\"%s\",\"regions\":[", comma, process->name);
    const char *inner = "";
    for (int i = 0; i < process->region_count; i++) {
      struct region *region = &process->regions[i];
      if (!region->listed) continue;
      print("%s{\"name\":\"%s\",\"start\":\"0x%llx\",\"pages\":%ld,\"ptes\":[", inner, region->name,
            (unsigned long long)region->start, region->pages);
      print_entries(pagemaps[p], region->start, region->pages);
      print("]}");
      inner = ",";
    }
    print("]}");
    comma = ",";
  }
  print("]");
}

static void print_record(const struct statement *s, int count, struct actor *const actors[],
                         const int refused[], const int was_blocked[MAX_ACTORS]) {
  print("{\"line\":%d,\"text\":", s->line);
  print_string(s->text);
  print(",");
  print_end(s, actors[0], refused[0]);
  if (count > 1) {
    print(",\"others\":[");
    for (int i = 1; i < count; i++) {
      print(i == 1 ? "{" : ",{");
      print_end(&s[i], actors[i], refused[i]);
      print("}");
    }
    print("]");
  }
  print(",");
  print_woken(was_blocked);
  print(",");
  print_actors();
  print(",\"uffd\":");
  if (control->uffd_process == -1) print("null,");
  else print("{\"pending\":%d},", pending_messages());
  print_memory();
  print("}");
}

/* What each process would read from each page that is present, through /proc/PID/mem. */
static void print_values(void) {
  const char *comma = "";
  print("{");
  for (int p = 0; p < control->process_count; p++) {
    struct process *process = &control->processes[p];
    if (!process->alive) continue;
    int memory = proc_file(p, "mem", O_RDONLY);
    for (int i = 0; i < process->region_count; i++) {
      struct region *region = &process->regions[i];
      for (long at = 0; region->listed && at < region->pages; at++) {
        uint64_t seen = 0, value = 0;
        uint64_t address = region->start + (uint64_t)at * PAGE;
        if (pread(pagemaps[p], &seen, 8, (long)(address / PAGE * 8)) != 8) break;
        if (kind_of(seen) != PRESENT || pread(memory, &value, 8, (long)address) != 8) continue;
        print("%s\"%s.%s[%ld]\":", comma, process->name, region->name, at);
        print_number(value);
        comma = ",";
      }
    }
    close(memory);
  }
  print("}");
}

static void start_control(int cpus) {
  control = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  if (control == MAP_FAILED) fail("mmap");
  control->driver = getpid();
  control->cpus = cpus;
  control->uffd_process = -1;
}

/* The first process, with its two threads. */
static pid_t start_main(void) {
  struct process *process = new_process("main");
  struct actor *first = new_actor("main", 0);
  struct actor *monitor = new_actor("monitor", 0);
  pid_t pid = fork();
  if (pid == -1) fail("fork");
  if (pid == 0) {
    close_inherited();
    begin_process(process);
    self = first;
    stay_on_cpu(first->cpu);
    start_thread(monitor);
    live(first);
  }
  wait_for_birth(first);
  wait_for_birth(monitor);
  return pid;
}

static void end_all(pid_t first) {
  for (int p = 0; p < control->process_count; p++) {
    if (control->processes[p].alive) kill(control->processes[p].pid, SIGKILL);
  }
  waitpid(first, NULL, 0);
}

static int length_of_line(const struct statement *s) {
  int count = 1;
  while (s[count - 1].with_next) count++;
  return count;
}

/*
 * Plays the scenario once. Prints every line's record; or, with a seed, lets the statements of a `||` line race, and
 * prints the records of such lines only, each with the values that memory then holds.
 */
static void play_once(const struct scenario *scenario, const unsigned *seed) {
  start_control(scenario->cpus);
  find_zero_pages();
  pid_t first = start_main();
  drain_batches();
  unsigned random = seed == NULL ? 0 : *seed * 2654435761U + 1;
  for (int i = 0; i < scenario->count;) {
    const struct statement *s = &scenario->statements[i];
    int count = length_of_line(s);
    struct actor *actors[MAX_ACTORS];
    int refused[MAX_ACTORS], was_blocked[MAX_ACTORS] = {0};
    unsigned jitter[MAX_ACTORS];
    char function[64];
    for (int k = 0; k < control->actor_count; k++) {
      if (control->actors[k].alive) was_blocked[k] = state_of(k, function) == BLOCKED;
    }
    for (int k = 0; k < count; k++) {
      random = random * 1664525U + 1013904223U;
      jitter[k] = (random >> 8) % (1U << (random >> 28));
    }
    run_line(s, count, actors, refused, seed == NULL ? NULL : jitter);
    if (seed == NULL) {
      print_record(s, count, actors, refused, was_blocked);
      print("\n");
      fwrite(out.at, 1, out.length, stdout);
      fflush(stdout);
      out.length = 0;
    } else if (count > 1) {
      print("\"record\":");
      print_record(s, count, actors, refused, was_blocked);
      print(",\"values\":");
      print_values();
      print("}\n");
    }
    i += count;
  }
  end_all(first);
}
