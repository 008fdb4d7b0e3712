/*
 * Part 4: who is there. One driver runs the scenario's processes. Everything that they share with it lies in one
 * block of shared memory, far from the regions, so that neither driving nor looking touches a table under study.
 */
enum {
  MAX_ACTORS = 20, /* 16 of the language, and the helper of `serve` */
  MAX_REGIONS = 2048,
  MAX_FILES = 2048,
  MAX_RANGES = 65536,
  NAME = 40,
  EBLOCKED = 4096, /* the language's own: the actor's fault waits for the userfaultfd */
};

struct result {
  int outcome; /* 0, an errno, or minus a signal */
  int value_is; /* 0: none, 1: a number, 2: the end of the file */
  uint64_t value;
  int has_message;
  struct uffd_msg message;
  int has_ranges;
  int range_count;
};

struct region {
  char name[NAME];
  uint64_t start;
  long pages;
  int listed; /* until one unmap covers all of it */
};

struct process {
  char name[NAME];
  pid_t pid;
  atomic_int alive;
  int region_count;
  struct region regions[MAX_REGIONS];
};

struct actor {
  char name[NAME];
  int process;
  pid_t tid;
  int cpu;
  atomic_int alive;
  atomic_uint posted;   /* statements given to it, and the futex on which it waits for the next */
  atomic_uint finished; /* statements it has done */
  const struct statement *statement;
  int uffd_number;   /* which userfaultfd was open when it began */
  unsigned together; /* not 0: start when the gate reaches this number */
  unsigned jitter;   /* turns of an empty loop before it starts then */
  struct result result;
  struct page_region ranges[MAX_RANGES];
};

struct file {
  char name[NAME];
  pid_t pid; /* where it is open, and as which descriptor */
  int fd;
};

static struct control {
  pid_t driver;
  int cpus;
  atomic_uint happened; /* raised whenever an actor has finished or has begun its life */
  atomic_uint gate;
  atomic_int actor_count, process_count, file_count;
  struct actor actors[MAX_ACTORS];
  struct process processes[MAX_ACTORS];
  struct file files[MAX_FILES];
  /* the userfaultfd */
  int uffd_process; /* -1: none is open */
  int uffd_fd;
  int uffd_number; /* counts those that were ever open */
  int serving;
} *control;

static __thread struct actor *self; /* the actor that this thread is; null in the driver */
static int open_files[MAX_FILES];   /* descriptors of this process, plus 1 */

static void fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  exit(2);
}

static void futex_wait(atomic_uint *word, unsigned seen, long nanoseconds) {
  struct timespec limit = {0, nanoseconds};
  syscall(SYS_futex, word, FUTEX_WAIT, seen, nanoseconds == 0 ? NULL : &limit, NULL, 0);
}

static void futex_wake(atomic_uint *word) {
  atomic_fetch_add(word, 1);
  syscall(SYS_futex, word, FUTEX_WAKE, INT_MAX, NULL, NULL, 0);
}

static void stay_on_cpu(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET((size_t)(cpu % (int)sysconf(_SC_NPROCESSORS_ONLN)), &set);
  sched_setaffinity(0, sizeof set, &set);
}

/* The living actor of that name, or null. */
static struct actor *find_actor(const char *name) {
  for (int i = control->actor_count - 1; i >= 0; i--) {
    struct actor *actor = &control->actors[i];
    if (actor->alive && strcmp(actor->name, name) == 0) return actor;
  }
  return NULL;
}

static struct region *region_in(struct process *process, const char *name) {
  for (int i = 0; i < process->region_count; i++) {
    if (strcmp(process->regions[i].name, name) == 0) return &process->regions[i];
  }
  return NULL;
}

/* The region of that name in the caller's process, or as another process last had it, or null. */
static struct region *find_region(const char *name) {
  struct region *found = region_in(&control->processes[self->process], name);
  for (int i = 0; found == NULL && i < control->process_count; i++) {
    found = region_in(&control->processes[i], name);
  }
  return found;
}

/* The bytes that a statement is about. False: no process ever mapped the region. */
static int range_of(const struct statement *s, uint64_t *start, uint64_t *length) {
  struct region *region = find_region(s->name);
  if (region == NULL) return 0;
  long last = s->last == WHOLE ? region->pages - 1 : s->last;
  *start = region->start + (uint64_t)s->first * PAGE;
  *length = (uint64_t)(last + 1 - s->first) * PAGE;
  return 1;
}

/* A new name in the table of processes or actors, not alive yet. */
static struct process *new_process(const char *name) {
  struct process *process = &control->processes[atomic_fetch_add(&control->process_count, 1)];
  snprintf(process->name, NAME, "%s", name);
  return process;
}

static struct actor *new_actor(const char *name, int process) {
  int k = atomic_fetch_add(&control->actor_count, 1);
  struct actor *actor = &control->actors[k];
  snprintf(actor->name, NAME, "%s", name);
  actor->process = process;
  actor->cpu = k % control->cpus;
  return actor;
}

/* The life of an actor: make the calls of its statements, one after the other. Returns when its process must end. */
static void *live(void *argument) {
  self = argument;
  stay_on_cpu(self->cpu);
  self->tid = (pid_t)syscall(SYS_gettid);
  self->alive = 1;
  futex_wake(&control->happened);
  for (unsigned seen = 0;; seen++) {
    while (self->posted == seen) futex_wait(&self->posted, seen, 0);
    if (self->together != 0) {
      while (control->gate != self->together) {}
      for (volatile unsigned i = 0; i < self->jitter; i++) {}
    }
    self->statement->call(self->statement, &self->result);
    atomic_fetch_add(&self->finished, 1);
    futex_wake(&control->happened);
  }
  return NULL;
}

static void wait_for_birth(struct actor *actor) {
  while (!actor->alive) {
    unsigned seen = control->happened;
    if (!actor->alive) futex_wait(&control->happened, seen, 0);
  }
}
