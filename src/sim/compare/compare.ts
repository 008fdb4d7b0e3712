/**
 * One scenario on two sides, statement by statement: where they first part, and everywhere after. A side is a kernel of
 * the model or a recording; what only one side can tell is never a difference.
 */
import type { OperationLine, RangeArg } from '../../lang/ast.ts'
import type { Diagnostic } from '../../lang/diagnostics.ts'
import { readScenario } from '../../lang/read-scenario.ts'
import { SITES } from '../../linux/include/site-texts.ts'
import type { Row } from '../../machine/trace.ts'
import { OP_ENTER } from '../../machine/trace.ts'
import type { StateRecord } from '../outcome.ts'
import { recordedCallDifference, recordingFits } from './against-recording.ts'
import type { Difference, DifferenceKind, Place } from './differences.ts'
import { differencesOf } from './differences.ts'
import { isUnseen } from './observable.ts'
import type { RunOptions, RunSide, Side } from './sides.ts'
import { nameOfSide, runKernel } from './sides.ts'
import type { Parting } from './steps.ts'
import { firstParting } from './steps.ts'

/** One difference that was not there before, at the statement that brought it. */
export interface Divergence extends Difference {
  /** Its position in the list. */
  readonly index: number
  /** Position of the statement among the operation lines, and its line in the text. */
  readonly statement: number
  readonly line: number
  readonly text: string
  /** The earlier divergence that it follows from, where that can be told: the same entry, or the same actor's fate. */
  readonly follows: number | null
  /** False: the states agree, only the way there differs. */
  readonly isState: boolean
}

export type Verdict = 'agrees' | 'differs' | 'not observable'

export interface StatementComparison {
  readonly statement: number
  readonly line: number
  readonly text: string
  readonly verdict: Verdict
  /** Positions in the list of divergences. */
  readonly divergences: readonly number[]
  /** Where the two traces first part; null where they do not, or where a side has no trace. */
  readonly parting: Parting | null
}

export interface Comparison {
  readonly source: string
  readonly options: RunOptions
  readonly a: RunSide
  readonly b: RunSide
  readonly operations: readonly OperationLine[]
  readonly statements: readonly StatementComparison[]
  readonly divergences: readonly Divergence[]
  /** The first divergence of the states, else the first of the ways; null: everything agrees. */
  readonly first: Divergence | null
  readonly counts: Readonly<Record<'agrees' | 'differs' | 'notObservable', number>>
}

/** Why nothing could be compared: the text is wrong, or a recording is one of another scenario. */
export type ComparisonProblem =
  | { readonly diagnostics: readonly Diagnostic[] }
  | {
      readonly side: 'a' | 'b'
      readonly line: number
      readonly found: string
      readonly expected: string
    }

/** Runs both sides and compares them. */
export function compareScenario(
  source: string,
  a: Side,
  b: Side,
  options: RunOptions = {},
): Comparison | ComparisonProblem {
  const text = readScenario(source)
  if (text.diagnostics.length > 0) return { diagnostics: text.diagnostics }
  const operations = text.scenario.lines.filter((l): l is OperationLine => l.kind === 'operation')
  for (const [name, side] of [['a', a] as const, ['b', b] as const]) {
    const problem = side.is === 'recording' ? recordingFits(side.recording, operations) : null
    if (problem !== null) return { side: name, ...problem }
  }
  return compareSides(
    source,
    operations,
    runSide(source, a, operations, options),
    runSide(source, b, operations, options),
    options,
  )
}

function runSide(
  source: string,
  side: Side,
  operations: readonly OperationLine[],
  options: RunOptions = {},
): RunSide {
  const name = nameOfSide(side)
  if (side.is === 'recording') {
    return {
      side,
      name,
      sim: null,
      records: operations.map((_, i) => side.recording.records[i] ?? null),
    }
  }
  const { sim, records } = runKernel(source, side.choice, options)
  return { side, name, sim, records }
}

/** Compares two sides that have run. */
export function compareSides(
  source: string,
  operations: readonly OperationLine[],
  a: RunSide,
  b: RunSide,
  options: RunOptions = {},
): Comparison {
  const divergences: Divergence[] = []
  const statements: StatementComparison[] = []
  let standing: readonly Difference[] = []
  for (const [statement, operation] of operations.entries()) {
    const left = a.records[statement] ?? null
    const right = b.records[statement] ?? null
    const { line, text } = operation
    const found = left === null || right === null ? [] : differencesOf(left, right)
    const fresh = found.filter((one) => !isStanding(one, standing))
    standing = found
    const parting = a.sim === null || b.sim === null ? null : firstParting(a.sim, b.sim, statement)
    const from = divergences.length
    for (const one of fresh) {
      const index = divergences.length
      const follows = followsFrom(one, operations, statement, divergences)
      divergences.push({ ...one, index, statement, line, text, follows, isState: true })
    }
    const way = fresh.length > 0 ? null : wayDifference(a, b, statement, parting)
    if (way !== null) {
      const index = divergences.length
      divergences.push({ ...way, index, statement, line, text, follows: null, isState: false })
    }
    const own = divergences.slice(from).map((one) => one.index)
    const verdict = verdictOf(a, b, statement, fresh.length > 0)
    statements.push({ statement, line, text, verdict, divergences: own, parting })
  }
  return {
    source,
    options,
    a,
    b,
    operations,
    statements,
    divergences,
    first: divergences.find((one) => one.isState) ?? divergences[0] ?? null,
    counts: {
      agrees: statements.filter((one) => one.verdict === 'agrees').length,
      differs: statements.filter((one) => one.verdict === 'differs').length,
      notObservable: statements.filter((one) => one.verdict === 'not observable').length,
    },
  }
}

