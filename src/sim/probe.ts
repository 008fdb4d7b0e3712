/** What a statement would do at a moment: it is run there and undone. */

import type { OperationLine, RangeArg } from '../lang/ast.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { ERRNO_SAY } from '../linux/include/errno.ts'
import { eachChange } from '../machine/journal.ts'
import type { Machine } from '../machine/machine.ts'
import { OP_WAKE, rowAt } from '../machine/trace.ts'
import type { Outcome } from './outcome.ts'
import { nameOfPage } from './places.ts'
import { prepare } from './run-text.ts'
import type { LineEnd, Simulation } from './simulation.ts'

export interface Probed {
  readonly statement: string
  readonly outcome: Outcome
  /** Why it cannot work, in words; null where it can. */
  readonly reason: string | null
  /** Statements after which it would work, found by trying; empty where none is known. */
  readonly way: readonly string[]
}

/**
 * Tries each statement after the given text.
 *
 * @param text the scenario up to the moment, without the lines after it
 * @param statements all about one page or range: what has none of its own is about theirs
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
  const lines = new Map(statements.map((one) => [one, lineOf(text, [], one)] as const))
  const about = [...lines.values()].map(rangeOf).find((range) => range !== null) ?? null
  return statements.map((statement) => {
    const line = lines.get(statement)
    if (typeof line !== 'object') return unreadable(statement, line ?? 'it does nothing')
    const { outcome, reason } = trial(base.sim, line)
    const range = rangeOf(line) ?? about
    const way = reason === null ? [] : wayOut(base.sim, text, { statement, line, range, outcome })
    return { statement, outcome, reason, way }
  })
}

/** The statement as a line of the text with some before it, or what is wrong with it. */
function lineOf(
  text: string,
  before: readonly string[],
  statement: string,
): OperationLine | string {
  const read = readScenario([text.replace(/\n*$/, ''), ...before, statement].join('\n'))
  const wrong = read.diagnostics[0]
  if (wrong !== undefined) return `${wrong.expected} is expected, not ${wrong.found}`
  const last = read.scenario.lines.filter((l): l is OperationLine => l.kind === 'operation').at(-1)
  return last ?? 'it does nothing'
}

interface Trial {
  readonly outcome: Outcome
  readonly reason: string | null
}

/** What a line would do; it is undone. */
function trial(sim: Simulation, line: OperationLine): Trial {
  const count = sim.lines.length
  const told = runAndTell(sim, line)
  sim.cutTo(count)
  return told
}

function runAndTell(sim: Simulation, line: OperationLine): Trial {
  const { m } = sim.kernel
  const before = m.mark().words
  const end = sim.run(line)
  const outcome = end.ends[0]?.outcome ?? 'ok'
  const sleeper = m.all('task').find((t) => t.state.is === 'sleeping')?.name ?? ''
  const isIdle = outcome === 'ok' && !hasWoken(sim, end) && !hasChanged(m, before)
  return { outcome, reason: isIdle ? idleReason(line, sim) : reasonFor(sleeper, outcome) }
}

/** What a line would do after others; null where one of those does not work itself. */
function trialAfter(
  sim: Simulation,
  way: readonly OperationLine[],
  line: OperationLine,
): Trial | null {
  const count = sim.lines.length
  const works = way.every((one) => runAndTell(sim, one).reason === null)
  const told = works ? runAndTell(sim, line) : null
  sim.cutTo(count)
  return told
}

interface Refused {
  readonly statement: string
  readonly line: OperationLine
  readonly range: RangeArg | null
  readonly outcome: Outcome
}

function isFine(outcome: Outcome): boolean {
  return outcome === 'ok' || outcome === 'blocked'
}

/** The first of a few short ways that a person would try, after which the statement works on this very machine. */
function wayOut(sim: Simulation, text: string, refused: Refused): readonly string[] {
  const isError = !isFine(refused.outcome)
  for (const way of waysTo(sim, refused)) {
    const lines = way.map((one, at) => lineOf(text, way.slice(0, at), one))
    const last = lineOf(text, way, refused.statement)
    const isRead = lines.every((line): line is OperationLine => typeof line === 'object')
    if (!isRead || typeof last !== 'object') continue
    const end = trialAfter(sim, lines, last)
    // What failed may go on to change nothing; what changed nothing has to change something.
    if (end !== null && (end.reason === null || (isError && isFine(end.outcome)))) return way
  }
  return []
}

