/** What an exploration found: types of the public format, and how parts of one are told. */
import type { RecordValue, StateRecord } from '../sim/outcome.ts'
import type { Limit } from './search.ts'
import type { Violation } from './violations.ts'

/** Below 2^53 a number, from there on a decimal string. */
export type Count = number | string

/** Ends that are equal in record, values and violations. */
export interface OutcomeClass {
  readonly count: Count
  /** The shortest schedule that ends so, with the fewest context switches: an actor a step. */
  readonly schedule: readonly string[]
  readonly violations: readonly Violation[]
  readonly values: Readonly<Record<string, RecordValue>>
  readonly record: StateRecord
}

export interface Found {
  readonly name: Violation
  readonly say: string
  /** The shortest schedule that has it. */
  readonly schedule: readonly string[]
  /** After how many steps of it the violation is certain. */
  readonly step: number
  /** A schedule without it that differs in the order of two neighbouring stretches; null: none was found. */
  readonly swap: Swap | null
}

export interface Swap {
  /** The stretches of the bad schedule that change places: steps `[from, middle)` and `[middle, to)`. */
  readonly from: number
  readonly middle: number
  readonly to: number
  readonly good: readonly string[]
}

export interface ExploreResult {
  readonly kernel: string
  readonly line: number
  readonly schedules: Count
  readonly states: number
  readonly transitions: number
  /** Have all outcomes been found? */
  readonly complete: boolean
  readonly seconds: number
  readonly outcomes: readonly OutcomeClass[]
  /** The bound that ended the search, if one did; the counts are lower bounds then. */
  readonly limit?: Limit
  readonly violations?: readonly Found[]
  /** The search with the reduction on, if there was one. */
  readonly reduced?: { readonly states: number; readonly transitions: number }
  /** Present in the result of a part. */
  readonly part?: Part
}

export interface Part {
  readonly index: number
  readonly of: number
  /** The distinct states of this part: 32 hex digits of digest and 2 of the steps that it allows, a state. */
  readonly states: string
}

export function countOf(n: bigint): Count {
  return n < 2n ** 53n ? Number(n) : n.toString()
}
