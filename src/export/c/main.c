/* How often each end of a race was seen. */
static struct outcome {
  char *text;
  unsigned long count;
} outcomes[4096];
static int outcome_count;

static void count_outcome(const char *text) {
  int i = 0;
  while (i < outcome_count && strcmp(outcomes[i].text, text) != 0) i++;
  if (i == outcome_count) {
    if (outcome_count == 4096) return;
    outcomes[outcome_count++].text = strdup(text);
  }
  outcomes[i].count++;
}

/* One race in a driver of its own; its text comes through a pipe. */
static void race_once(const struct scenario *scenario, unsigned seed) {
  int ends[2];
  if (pipe(ends) == -1) fail("pipe");
  pid_t driver = fork();
  if (driver == -1) fail("fork");
  if (driver == 0) {
    play_once(scenario, &seed);
    for (size_t done = 0; done < out.length;) {
      long written = write(ends[1], out.at + done, out.length - done);
      if (written <= 0) _exit(2);
      done += (size_t)written;
    }
    _exit(0);
  }
  close(ends[1]);
  FILE *lines = fdopen(ends[0], "r");
  char *line = NULL;
  size_t room = 0;
  while (getline(&line, &room, lines) > 0) count_outcome(line);
  free(line);
  fclose(lines);
  waitpid(driver, NULL, 0);
}

static int usage(const char *program) {
  fprintf(stderr,
          "usage: %s            run once; one record a line, as JSON\n"
          "       %s --times N  run N times, statements joined by || racing; a histogram of their ends\n",
          program, program);
  return 2;
}

int play(int argc, char **argv, const struct scenario *scenario) {
  if (argc == 1) {
    play_once(scenario, NULL);
    return fflush(stdout) == 0 ? 0 : 2;
  }
  if (argc != 3 || strcmp(argv[1], "--times") != 0) return usage(argv[0]);
  unsigned times = (unsigned)atoi(argv[2]);
  for (unsigned seed = 0; seed < times; seed++) race_once(scenario, seed);
  for (int i = 0; i < outcome_count; i++) {
    printf("{\"count\":%lu,%s", outcomes[i].count, outcomes[i].text);
  }
  return 0;
}