/** Shortest first; each is only tried, so it need not fit. */
function* waysTo(sim: Simulation, { line, range }: Refused): Iterable<readonly string[]> {
  const statement = line.statements[0]
  if (statement === undefined) return
  for (const page of waitedFor(sim)) {
    yield* [[`unwp ${page}`], [`zero ${page}`], [`continue ${page}`]]
  }
  if (sleepers(sim).length > 0) yield ['poll']
  if (range === null) return
  const { verb } = statement.op
  const by = (words: string): string =>
    statement.actor === null || OF_MONITOR.has(verb) ? words : `${statement.actor}: ${words}`
  const { name, first } = range
  const page = `${name}[${first ?? 0}]`
  const store = by(`write ${page} = 1`)
  yield* registrations(name)
  if (WANTS_A_WAITER.has(verb)) yield [store]
  if (verb === 'release') yield [by(`hold ${page}`)]
  yield [by(`protect ${rangeText(range)} rw`)]
  if (verb === 'wp') {
    yield [store]
    return
  }
  const protect = `wp ${rangeText(range)}`
  const protects = [[], ...registrations(name), [store]].map((way) => [...way, protect])
  yield* protects
  if (WANTS_A_WAITER.has(verb)) {
    for (const way of protects) yield [...way, by(`write ${page} = 2`)]
  }
}

/** Who waits, waits for a store. */
const WANTS_A_WAITER: ReadonlySet<string> = new Set(['wake', 'poll'])

/** Calls of the monitor, whoever else acts. */
const OF_MONITOR: ReadonlySet<string> = new Set(['wp', 'unwp', 'wake', 'poll', 'register'])

function registrations(name: string): readonly (readonly string[])[] {
  return [[`register ${name} wp`], ['uffd', `register ${name} wp`]]
}

function rangeText({ name, first, last }: RangeArg): string {
  if (first === null) return name
  return last === null || last === first ? `${name}[${first}]` : `${name}[${first}..${last}]`
}

function rangeOf(line: OperationLine | string): RangeArg | null {
  const op = typeof line === 'object' ? line.statements[0]?.op : undefined
  if (op === undefined) return null
  if ('range' in op) return op.range
  if (!('page' in op)) return null
  const { name, index, span } = op.page
  return { name, first: index, last: index, span }
}

function sleepers({ kernel: { m } }: Simulation) {
  return m.all('task').filter(({ state }) => state.is === 'sleeping')
}

/** Pages that somebody waits for, by their names. */
function waitedFor(sim: Simulation): readonly string[] {
  const { m } = sim.kernel
  const mms = m.all('mm')
  return sleepers(sim).flatMap(({ mm, state }) => {
    const space = mms.find(({ id }) => id === mm)
    if (state.is !== 'sleeping' || state.resume.does !== 'retry-access' || space === undefined)
      return []
    return [nameOfPage(space, state.resume.vpn)]
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
function idleReason(
  { statements: [statement], ...line }: OperationLine,
  sim: Simulation,
): string | null {
  if (statement === undefined) return null
  const { op } = statement
  if (op.verb === 'wp') {
    const back = { ...statement, op: { ...op, verb: 'unwp', dontwake: true } as const }
    const isProtected = trial(sim, { ...line, statements: [back] }).reason === null
    return isProtected ? 'it is write-protected already' : 'there is no entry to protect yet'
  }
  if (op.verb === 'unwp') return 'nothing is protected here, and nobody waits'
  return op.verb === 'wake' ? 'nobody waits here' : null
}

function unreadable(statement: string, reason: string): Probed {
  return { statement, outcome: 'EINVAL', reason, way: [] }
}

function reasonFor(sleeper: string, outcome: Outcome): string | null {
  if (outcome === 'ok' || outcome === 'blocked') return null
  if (outcome === 'EBLOCKED') return `EBLOCKED: ${sleeper || 'the actor'} waits for the userfaultfd`
  if (outcome === 'SIGSEGV') return 'SIGSEGV: the mapping does not allow this access'
  if (outcome === 'SIGBUS') return 'SIGBUS: there is nothing behind this page'
  const say = ERRNO_SAY[outcome as keyof typeof ERRNO_SAY]
  return say === undefined ? outcome : `${outcome}: ${say}`
}
