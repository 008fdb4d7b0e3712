/** Moving in a comparison: one cursor for both sides, by moments, calls, statements and divergences. */

import { compareDesk, goTo, lastPosition, statementAtPosition } from './compare.ts'
import type { ComparedRuns, DivergenceInfo } from './desk-types.ts'
import { into, out, over } from './rows.ts'
import { app } from './store.ts'

/** Time that one moment stands while playing, at normal speed. */
const STANDS_MS = 420

let timer: ReturnType<typeof setTimeout> | undefined

function withResult(act: (result: ComparedRuns, position: number) => void): void {
  const { result, position } = compareDesk.getState()
  if (result !== null) act(result, position)
}

export const compareForward = (): void => move((_, at) => at + 1)
export const compareBack = (): void => move((_, at) => at - 1)
export const compareFirst = (): void => move(() => 0)
export const compareLast = (): void => move((result) => lastPosition(result))
export const compareStatementForward = (): void =>
  move((result, at) => result.statements.find(({ end }) => end > at)?.end ?? at)
export const compareStatementBack = (): void =>
  move((result, at) => result.statements.findLast(({ end }) => end < at)?.end ?? 0)
export const compareOver = (): void => move((result, at) => alongRun(result, at, over))
export const compareInto = (): void => move((result, at) => alongRun(result, at, into))
export const compareOut = (): void => move((result, at) => alongRun(result, at, out))

function move(next: (result: ComparedRuns, at: number) => number): void {
  comparePause()
  withResult((result, at) => goTo(next(result, at)))
}

/** A debugger's step on the side that takes the next one; the other comes along as far as they are alike. */
function alongRun(
  { runs, positions, statements }: ComparedRuns,
  at: number,
  next: typeof over,
): number {
  const next2 = 2 * (at + 1)
  const isB = runs.a === null || positions[next2] === positions[2 * at]
  const run = isB ? runs.b : runs.a
  const column = isB ? 1 : 0
  if (run === null) return statements.find(({ end }) => end > at)?.end ?? at
  const step = next(run, positions[2 * at + column] ?? 0)
  for (let i = at + 1; i < positions.length / 2; i++) {
    if ((positions[2 * i + column] ?? 0) >= step) return i
  }
  return positions.length / 2 - 1
}

/** Divergences, one a statement: what `d` goes through. */
export function divergentStatements({ divergences }: ComparedRuns): readonly DivergenceInfo[] {
  const seen = new Set<number>()
  return divergences.filter((one) => !seen.has(one.statement) && seen.add(one.statement))
}

/** The next divergence after the cursor; after the last the first again. */
export function nextDivergence(): void {
  comparePause()
  withResult((result, at) => {
    const all = divergentStatements(result)
    const ends = all.map(({ statement }) => result.statements[statement]?.end ?? 0)
    const next = ends.find((end) => end > at) ?? ends[0]
    if (next !== undefined) goTo(next)
  })
}

export function firstDivergence(): void {
  comparePause()
  withResult((result) => {
    const first = result.first === null ? undefined : result.divergences[result.first]
    if (first !== undefined) showDivergence(first)
  })
}

/** Goes to the end of its statement and looks at its page. */
export function showDivergence(one: DivergenceInfo): void {
  comparePause()
  withResult((result) => goTo(result.statements[one.statement]?.end ?? 0, one.place))
}

export function showStatement(statement: number): void {
  comparePause()
  withResult((result) => goTo(result.statements[statement]?.end ?? 0))
}

export function comparePlay(): void {
  if (compareDesk.getState().isPlaying) {
    comparePause()
    return
  }
  withResult((result, at) => {
    compareDesk.setState({ isPlaying: true })
    if (at >= lastPosition(result)) goTo(0)
    schedule()
  })
}

export function comparePause(): void {
  clearTimeout(timer)
  if (compareDesk.getState().isPlaying) compareDesk.setState({ isPlaying: false })
}

function schedule(): void {
  clearTimeout(timer)
  const { speed } = app.getState().time
  timer = setTimeout(() => {
    const { result, position, isPlaying } = compareDesk.getState()
    if (!isPlaying || result === null) return
    if (position >= lastPosition(result)) {
      comparePause()
      return
    }
    goTo(position + 1)
    schedule()
  }, STANDS_MS / speed)
}

/** `After line 10, write A[3] = 8`. */
export function compareNow(result: ComparedRuns, position: number): string {
  const at = statementAtPosition(result, position)
  const statement = result.statements[at]
  if (statement === undefined) return 'Before the first statement'
  const where = position === statement.end ? 'After' : 'In'
  return `${where} line ${statement.line}, ${statement.text}`
}
