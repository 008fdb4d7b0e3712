/** What a statement would do at a moment: it is run there and undone. */

import type { OperationLine } from '../lang/ast.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { ERRNO_SAY } from '../linux/include/errno.ts'
import { eachChange } from '../machine/journal.ts'
import type { Machine } from '../machine/machine.ts'
import { OP_WAKE, rowAt } from '../machine/trace.ts'
import type { Outcome } from './outcome.ts'
import { prepare } from './run-text.ts'
import type { LineEnd, Simulation } from './simulation.ts'

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
    const { m } = base.sim.kernel
    const before = m.mark().words
    const end = base.sim.run(line)
    const outcome = end.ends[0]?.outcome ?? 'ok'
    const sleeper = m.all('task').find((t) => t.state.is === 'sleeping')?.name ?? ''
    const isIdle = outcome === 'ok' && !hasWoken(base.sim, end) && !hasChanged(m, before)
    const reason = isIdle ? idleReason(line) : reasonFor(sleeper, outcome)
    base.sim.cutTo(count)
    return { statement, outcome, reason }
  })
}

/** Has it woken somebody, if only to wait again? */
function hasWoken({ kernel: { trace } }: Simulation, { first, last }: LineEnd): boolean {
  for (let i = first; i < last; i++) if (rowAt(trace.rows, i).op === OP_WAKE) return true
  return false
}

/** Is there a word that is not as it was at the mark? Locks that are dropped again are as they were. */
function hasChanged(m: Machine, before: number): boolean {
  const net = new Map<number, number>()
  eachChange(m.journal.words, before, m.mark().words, (index, xor) => {
    net.set(index, (net.get(index) ?? 0) ^ xor)
  })
  return [...net.values()].some((xor) => xor !== 0)
}

/** What the kernel would do without an error and without an effect; other verbs may do so as they like. */
function idleReason({ statements: [statement] }: OperationLine): string | null {
  if (statement === undefined) return null
  const { op } = statement
  if (op.verb === 'wp') return 'it is write-protected already'
  if (op.verb === 'unwp') return 'nothing is protected here, and nobody waits'
  return op.verb === 'wake' ? 'nobody waits here' : null
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
