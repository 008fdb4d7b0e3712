/*
 * Part 6: the driver. It gives a statement to its actor and waits until every actor is idle or blocked.
 *
 * An actor is idle when it has finished all that it was given. It is blocked when the kernel says that it sleeps in a
 * function of userfaultfd (/proc/PID/task/TID/wchan; a thread that was woken, even if it has not run yet, is not
 * asleep and shows nothing there). Two looks at all actors must agree: an actor seen asleep in the first may have been
 * woken by one that was still busy then, but in the second nobody is busy who could wake another.
 */
enum state { IDLE, BLOCKED, BUSY };

static int wchan_files[MAX_ACTORS];

static int read_file(int fd, char *into, size_t room) {
  long length = pread(fd, into, room - 1, 0);
  into[length < 0 ? 0 : length] = '\0';
  return (int)length;
}

static int is_event_wait(const char *function) {
  return strstr(function, "userfault") != NULL && strstr(function, "handle_userfault") == NULL;
}

/* @waits_for: becomes the kernel function in which a blocked actor sleeps */
static enum state state_of(int k, char waits_for[64]) {
  struct actor *actor = &control->actors[k];
  if (actor->finished == actor->posted) return IDLE;
  if (wchan_files[k] == 0) {
    char path[64];
    pid_t pid = control->processes[actor->process].pid;
    snprintf(path, sizeof path, "/proc/%d/task/%d/wchan", pid, actor->tid);
    wchan_files[k] = open(path, O_RDONLY | O_CLOEXEC);
  }
  read_file(wchan_files[k], waits_for, 64);
  int is_fault = strstr(waits_for, "userfault") != NULL;
  return is_fault || strstr(waits_for, "dup_fctx") != NULL ? BLOCKED : BUSY;
}

/* Looks at every actor; true if none is busy. */
static int look(enum state states[MAX_ACTORS]) {
  char function[64];
  int is_quiet = 1;
  for (int k = 0; k < control->actor_count; k++) {
    states[k] = control->actors[k].alive ? state_of(k, function) : IDLE;
    if (states[k] == BUSY) is_quiet = 0;
  }
  return is_quiet;
}

/* Unread page-fault messages, as the kernel counts them, and events: each has its actor, asleep until it is read. */
static int pending_messages(void) {
  char path[64], text[512] = "", function[64];
  int pending = 0;
  snprintf(path, sizeof path, "/proc/%d/fdinfo/%d",
           control->processes[control->uffd_process].pid, control->uffd_fd);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd == -1) return 0;
  read_file(fd, text, sizeof text);
  close(fd);
  const char *line = strstr(text, "pending:");
  if (line != NULL) pending = atoi(line + strlen("pending:"));
  for (int k = 0; k < control->actor_count; k++) {
    struct actor *actor = &control->actors[k];
    if (!actor->alive || actor->process != control->uffd_process) continue;
    if (actor->uffd_number != control->uffd_number) continue;
    if (state_of(k, function) == BLOCKED && is_event_wait(function)) pending++;
  }
  return pending;
}

static void post(struct actor *actor, const struct statement *s, unsigned together) {
  memset(&actor->result, 0, sizeof actor->result);
  actor->statement = s;
  actor->together = together;
  actor->uffd_number = control->uffd_number;
  futex_wake(&actor->posted);
}

/* The helper thread of `serve`, beside the monitor; it is no actor of the scenario. */
static struct actor *server;

static void start_server(const struct statement *s, struct result *result) {
  (void)s;
  (void)result;
  start_thread(new_actor("(serve)", self->process));
}

static const struct statement START_SERVER = {.call = start_server};
static const struct statement SERVE_ONE = {.call = serve_one};

/* Has `serve` anything to do? Then it is given its turn. */
static int serve(void) {
  if (!control->serving || control->uffd_process != 0 || pending_messages() == 0) return 0;
  struct actor *monitor = find_actor("monitor");
  if (monitor == NULL || monitor->process != 0 || monitor->finished != monitor->posted) return 0;
  if (server == NULL) {
    post(monitor, &START_SERVER, 0);
    while (monitor->finished != monitor->posted) sched_yield();
    server = find_actor("(serve)");
  }
  post(server, &SERVE_ONE, 0);
  return 1;
}

