/**
 * What the page asks of the simulation worker and what it gets. One map: a request without a handler does not compile.
 * Answers are keyed by id, and what they hold names the step it belongs to, so a stale answer can be recognised.
 */
import type { Asked } from '../lang/ast.ts'
import type { Diagnostic } from '../lang/diagnostics.ts'
import type { Inode, Mm, Session, Task, Uffd } from '../machine/records.ts'
import type { Coverage } from '../sim/coverage/coverage.ts'
import type { Exercise } from '../sim/exercises.ts'
import type { Judgement } from '../sim/judge.ts'
import type { Consequence, Question } from '../sim/lesson.ts'
import type { Outcome, PolledMessage, ScanRange, StateRecord, Woken } from '../sim/outcome.ts'
import type { Glimpse, GlimpseAsk } from '../sim/page-facts.ts'
import type {
  Begun,
  CompareAsk,
  Compared,
  Explained,
  ExploreAsk,
  Explored,
  ExploreProgress,
  ExploreResult,
  Place,
  Problem,
  ScheduleAsk,
  SideMoment,
  Story,
} from './desk.ts'

/** What a step, or a function, is in words; the same for every run. Index = site number in the trace. */
export interface SiteInfo {
  readonly id: number
  /** Linux's function. */
  readonly fn: string
  /** Its file, as in the newest release that has it there. */
  readonly file: string
  /** A few words: the name of the moment ("Marker installed"). Nothing in it has to be filled in. */
  readonly title: string
  /** One sentence that a student understands. May hold {page}, {pfn}, {to}, {actor}, {count}, {level}, {cpus}. */
  readonly say: string
  /** Releases for which it holds: "v5.19+", "v5.7–v6.2". */
  readonly releases: string
  readonly trust: 'checked' | 'source' | 'simplified'
  /** The name that it had, and the last release that had it. */
  readonly was: { readonly fn: string; readonly until: string } | null
}

export interface PatchInfo {
  readonly id: string
  readonly subject: string
  readonly commit: string | null
  readonly since: string
  readonly rule: string
}

export interface ProfileInfo {
  readonly name: string
  /** 'release' is a .0 release; 'stable' one that was recorded, with its backports. */
  readonly kind: 'release' | 'stable'
  /** Patches that this profile has. */
  readonly patches: readonly string[]
}

/** What the page is told at the start. */
export interface Greeting {
  readonly profiles: readonly ProfileInfo[]
  readonly patches: readonly PatchInfo[]
  readonly newest: string
}

/** The greeting, and what is said about each site; empty until the first moment is shown. */
export interface Hello extends Greeting {
  readonly sites: readonly SiteInfo[]
}

/** One operation of the scenario after it was run. Steps are [first, last): `last` is the state after it. */
export interface StatementEnd {
  readonly line: number
  readonly text: string
  readonly actor: string
  readonly outcome: Outcome
  readonly value: string | null
  readonly message: PolledMessage | null
  readonly ranges: readonly ScanRange[] | null
  readonly woken: readonly Woken[]
  readonly first: number
  readonly last: number
}

/** One named moment of the story that the trace tells. */
export interface Milestone {
  readonly title: string
  readonly step: number
  readonly line: number
}

export interface Loaded {
  readonly diagnostics: readonly Diagnostic[]
  /** Null when the text has errors: the last good run then stays as it is. */
  readonly run: Run | null
}

export interface Run {
  readonly title: string
  readonly kernel: string
  readonly patches: readonly { readonly id: string; readonly present: boolean }[]
  readonly cpus: number
  readonly actors: readonly {
    readonly name: string
    readonly process: string
    readonly cpu: number
  }[]
  readonly statements: readonly StatementEnd[]
  /** Number of steps; the state before the first is step 0. */
  readonly steps: number
  /** Rows of the trace (see `machine/trace.ts`), one a step. */
  readonly rows: Uint32Array
  readonly milestones: readonly Milestone[]
  /** The buffer of the presented state when memory is shared, else null: then `Seen.words` feeds a private copy. */
  readonly buffer: ArrayBufferLike | null
  /** A digest of the final state record, for links. */
  readonly digest: string
}

/** A lock that somebody holds at the presented step. */
export interface HeldLock {
  readonly name: string
  readonly mode: 'read' | 'write'
  readonly holder: string
  /** Frame of the table for a ptl, of the page for a page lock; else 0. */
  readonly pfn: number
}

export interface Frame {
  readonly site: number
  readonly depth: number
}

/** Everything few and shaped, at one step; the many are words. */
export interface View {
  readonly step: number
  readonly mms: readonly Mm[]
  readonly inodes: readonly Inode[]
  readonly uffd: Uffd | null
  readonly tasks: readonly Task[]
  readonly session: Session
  readonly locks: readonly HeldLock[]
  /** Call stack of the actor of this step, outermost first. */
  readonly stack: readonly Frame[]
  /** The sentence of this step, filled in; the same that the live region says. Empty until the words are there. */
  readonly why: string
  /** What comes next, in words; empty at the end. */
  readonly next: string
}

