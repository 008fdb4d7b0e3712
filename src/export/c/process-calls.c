/* Every thread and process of the scenario dies with the driver, skips refused accesses, and leaves no zombies. */
static void begin_process(struct process *process) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  /* A fork may end as the scenario does, and the driver be gone before it could be asked for that. */
  if (getppid() != control->driver) _exit(0);
  struct sigaction action = {.sa_handler = on_fault, .sa_flags = SA_NODEFER};
  sigaction(SIGSEGV, &action, NULL);
  sigaction(SIGBUS, &action, NULL);
  signal(SIGCHLD, SIG_IGN);
  process->pid = getpid();
  process->alive = 1;
}

static void start_thread(struct actor *actor) {
  pthread_t thread;
  if (pthread_create(&thread, NULL, live, actor) != 0) fail("pthread_create");
  pthread_detach(thread);
  wait_for_birth(actor);
}

void do_thread(const struct statement *s, struct result *result) {
  start_thread(new_actor(s->name, self->process));
  result->outcome = 0;
}

/* A new process shares no descriptor with its parent: neither the userfaultfd nor the pipes of `hold`. */
static void close_inherited(void) {
  if (syscall(SYS_close_range, 3U, UINT_MAX, 0U) == -1) {
    for (int fd = 3; fd < 4096; fd++) close(fd);
  }
  memset(open_files, 0, sizeof open_files);
  hold_count = 0;
}

void do_fork(const struct statement *s, struct result *result) {
  struct process *parent = &control->processes[self->process];
  struct process *process = new_process(s->name);
  struct actor *actor = new_actor(s->name, (int)(process - control->processes));
  process->region_count = parent->region_count;
  memcpy(process->regions, parent->regions, (size_t)parent->region_count * sizeof *parent->regions);
  /*
   * Not through the C library, whose fork keeps its locks while the call waits for a fork event to be read. The driver
   * becomes the parent, so that a grandchild lives on when the child ends.
   */
  pid_t pid = (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) {
    close_inherited();
    begin_process(process);
    live(actor);
  }
  if (answer(result, pid)) wait_for_birth(actor);
}

/* Runs in the actor that ends: the driver waits until its process is gone. */
void do_exit(const struct statement *s, struct result *result) {
  (void)s;
  (void)result;
  _exit(0);
}
