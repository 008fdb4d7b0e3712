/** Many scenarios in one program, for checks that run hundreds: the runtime is compiled once and linked. */
import type { ScenarioText } from '../lang/read-scenario.ts'
import { C_INTERFACE, C_RUNTIME, scenarioInC } from './export-c.ts'

/** A C file with the runtime alone. */
export const RUNTIME_FILE = `${C_INTERFACE}\n${C_RUNTIME}`

/**
 * A C file that plays scenarios, to be linked with the runtime. `PROGRAM PART PARTS [ARGUMENT…]` plays those whose
 * number is PART modulo PARTS, each with the arguments, in a process of its own that may run for half a minute. Each is
 * followed by the line `=NUMBER STATUS`, the wait status of its driver: 0 where all went well.
 */
export function batchInC(texts: readonly ScenarioText[]): string {
  const names = texts.map((_, i) => `&scenario${i}`)
  return `${C_INTERFACE}
${texts.map((text, i) => scenarioInC(text, `${i}`)).join('\n')}
static const struct scenario *const scenarios[] = {${names.join(', ')}};

int main(int argc, char **argv) {
  int part = argc > 1 ? atoi(argv[1]) : 0, parts = argc > 2 ? atoi(argv[2]) : 1;
  for (int i = part; i < ${texts.length}; i += parts) {
    int status = 0;
    pid_t driver = fork();
    if (driver == 0) {
      alarm(30);
      exit(play(argc - 2, argv + 2, scenarios[i]));
    }
    waitpid(driver, &status, 0);
    printf("\\n=%d %d\\n", i, status);
    fflush(stdout);
  }
  return 0;
}
`
}
