/** What a statement would do at a moment: it is run there and undone. */

import type { OperationLine } from '../lang/ast.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { ERRNO_SAY } from '../linux/include/errno.ts'
import type { Outcome } from './outcome.ts'
import { prepare } from './run-text.ts'

export interface Probed {
  readonly statement: string
  readonly outcome: Outcome
  /** Why it cannot work, in words; null where it can. */
  readonly reason: string | null
}

/**
 * Tries each statement after the given text.
 *
 * @param text the scenario up to the moment, without the lines after it
 */
export function probe(
  text: string,
  statements: readonly string[],
  kernel: string | null,
): Probed[] {
  const base = prepare(text, { kernel })
  if ('diagnostics' in base)
    return statements.map((statement) => unreadable(statement, 'the text has errors'))
  for (const line of base.operations) base.sim.run(line)
  const count = base.sim.lines.length
  return statements.map((statement) => {
    const read = readScenario(`${text.replace(/\n*$/, '\n')}${statement}`)
    const wrong = read.diagnostics[0]
    if (wrong !== undefined)
      return unreadable(statement, `${wrong.expected} is expected, not ${wrong.found}`)
    const line = read.scenario.lines
      .filter((l): l is OperationLine => l.kind === 'operation')
      .at(-1)
    if (line === undefined) return unreadable(statement, 'it does nothing')
    const end = base.sim.run(line)
    const outcome = end.ends[0]?.outcome ?? 'ok'
    const reason = reasonFor(
      base.sim.kernel.m.all('task').find((t) => t.state.is === 'sleeping')?.name ?? '',
      outcome,
    )
    base.sim.cutTo(count)
    return { statement, outcome, reason }
  })
}

function unreadable(statement: string, reason: string): Probed {
  return { statement, outcome: 'EINVAL', reason }
}

function reasonFor(sleeper: string, outcome: Outcome): string | null {
  if (outcome === 'ok' || outcome === 'blocked') return null
  if (outcome === 'EBLOCKED') return `EBLOCKED: ${sleeper || 'the actor'} waits for the userfaultfd`
  if (outcome === 'SIGSEGV') return 'SIGSEGV: the mapping does not allow this access'
  if (outcome === 'SIGBUS') return 'SIGBUS: there is nothing behind this page'
  const say = ERRNO_SAY[outcome as keyof typeof ERRNO_SAY]
  return say === undefined ? outcome : `${outcome}: ${say}`
}
