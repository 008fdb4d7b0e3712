/** The timeline of a comparison: statements as columns, a tick for each step of each side, moments aligned. */
import { rowAt } from '../machine/trace.ts'
import type { ComparedRuns } from '../store/desk-types.ts'

export interface AxisColumn {
  readonly line: number
  readonly text: string
  readonly x: number
  readonly w: number
  readonly verdict: 'agrees' | 'differs' | 'not observable'
}

export interface AxisLane {
  readonly id: string
  readonly side: 'a' | 'b'
  readonly name: string
  /** Moments at which the actor does something, and whether the other side does the same then. */
  readonly ticks: readonly {
    readonly x: number
    readonly position: number
    readonly isAlone: boolean
  }[]
}

export interface CompareAxis {
  readonly width: number
  readonly columns: readonly AxisColumn[]
  readonly lanes: readonly AxisLane[]
  /** Ends of the statements, for a recording's diamonds. */
  readonly ends: readonly number[]
  /** Where a position stands. */
  readonly xOf: (position: number) => number
}

const TICK = 11
const LEAST = 58
const MOST = 420
const PAD = 10

export function compareAxis(result: ComparedRuns, room: number): CompareAxis {
  const { statements } = result
  const starts = statements.map((_, i) => statements[i - 1]?.end ?? 0)
  const natural = statements.map(({ end, text }, i) => {
    const moments = end - (starts[i] as number)
    const words = Math.min(170, 34 + text.length * 7)
    return Math.max(LEAST, Math.min(MOST, 2 * PAD + moments * TICK), moments > 6 ? words : LEAST)
  })
  const total = natural.reduce((sum, w) => sum + w, 0)
  const stretch = Math.max(1, room / Math.max(1, total))
  const columns: AxisColumn[] = []
  let x = 0
  for (const [i, { line, text, verdict }] of statements.entries()) {
    const w = (natural[i] as number) * stretch
    columns.push({ line, text, verdict, x, w })
    x += w
  }
  const xOf = (position: number): number => {
    if (position <= 0) return 0
    const at = statements.findIndex(({ end }) => end >= position)
    const column = columns[at]
    if (column === undefined) return x
    const from = starts[at] as number
    const end = statements[at]?.end ?? from
    return column.x + (column.w * (position - from)) / Math.max(1, end - from)
  }
  return {
    width: x,
    columns,
    lanes: [...lanesOf(result, 'a', xOf), ...lanesOf(result, 'b', xOf)],
    ends: columns.map((column) => column.x + column.w),
    xOf,
  }
}

/** More ticks than this cannot be told apart anyway. */
const MOST_TICKS = 4000

function lanesOf(
  result: ComparedRuns,
  side: 'a' | 'b',
  xOf: (position: number) => number,
): AxisLane[] {
  const run = result.runs[side]
  if (run === null) return []
  const { positions } = result
  const column = side === 'a' ? 0 : 1
  const ticks = new Map<number, { x: number; position: number; isAlone: boolean }[]>()
  const count = positions.length / 2
  const every = Math.ceil(count / MOST_TICKS)
  for (let i = 1; i < count; i++) {
    const step = positions[2 * i + column] as number
    if (step === positions[2 * (i - 1) + column] || i % every !== 0) continue
    const { actor } = rowAt(run.rows, step - 1)
    const other = 1 - column
    const isAlone = positions[2 * i + other] === positions[2 * (i - 1) + other]
    const own = ticks.get(actor) ?? []
    own.push({ x: (xOf(i - 1) + xOf(i)) / 2, position: i, isAlone })
    ticks.set(actor, own)
  }
  return [...ticks]
    .sort(([a], [b]) => a - b)
    .map(([actor, own]) => ({
      id: `${side}${actor}`,
      side,
      name: run.actors[actor]?.name ?? `${actor}`,
      ticks: own,
    }))
}
