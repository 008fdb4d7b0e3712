/** What the stage is made from: one moment of a run, and what the user has chosen to look at. */
import type { Pte } from '../machine/entry.ts'
import type { EntryRef } from '../machine/units.ts'
import type { Moment, Selection, State } from '../store/state.ts'
import type { Read } from './memory.ts'

export type View = Moment['view']
export type Run = NonNullable<State['run']['run']>
export type Sites = NonNullable<State['hello']>['sites']
export type { Selection }

/** A change of an entry: when, from what, to what. */
export interface Change {
  readonly entry: EntryRef
  readonly step: number
  readonly before: Pte
  readonly after: Pte
}

/** How much of it is drawn: less where there is less room. */
export interface Detail {
  /** Entries of one table before alike neighbours fold, and rows of one table in all. */
  readonly alike: number
  readonly rows: number
  /** Upper tables show nothing but the entry on the way. */
  readonly bareUpper: boolean
  /** Processes other than the active one show a breadcrumb and the one entry. */
  readonly bareIdle: boolean
  /** The active process shows its upper tables as a breadcrumb too. */
  readonly crumbs: boolean
  /** All that is folded in a table stands in one row at its foot. */
  readonly rest: boolean
  /** Blocks of a page cache. */
  readonly blocks: number
}

export interface StageInput {
  readonly read: Read
  readonly view: View
  readonly run: Run
  readonly sites: Sites
  readonly step: number
  /** Entry changes to mark, by entry: those of this step and the last ones of this statement. */
  readonly changes: ReadonlyMap<number, Change>
  readonly selected: Selection | null
  readonly openRuns: ReadonlySet<string>
  readonly detail: Detail
}
