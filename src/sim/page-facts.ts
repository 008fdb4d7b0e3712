/** What a small picture shows of one page in one process: its entry, and the frame behind it. Plain data. */
import type { Word64 } from '../machine/records.ts'
import type { Level, Pfn } from '../machine/units.ts'

export interface FrameFacts {
  readonly pfn: Pfn
  /** The shared zero page, which nobody counts. */
  readonly zero: boolean
  /** How many entries map it. */
  readonly count: number
  readonly value: Word64
  /** `F[3]` for a page of a page cache, else the name of the page that maps it. */
  readonly name: string
}

export interface PageFacts {
  readonly process: string
  /** `A[7]` */
  readonly page: string
  /** The page's entry in each table from the root on, and whether the table below it is there. */
  readonly way: readonly {
    readonly level: Level
    readonly index: number
    readonly table: boolean
  }[]
  /** The lowest level that the walk reaches: 1 where the page has an entry of its own. */
  readonly level: Level
  readonly pte: { readonly lo: number; readonly hi: number }
  /** The frame that the entry maps; of a file's page that is not mapped, the one in the page cache. */
  readonly frame: FrameFacts | null
  readonly isMapped: boolean
}

/** The pages that a lesson is about, at one moment. */
export interface PagesNow {
  readonly pages: readonly PageFacts[]
  /** Actors that wait for the userfaultfd. */
  readonly waiting: readonly string[]
  /** Messages that nobody has read; null without a userfaultfd. */
  readonly unread: number | null
}

/** A page by the name of its region. */
export interface PageOf {
  readonly name: string
  readonly index: number
}

/** A run in small: what to look at, and how often. */
export interface GlimpseAsk {
  readonly text: string
  /** A kernel to use instead of the one that the text names. */
  readonly kernel: string | null
  readonly pages: readonly PageOf[]
  /** A region of which every entry is told as one byte. */
  readonly cells: string | null
  /** Moments at the ends of statements only, or wherever one of the pages changes. */
  readonly grain: 'statement' | 'step'
}

export interface GlimpseMoment {
  /** The statement that the moment belongs to, as it is written; empty before the first. */
  readonly statement: string
  readonly now: PagesNow
  /** See `scene/map-cells.ts`. */
  readonly cells: Uint8Array | null
}

/** The moments of a run at which something of it is not as it was before, from its first on. */
export interface Glimpse {
  readonly kernel: string
  readonly moments: readonly GlimpseMoment[]
}
