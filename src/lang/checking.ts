/** What the rules of `check` share: looking names up, declaring them, and leaving diagnostics. */

import { nearestWord } from '../base/nearest-word.ts'
import type { Places, Span, Statement } from './ast.ts'
import type { NameKind } from './cursor.ts'
import type { Diagnostic } from './diagnostics.ts'
import { diagnosticAt, either, quote } from './diagnostics.ts'
import type { regionPlacer } from './layout.ts'
import { LIMITS } from './limits.ts'
import type { ActorState, FileState, Known, RegionState, World } from './world.ts'
import { declare, isLive, recentNames } from './world.ts'

/** One `map` statement. A name that was mapped twice has two; the later one holds from its line on. */
export interface CheckedRegion {
  readonly name: string
  /** k: counts `map` statements from 0. */
  readonly order: number
  readonly start: bigint
  /** 0 where the text maps nothing: `mmap` of no pages is EINVAL. */
  readonly pages: number
  readonly line: number
  /** Index of the statement within its line. */
  readonly statement: number
}

export interface Checking {
  readonly world: World
  readonly diagnostics: Diagnostic[]
  /** By `order`. */
  readonly regions: CheckedRegion[]
  readonly place: ReturnType<typeof regionPlacer>
  /** Names that are not reported as unknown. */
  readonly assumed: ReadonlySet<string>
}

interface StateOf {
  file: FileState
  region: RegionState
  process: ActorState
  thread: ActorState
}

const KINDS: Readonly<Record<NameKind, string>> = {
  file: 'a file',
  region: 'a region',
  process: 'a process',
  thread: 'a thread',
}

/** The newest thing called `name`; null, after a diagnostic, if there is none or it is of another kind. */
export function resolve<K extends NameKind>(
  checking: Checking,
  name: string,
  span: Span,
  kinds: readonly K[],
): StateOf[K] | null {
  const known = checking.world.names.get(name)
  const expected = either(kinds.map((kind) => KINDS[kind]))
  if (known === undefined) {
    if (checking.assumed.has(name)) return null
    const nearest = nearestWord(name, recentNames(checking.world, kinds))
    report(checking, span, `the unknown name ${quote(name)}`, expected, nearest)
    return null
  }
  const wanted: readonly NameKind[] = kinds
  if (!wanted.includes(known.kind)) {
    report(checking, span, called(known), expected)
    return null
  }
  return known as StateOf[K]
}

/** Declares a name; if it is taken, leaves a diagnostic and the name as it was. */
export function declareNew(checking: Checking, span: Span, known: Known): boolean {
  const before = checking.world.names.get(known.name)
  if (before !== undefined && isLive(before)) {
    report(checking, span, `the name of ${called(before)}`, 'a name that is not taken')
    return false
  }
  declare(checking.world, known)
  return true
}

/** Declares a thread or a process, and counts it. */
export function declareActor(checking: Checking, span: Span, actor: ActorState): void {
  if (!declareNew(checking, span, actor)) return
  const { actors } = checking.world
  actors.push(actor)
  if (actors.length > LIMITS.actors) {
    report(checking, span, `actor ${actors.length}`, `at most ${LIMITS.actors} actors`)
  }
}

export function report(
  checking: Checking,
  span: Span,
  found: string,
  expected: string,
  nearest: string | null = null,
): void {
  checking.diagnostics.push(diagnosticAt(span, found, expected, nearest))
}

/** Where a word of the statement stands; the whole statement where that is not known. */
export function placeOf(statement: Statement, word: keyof Places): Span {
  return statement.places?.[word] ?? statement.span
}

function called(known: Known): string {
  const where = known.line === 0 ? '' : ` (line ${known.line})`
  return `the ${known.kind} ${quote(known.name)}${where}`
}
