/** What the page and its workers say to each other about comparisons and explorations. */
import type { ExploreResult } from '../explore/result.ts'
import type { StateGraph } from '../explore/state-graph.ts'
import type { Verdict } from '../sim/compare/compare.ts'
import type { DifferenceKind, Place } from '../sim/compare/differences.ts'

export type { Found, OutcomeClass } from '../explore/result.ts'
export type { StateGraph } from '../explore/state-graph.ts'
export type { ExploreResult, Place, Verdict }

/** One side of a comparison, as it is asked for: a kernel in words, or what a real one printed. */
export type SideAsk =
  | { readonly is: 'kernel'; readonly words: string }
  | { readonly is: 'recording'; readonly name: string; readonly jsonl: string }

export interface CompareAsk {
  readonly text: string
  readonly a: SideAsk
  readonly b: SideAsk
  /** Who goes on at each turn of the last `||` line, as `main×3 T`; null: left to right. */
  readonly schedule: string | null
}

export interface DivergenceInfo {
  readonly index: number
  readonly statement: number
  readonly line: number
  readonly text: string
  readonly kind: DifferenceKind
  readonly place: Place | null
  readonly actor: string | null
  readonly a: string
  readonly b: string
  readonly bits: readonly string[]
  readonly follows: number | null
  readonly isState: boolean
}

export interface StatementInfo {
  readonly line: number
  readonly text: string
  readonly verdict: Verdict
  readonly divergences: readonly number[]
  /** Position of the cursor at which both sides have run it. */
  readonly end: number
}

export interface SideInfo {
  readonly name: string
  readonly is: 'kernel' | 'recording'
  /** What the recorder saw; null for a kernel. */
  readonly sees: {
    readonly raw: boolean
    readonly tables: boolean
    readonly calls: boolean
  } | null
}

export interface Compared {
  readonly a: SideInfo
  readonly b: SideInfo
  readonly headline: string
  readonly sentence: string
  readonly statements: readonly StatementInfo[]
  readonly divergences: readonly DivergenceInfo[]
  /** Position in the list of the first one of the states, or of the ways. */
  readonly first: number | null
  readonly counts: Readonly<Record<'agrees' | 'differs' | 'notObservable', number>>
  /** Moments that stand beside each other: pairs of steps, of `a` and of `b`, the first (0, 0). */
  readonly positions: Uint32Array
}

/** What takes longer to find: which behaviours did it, and which kernel a recording is nearest to. */
export interface Explained {
  readonly headline: string
  readonly sentence: string
  /** Each divergence as a sentence, by its position. */
  readonly says: readonly string[]
  readonly rules: readonly { readonly id: string; readonly when: string; readonly rule: string }[]
  readonly isExact: boolean
  readonly nearest: string | null
  /** All of it as text of at most 72 columns. */
  readonly mail: string
}

/** What one entry of a table looks like, as far as the side can tell. */
export interface SideEntry {
  readonly kind: 'entry'
  readonly index: number
  readonly state: string
  readonly huge: boolean
  /** Number of the frame or table, name of a page, or words. */
  readonly label: string
  readonly letters: readonly string[] | null
  readonly uffdWp: boolean
  readonly isFocus: boolean
}

export interface SideFold {
  readonly kind: 'fold'
  readonly text: string
}

export interface SideTable {
  readonly name: 'PGD' | 'PUD' | 'PMD' | 'PTE'
  readonly label: string
  readonly rows: readonly (SideEntry | SideFold)[]
}

export interface SideBit {
  readonly name: string
  /** Null: the recording does not say. */
  readonly value: 0 | 1 | null
}

export interface SideLine {
  readonly id: string
  readonly name: string
  readonly is: 'done' | 'failed' | 'blocked' | 'idle' | 'message' | 'empty'
  readonly what: string
  readonly note: string
}

/** One side at one moment, around one page. */
export interface SideMoment {
  /** `A[3]`, or empty where nothing is mapped. */
  readonly page: string
  readonly tables: readonly SideTable[]
  readonly entry: {
    readonly name: string
    readonly note: string
    readonly digits: string
    readonly bits: readonly SideBit[]
  } | null
  /** Values of a few pages around: of the page cache where a file is mapped. */
  readonly memory: {
    readonly title: string
    readonly cells: readonly { readonly name: string; readonly value: string }[]
  } | null
  readonly lines: readonly SideLine[]
}

export interface ExploreAsk {
  readonly text: string
  /** Null: the last line with `||`. */
  readonly line: number | null
  readonly states: number
  readonly preemptions: number | null
  readonly part: { readonly index: number; readonly of: number } | null
}

/** Why something cannot be done, in words. */
export interface Problem {
  readonly problem: string
}

export interface Begun {
  readonly line: number
  readonly kernel: string
  readonly actors: readonly { readonly name: string; readonly cpu: number; readonly text: string }[]
}

export interface ExploreProgress {
  readonly more: boolean
  readonly phase: 'reduced' | 'all' | 'done'
  readonly states: number
  readonly transitions: number
  readonly frontier: number
}

export interface Explored {
  readonly result: ExploreResult
  /** Null for a part. */
  readonly graph: StateGraph | null
}

/** A stretch of a schedule during which something is alike. */
export interface Strip {
  readonly from: number
  readonly to: number
  readonly text: string
  readonly is:
    | 'writable'
    | 'read-only'
    | 'uffd-wp'
    | 'none'
    | 'stale'
    | 'value'
    | 'new'
    | 'lost'
    | 'other'
}

export interface StoryTurn {
  readonly actor: string
  /** What the turn does, most telling thing first; at most two. */
  readonly says: readonly string[]
  /** A step of the whole run: the state after the turn. */
  readonly step: number
  /** What it stored; null: nothing. */
  readonly stored: string | null
  /** Frame that a store went to though the page table leads elsewhere, or forbids it. */
  readonly stale: number | null
  /** It changed an entry, copied a frame, or put somebody to sleep. */
  readonly isKey: boolean
}

/** A schedule in time: who does what in each turn, and what becomes of the page. */
export interface Story {
  readonly page: string
  /** What goes wrong, by name, where that can be seen; null: nothing, or it cannot. */
  readonly claim: string | null
  readonly first: number
  readonly actors: readonly { readonly name: string; readonly cpu: number }[]
  readonly turns: readonly StoryTurn[]
  readonly strips: readonly {
    readonly id: string
    readonly name: string
    readonly parts: readonly Strip[]
  }[]
}

export interface ScheduleAsk {
  readonly text: string
  readonly line: number
  readonly schedule: readonly string[]
}
