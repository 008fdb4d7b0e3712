/**
 * The C export: a scenario as one C file that runs it on a real kernel and prints the same records as the simulator, as
 * far as /proc/PID/pagemap shows (neither tables nor raw entries). `cc -O2 -pthread scenario.c && sudo ./a.out`.
 */
import type { OperationLine } from '../lang/ast.ts'
import type { CheckedRegion } from '../lang/check.ts'
import type { Diagnostic } from '../lang/diagnostics.ts'
import type { ScenarioText } from '../lang/read-scenario.ts'
import { readScenario } from '../lang/read-scenario.ts'
import calls from './c/calls.c?raw'
import control from './c/control.c?raw'
import drive from './c/drive.c?raw'
import entries from './c/entries.c?raw'
import interfaceHeader from './c/interface.h?raw'
import main from './c/main.c?raw'
import play from './c/play.c?raw'
import processCalls from './c/process-calls.c?raw'
import record from './c/record.c?raw'
import uffdCalls from './c/uffd-calls.c?raw'
import { commentText } from './comment-c.ts'
import { statementInC } from './statement-c.ts'

/** What every exported program has before its scenario: the words that statements are written in. */
export const C_INTERFACE: string = interfaceHeader

/** What every exported program has after its scenario. */
export const C_RUNTIME: string = [
  control,
  calls,
  processCalls,
  uffdCalls,
  drive,
  record,
  entries,
  play,
  main,
].join('\n')

/** The C file of a scenario, or what is wrong with the text. */
export function exportC(
  source: string,
): { readonly c: string } | { readonly diagnostics: readonly Diagnostic[] } {
  const text = readScenario(source)
  if (text.diagnostics.length > 0) return { diagnostics: text.diagnostics }
  const c = `${preface(source)}
${C_INTERFACE}
/*
 * Part 3: the scenario.
 */
${scenarioInC(text, '')}
int main(int argc, char **argv) { return play(argc, argv, &scenario); }

${C_RUNTIME}`
  return { c }
}

/**
 * `static const struct scenario scenarioNAME`, with its statements, each below its line of the text.
 *
 * @param suffix keeps the names of several scenarios in one file apart
 */
export function scenarioInC(text: ScenarioText, suffix: string): string {
  const rows: string[] = []
  let count = 0
  for (const line of text.scenario.lines) {
    if (line.kind === 'note') rows.push(`  /* ${commentText(line.text)} */`)
    if (line.kind !== 'operation') continue
    rows.push(`  /* ${commentText(withComment(line))} */`)
    rows.push(...statementRows(line, text.regions))
    count += line.statements.length
  }
  // C has no empty array.
  const body = count === 0 ? '  {0}' : rows.join('\n')
  return `static const struct statement statements${suffix}[] = {
${body}
};

static const struct scenario scenario${suffix} = {
  .statements = statements${suffix},
  .count = ${count},
  .cpus = ${cpusOf(text)},
};
`
}

function statementRows(line: OperationLine, regions: readonly CheckedRegion[]): string[] {
  return line.statements.map((statement, i) => {
    const placed = regions.find((r) => r.line === line.line && r.statement === i) ?? null
    const withNext = i + 1 < line.statements.length
    return `  ${statementInC(statement, line, withNext, placed)},`
  })
}

function withComment({ text, comment }: OperationLine): string {
  return comment === null ? text : `${text}   #${comment}`
}

function cpusOf({ scenario }: ScenarioText): number {
  const line = scenario.lines.find((l) => l.kind === 'cpus')
  return line?.kind === 'cpus' ? line.cpus : 2
}

function preface(source: string): string {
  const title = /^\s*title\s+(.+)$/m.exec(source)?.[1]
  const subject = title === undefined ? 'A scenario' : commentText(title)
  return `/*
 * ${subject}
 *
 * Written by ptescope from the scenario in part 3. Each actor is a real thread; a driver gives it one statement at a
 * time, waits until everybody is idle or blocked in the kernel, and prints the state of all page tables as seen in
 * /proc/PID/pagemap, as one line of JSON.
 *
 *   cc -O2 -pthread FILE.c && sudo ./a.out             the records of one run
 *   sudo ./a.out --times 10000                         statements joined by || race: a histogram of their ends
 *
 * Needs Linux 5.7 or later on x86-64 with userfaultfd, and root: nobody else sees page frames. Paging out needs swap,
 * huge pages need "madvise" or "always" in /sys/kernel/mm/transparent_hugepage/enabled.
 */`
}