export interface Seen {
  readonly view: View
  /** Words changed by the step that led here: index, before, after. */
  readonly changes: Uint32Array
  /** Without shared memory: the whole array after a load, else null. */
  readonly words: Uint32Array | null
  /** Without shared memory: xor pairs (index, xor) from the step shown before to this one, else null. */
  readonly delta: Uint32Array | null
  /** With shared memory: the buffer, when it has been replaced by a larger one. */
  readonly buffer: ArrayBufferLike | null
}

/** One change of an entry in the course of the run. */
export interface EntryChange {
  readonly step: number
  readonly before: { readonly lo: number; readonly hi: number }
  readonly after: { readonly lo: number; readonly hi: number }
}

/** What an action would do now: tried on the machine and undone. */
export interface Probe {
  readonly statement: string
  readonly outcome: Outcome
  /** Why it cannot work, in words; null when it can. */
  readonly reason: string | null
  /** Statements after which it would work; empty where none is known. */
  readonly way: readonly string[]
}

export type { Judgement } from '../sim/judge.ts'

export interface Requests {
  hello: [Record<string, never>, Greeting]
  sites: [Record<string, never>, { readonly sites: readonly SiteInfo[] }]
  coverage: [Record<string, never>, Coverage]
  /** @param schedule who goes on at each turn of the last `||` line, as `main×3 T`; null: left to right */
  load: [{ readonly text: string; readonly schedule?: string | null }, Loaded]
  /** A moment that was shown before its words were there; null where another is shown. */
  words: [{ readonly step: number }, Pick<View, 'why' | 'next'> | null]
  seek: [{ readonly step: number; readonly from: number | null }, Seen]
  biography: [{ readonly entry: number }, { readonly changes: readonly EntryChange[] }]
  probe: [
    { readonly step: number; readonly statements: readonly string[] },
    { readonly probes: readonly Probe[] },
  ]
  lesson: [Record<string, never>, { readonly questions: readonly Question[] }]
  consequence: [
    { readonly line: number; readonly claimed: Readonly<Partial<Record<Asked, string>>> },
    Consequence,
  ]
  exercises: [
    { readonly seed: string; readonly count: number },
    { readonly problems: readonly Exercise[] },
  ]
  /** Runs a text aside, for a small picture. */
  glimpse: [GlimpseAsk, Problem | Glimpse]
  record: [{ readonly line: number }, { readonly record: StateRecord | null }]
  records: [Record<string, never>, { readonly jsonl: string }]
  judge: [
    { readonly records: readonly StateRecord[] },
    { readonly judgements: readonly Judgement[] },
  ]
  compare: [CompareAsk, Problem | ComparedRuns]
  /** Moments of both sides; `place` null: the page that they are about. */
  compareAt: [
    { readonly position: number; readonly place: Place | null },
    { readonly position: number; readonly a: SideMoment; readonly b: SideMoment },
  ]
  explain: [Record<string, never>, Explained]
  explore: [ExploreAsk, Problem | Begun]
  exploreOn: [{ readonly milliseconds: number }, ExploreProgress]
  explored: [Record<string, never>, Explored]
  merge: [
    { readonly parts: readonly ExploreResult[] },
    Problem | { readonly result: ExploreResult },
  ]
  story: [ScheduleAsk, Story]
  mailTable: [
    ScheduleAsk & { readonly claim: string; readonly link: string },
    { readonly text: string },
  ]
  readMailTable: [{ readonly text: string }, { readonly text: string }]
}

/** The runs of both sides beside what was found; null for a recording. */
export interface ComparedRuns extends Compared {
  readonly runs: { readonly a: Run | null; readonly b: Run | null }
}

export type RequestName = keyof Requests

/** An expected failure, by who can act on it: the author, the user with too large a scenario, us. */
export type SimError =
  | { readonly kind: 'limit'; readonly what: string; readonly limit: number }
  | {
      readonly kind: 'bug'
      readonly message: string
      readonly stack: string
      readonly text: string
    }

export type ToWorker = {
  [N in RequestName]: { readonly id: number; readonly name: N; readonly arg: Requests[N][0] }
}[RequestName]

export type FromWorker =
  | {
      readonly type: 'answer'
      readonly id: number
      readonly ok: true
      readonly value: Requests[RequestName][1]
    }
  | { readonly type: 'answer'; readonly id: number; readonly ok: false; readonly error: SimError }

export type Handlers = {
  readonly [N in RequestName]: (arg: Requests[N][0]) => Requests[N][1] | Promise<Requests[N][1]>
}

export type CompareHandlers = Pick<Handlers, 'compare' | 'compareAt' | 'explain'>
export type ExploreHandlers = Pick<
  Handlers,
  'explore' | 'exploreOn' | 'explored' | 'merge' | 'story' | 'mailTable' | 'readMailTable'
>
/** What the machine of the stage answers. */
export type SimHandlers = Omit<Handlers, keyof CompareHandlers | keyof ExploreHandlers>