static void settle(void) {
  enum state first[MAX_ACTORS], second[MAX_ACTORS];
  for (long patience = 20000;; patience = patience < 1000000 ? patience * 2 : patience) {
    unsigned seen = control->happened;
    if (look(first) && look(second) && seen == control->happened &&
        memcmp(first, second, sizeof *first * (size_t)control->actor_count) == 0) {
      if (!serve()) return;
    } else {
      futex_wait(&control->happened, seen, patience);
    }
  }
}

/* Keeps new files open, so that they outlive the process that made them. */
static void adopt_files(void) {
  for (int i = 0; i < control->file_count; i++) {
    struct file *file = &control->files[i];
    if (file->pid == control->driver) continue;
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/fd/%d", file->pid, file->fd);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    if (fd == -1) continue;
    file->fd = fd;
    file->pid = control->driver;
  }
}

/*
 * A page that was just mapped or moved between the kernel's lists is also referenced by a batch of its CPU. Later
 * statements must not depend on when that batch happens to be written back: MADV_COLD on any page of ours begins by
 * doing so on the CPU where it runs.
 */
static void drain_batches(void) {
  static char *page;
  if (page == NULL) {
    page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *page = 1;
  }
  for (int cpu = 0; cpu < control->cpus; cpu++) {
    stay_on_cpu(cpu);
    madvise(page, PAGE, MADV_COLD);
  }
}

/* Ends a process and waits until its memory is gone. */
static void end_process(struct actor *actor, const struct statement *s) {
  struct process *process = &control->processes[actor->process];
  struct pollfd gone = {(int)syscall(SYS_pidfd_open, process->pid, 0), POLLIN, 0};
  post(actor, s, 0);
  poll(&gone, 1, -1);
  close(gone.fd);
  process->alive = 0;
  for (int k = 0; k < control->actor_count; k++) {
    if (control->actors[k].process == actor->process) control->actors[k].alive = 0;
  }
  if (control->uffd_process == actor->process) forget_uffd();
}

/* Why a statement cannot be given to its actor: 0, ESRCH or EBLOCKED. */
static int refusal(const struct statement *s) {
  char function[64];
  struct actor *actor = find_actor(s->actor);
  if (actor == NULL) return ESRCH;
  return state_of((int)(actor - control->actors), function) == BLOCKED ? EBLOCKED : 0;
}

/* exit is the driver's own work: it concerns another actor than the one that says it. */
static int run_exit(const struct statement *s) {
  char function[64];
  struct actor *actor = find_actor(s->name);
  if (actor == NULL) return ESRCH;
  if (state_of((int)(actor - control->actors), function) == BLOCKED) return EBLOCKED;
  end_process(actor, s);
  return 0;
}

/* One line of the scenario: `count` statements, more than one for `||`. Fills in who ran and what was refused. */
static void run_line(const struct statement *s, int count, struct actor *actors[], int refused[],
                     unsigned *jitter) {
  static unsigned gate;
  int is_race = jitter != NULL && count > 1;
  for (int i = 0; i < count; i++) {
    refused[i] = refusal(&s[i]);
    actors[i] = find_actor(s[i].actor);
  }
  if (is_race) gate++;
  for (int i = 0; i < count; i++) {
    if (refused[i] != 0) continue;
    if (s[i].call == do_exit) {
      int outcome = run_exit(&s[i]);
      if (actors[i]->alive) actors[i]->result = (struct result){.outcome = outcome};
      else refused[i] = outcome;
    } else {
      if (is_race) actors[i]->jitter = jitter[i];
      post(actors[i], &s[i], is_race ? gate : 0);
    }
    if (!is_race) settle();
  }
  if (is_race) control->gate = gate;
  settle();
  adopt_files();
  drain_batches();
}