function verdictOf(a: RunSide, b: RunSide, statement: number, differs: boolean): Verdict {
  if (differs) return 'differs'
  return isUnseen(a, b, statement) ? 'not observable' : 'agrees'
}

const LASTING: ReadonlySet<DifferenceKind> = new Set([
  'actors',
  'pending',
  'tables',
  'entry',
  'page',
])

/** Was it there after the statement before already? */
function isStanding(one: Difference, before: readonly Difference[]): boolean {
  if (!LASTING.has(one.kind)) return false
  const alike = before.filter(
    (other) =>
      other.kind === one.kind &&
      other.actor === one.actor &&
      other.a === one.a &&
      other.b === one.b,
  )
  const { place } = one
  if (place === null) return alike.length > 0
  let covered = place.first
  for (const { place: other } of alike) {
    if (other?.process !== place.process || other.region !== place.region) continue
    if (other.first <= covered) covered = Math.max(covered, other.first + other.count)
  }
  return covered >= place.first + place.count
}

/** The earliest divergence about the same entries, the same range, or the same actor, that came before. */
function followsFrom(
  one: Difference,
  operations: readonly OperationLine[],
  statement: number,
  before: readonly Divergence[],
): number | null {
  const earlier = before.filter((d) => d.statement < statement)
  if (one.place !== null) {
    const { place } = one
    const found = earlier.find((d) => d.place !== null && overlaps(d.place, place))
    if (found !== undefined) return found.index
  }
  const own = before.find((d) => d.statement === statement && d.kind === 'outcome')
  if (own !== undefined && one.kind !== 'outcome') return own.index
  if (one.place !== null) return null
  const ranges = rangesOf(operations[statement])
  const touched = earlier.find((d) => ranges.some((range) => touches(d.place, range)))
  if (touched !== undefined) return touched.index
  const failed = earlier.find((d) => d.kind === 'outcome' && preparesFor(operations, d, statement))
  if (failed !== undefined) return failed.index
  const fate = earlier.find((d) => d.kind === 'actors' || d.kind === 'pending')
  const isFate = one.kind !== 'outcome' || isPoll(operations[statement])
  return isFate && fate !== undefined ? fate.index : null
}

function isPoll(operation: OperationLine | undefined): boolean {
  return operation?.statements.some((s) => s.op.verb === 'poll') ?? false
}

function rangesOf(operation: OperationLine | undefined): Target[] {
  return (operation?.statements ?? []).flatMap((s) => targetsOf(s.op))
}

/** Did a userfaultfd, a registration or a mapping come about on one side only, and does this statement need it? */
function preparesFor(
  operations: readonly OperationLine[],
  cause: Divergence,
  statement: number,
): boolean {
  const verbs = (i: number) => (operations[i]?.statements ?? []).map((s) => s.op.verb)
  if (verbs(cause.statement).includes('uffd')) return verbs(statement).some((v) => NEED_UFFD.has(v))
  const earlier = rangesOf(operations[cause.statement])
  return rangesOf(operations[statement]).some((range) =>
    earlier.some((e) => e.name === range.name && e.first <= range.last && range.first <= e.last),
  )
}

const NEED_UFFD: ReadonlySet<string> = new Set([
  'register',
  'unregister',
  'wp',
  'unwp',
  'wake',
  'copy',
  'zero',
  'continue',
  'poll',
  'close',
  'scan',
])

function overlaps(a: Place, b: Place): boolean {
  const isSame = a.process === b.process && a.region === b.region
  return isSame && a.first < b.first + b.count && b.first < a.first + a.count
}

interface Target {
  readonly name: string
  readonly first: number
  readonly last: number
}

/** The pages that a statement is about. */
function targetsOf(op: OperationLine['statements'][number]['op']): Target[] {
  if ('page' in op) return [{ name: op.page.name, first: op.page.index, last: op.page.index }]
  if (!('range' in op)) return []
  const { name, first, last }: RangeArg = op.range
  return [{ name, first: first ?? 0, last: last ?? Number.MAX_SAFE_INTEGER }]
}

function touches(place: Place | null, target: Target): boolean {
  if (place === null || place.region !== target.name) return false
  return place.first <= target.last && target.first < place.first + place.count
}

/** The states agree; did both take the same way? */
function wayDifference(
  a: RunSide,
  b: RunSide,
  statement: number,
  parting: Parting | null,
): Difference | null {
  if (parting !== null) {
    const step = (side: Parting['a']): string => (side === null ? 'nothing' : stepWords(side.row))
    const { actor } = parting
    return { kind: 'call', place: null, actor, a: step(parting.a), b: step(parting.b), bits: [] }
  }
  return recordedCallDifference(a, b, statement)
}

function stepWords(row: Row): string {
  const site = SITES[row.site]
  if (site === undefined) return 'a step'
  return row.op === OP_ENTER ? `${site.fn}()` : site.title
}

/** The record of one side at a statement. */
export function recordAt(side: RunSide, statement: number): StateRecord | null {
  return side.records[statement] ?? null
}
