/**
 * The state of the page. What is many (entries, frames, TLBs) is not here but in `mirror.ts`; what is here is small,
 * plain and drives React. Components select leaves, never a whole slice.
 */
import type { Diagnostic } from '../lang/diagnostics.ts'
import type { EntryRef, Level, Vpn } from '../machine/units.ts'
import type { Hello, Judgement, Probe, Run, View } from '../protocol/messages.ts'

export type RunStatus = 'empty' | 'loading' | 'ready' | 'failed'
/** How far one step goes: a row of the trace, a call, a statement. */
export type Grain = 'word' | 'call' | 'statement'
export type ViewName = 'start' | 'stage' | 'map' | 'explore' | 'lesson' | 'compare'
export type Theme = 'system' | 'light' | 'dark'
export type DialogName =
  | 'share'
  | 'export'
  | 'keys'
  | 'palette'
  | 'paste'
  | 'about'
  | 'coverage'
  | 'recording'
/** How much of the page is shown: all, or in a frame the stage alone, with or without its explanations. */
export type Ui = 'full' | 'min' | 'quiz'

export type NoticeId = 'upgraded' | 'update' | 'restore' | 'storage' | 'recording'

/** A line that stays until it is answered. */
export interface Notice {
  readonly id: NoticeId
  /** The first words, in bold. */
  readonly title: string
  readonly text: string
  /** Words of the button; null for none. */
  readonly action: string | null
}

export interface Importing {
  readonly name: string
  /** Bytes. */
  readonly done: number
  readonly total: number
  readonly records: number
}

/** An entry of a page table, by where it is and by what it translates. */
export interface Selection {
  /** Id of the address space. */
  readonly mm: number
  /** The page; of an upper level, the first page of the entry's span or the page that was looked up. */
  readonly vpn: Vpn
  readonly level: Level
  readonly entry: EntryRef
}

export interface DocState {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  /** The text is not (yet) what the run was made from. */
  readonly dirty: boolean
  /** Who goes on at each turn of the last `||` line, as `main×3 T`; null: left to right. */
  readonly schedule: string | null
  /** Is the text shown in the editor rather than in the read view? */
  readonly editing: boolean
}

export interface RunState {
  readonly run: Run | null
  readonly status: RunStatus
  /** In words: why the last attempt failed. */
  readonly error: string | null
  /** For a report: what the machine said when it stopped. */
  readonly report: string
  /** The worker is gone; Restart brings a new one. */
  readonly stopped: boolean
  /** A request has been under way for more than 300 ms. */
  readonly busy: boolean
}

export interface TimeState {
  /** The presented step: `run.rows` [0, step) have happened. */
  readonly step: number
  /** The step that was shown before; the animation goes from there to `step`. */
  readonly from: number
  /** Progress of that animation, 0 to 1; 1 at rest. */
  readonly t: number
  /** Rises by one whenever the words of the presented state are other words: redraw what was read from them. */
  readonly epoch: number
  readonly playing: boolean
  readonly speed: number
  readonly grain: Grain
}

/** One presented moment: the few and shaped, and the words changed by the step that led to it (index, before, after). */
export interface Moment {
  readonly view: View
  readonly changes: Uint32Array
}

export interface SeenState {
  readonly view: View | null
  readonly changes: Uint32Array
  /** The moment shown before this one, for playing a step backwards. */
  readonly before: Moment | null
}

export interface ViewState {
  readonly ui: Ui
  readonly view: ViewName
  readonly selected: Selection | null
  /** Keys of the runs of equal entries that are open. */
  readonly openRuns: readonly string[]
  readonly theme: Theme
  readonly drawers: { readonly scenario: boolean; readonly inspector: boolean }
  /** Who acts in **Act on**. */
  readonly actor: string
  /** What each action on the selected page would do now, by its statement. */
  readonly probes: Readonly<Record<string, Probe>>
  readonly dialog: DialogName | null
  /** One line at the stage's foot, also read aloud. */
  readonly toast: string | null
  /** A file that is being read. */
  readonly importing: Importing | null
  /** What a recording of a real kernel says of the run. */
  readonly recording: { readonly name: string; readonly judgements: readonly Judgement[] } | null
  /** Lines that wait for an answer. */
  readonly notices: readonly Notice[]
  /** Why a link could not be opened, and what of it was understood. */
  readonly refused: { readonly reason: string; readonly understood: string } | null
}

export interface State {
  readonly doc: DocState
  readonly run: RunState
  readonly time: TimeState
  readonly seen: SeenState
  readonly view: ViewState
  readonly hello: Hello | null
}

export type { Milestone } from '../protocol/messages.ts'

const NO_CHANGES = new Uint32Array(0)

export function initialState(): State {
  return {
    doc: { text: '', diagnostics: [], dirty: false, schedule: null, editing: false },
    run: { run: null, status: 'empty', error: null, report: '', stopped: false, busy: false },
    time: { step: 0, from: 0, t: 1, epoch: 0, playing: false, speed: 1, grain: 'word' },
    seen: { view: null, changes: NO_CHANGES, before: null },
    view: {
      ui: 'full',
      view: 'start',
      selected: null,
      openRuns: [],
      theme: 'system',
      drawers: { scenario: false, inspector: false },
      actor: 'main',
      probes: {},
      dialog: null,
      toast: null,
      importing: null,
      recording: null,
      notices: [],
      refused: null,
    },
    hello: null,
  }
}
