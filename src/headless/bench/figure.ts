/** One measured figure, judged by the goal of its row. */
import type { Goal, RowName, RowSpec } from './rows.ts'
import { ROWS } from './rows.ts'

/** What a suite hands in: samples of ours and of the reference, taken in turn. */
export interface Measured {
  readonly name: RowName
  readonly values: readonly number[]
  /** Absent: there is none, or it cannot run on this machine. */
  readonly references?: readonly number[] | undefined
  readonly referenceName?: string
  /** What is to be known beside the number: sizes, what the reference was run on. */
  readonly note?: string
}

/** What the JSON says of each name. */
export interface Figure {
  readonly what: string
  readonly unit: string
  /** Median of the rounds. */
  readonly value: number
  /** Best of the rounds: what is left when other programs take turns on this machine. */
  readonly best: number
  readonly rounds: number
  readonly reference: number | null
  readonly referenceBest: number | null
  readonly referenceName: string
  /** Medians; null where there is no reference. */
  readonly ratio: number | null
  readonly ratioOfBest: number | null
  readonly goal: string
  /** Null: not measured here. */
  readonly met: boolean | null
  readonly note?: string
}

export function figureOf(measured: Measured): Figure {
  const { values, note } = measured
  const references = measured.references ?? []
  const { goal, what, unit } = ROWS[measured.name] as RowSpec
  const best = goal.least === undefined ? Math.min : Math.max
  const value = median(values)
  const reference = references.length === 0 ? null : median(references)
  const referenceBest = references.length === 0 ? null : best(...references)
  const ratio = reference === null ? null : value / reference
  return {
    what,
    unit,
    value: round(value),
    best: round(best(...values)),
    rounds: values.length,
    reference: reference === null ? null : round(reference),
    referenceBest: referenceBest === null ? null : round(referenceBest),
    referenceName: measured.referenceName ?? '',
    ratio: ratio === null ? null : round(ratio),
    ratioOfBest: referenceBest === null ? null : round(best(...values) / referenceBest),
    goal: goalText(goal, unit),
    met: isMet(goal, value, ratio),
    ...(note === undefined ? {} : { note }),
  }
}

function isMet(goal: Goal, value: number, ratio: number | null): boolean | null {
  if (goal.most === undefined && goal.least === undefined) return null
  const judged = goal.times === true ? ratio : value
  if (judged === null || Number.isNaN(judged)) return null
  return judged <= (goal.most ?? Number.POSITIVE_INFINITY) && judged >= (goal.least ?? judged)
}

export function goalText({ most, least, times }: Goal, unit: string): string {
  if (most === undefined && least === undefined) return ''
  const bound = (most ?? least ?? 0).toLocaleString('en')
  return `${most === undefined ? '≥' : '≤'} ${bound} ${times === true ? '×' : unit}`
}

export function round(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
