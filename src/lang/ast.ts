/**
 * The abstract syntax of a scenario (`scenario 1`). Produced by `parse`, checked by `check`, printed by `print`,
 * run by `sim`. Plain data: it can be cloned, compared and sent between threads.
 */

/** 1-based line and column; `length` in UTF-16 units. Columns count UTF-16 units too, as editors do. */
export interface Span {
  readonly line: number
  readonly column: number
  readonly length: number
}

/** `A` (both null), `A[i]` (first = last) or `A[i..j]`, in 4 KiB pages, inclusive. */
export interface RangeArg {
  readonly name: string
  readonly first: number | null
  readonly last: number | null
  readonly span: Span
}

/** `A[i]`: exactly one page. */
export interface PageArg {
  readonly name: string
  readonly index: number
  readonly span: Span
}

export const FEATURES = [
  'wp-hugetlbfs-shmem',
  'wp-unpopulated',
  'wp-async',
  'missing-shmem',
  'minor-shmem',
  'exact-address',
  'thread-id',
  'sigbus',
  'event-fork',
  'event-remap',
  'event-remove',
  'event-unmap',
] as const
export type Feature = (typeof FEATURES)[number]

export const MODES = ['missing', 'wp', 'minor'] as const
export type Mode = (typeof MODES)[number]

export const ADVICE = [
  'dontneed',
  'free',
  'pageout',
  'cold',
  'hugepage',
  'nohugepage',
  'collapse',
  'populate-read',
  'populate-write',
  'remove',
] as const
export type Advice = (typeof ADVICE)[number]

export const ACCESS = ['none', 'r', 'rw'] as const
export type Access = (typeof ACCESS)[number]

export type MapSource =
  | { readonly kind: 'anon'; readonly pages: number }
  | {
      readonly kind: 'file'
      readonly file: string
      readonly from: number
      readonly pages: number | null
    }

/** What a statement does, without its actor and place. `verb` is the word of the language. */
export type Op =
  | { readonly verb: 'file'; readonly name: string; readonly pages: number; readonly thp: boolean }
  | { readonly verb: 'pwrite'; readonly range: RangeArg; readonly value: bigint }
  | { readonly verb: 'pread'; readonly page: PageArg }
  | { readonly verb: 'punch'; readonly range: RangeArg }
  | { readonly verb: 'truncate'; readonly name: string; readonly pages: number }
  | {
      readonly verb: 'map'
      readonly name: string
      readonly source: MapSource
      readonly shared: boolean
      readonly readOnly: boolean
      readonly at: bigint | null
    }
  | { readonly verb: 'unmap'; readonly range: RangeArg }
  | { readonly verb: 'protect'; readonly range: RangeArg; readonly access: Access }
  | { readonly verb: 'remap'; readonly range: RangeArg; readonly at: bigint }
  | { readonly verb: 'advise'; readonly range: RangeArg; readonly advice: Advice }
  | { readonly verb: 'read'; readonly page: PageArg }
  | { readonly verb: 'write'; readonly page: PageArg; readonly value: bigint }
  | { readonly verb: 'hold'; readonly page: PageArg }
  | { readonly verb: 'release'; readonly page: PageArg }
  | { readonly verb: 'thread'; readonly name: string }
  | { readonly verb: 'fork'; readonly name: string }
  | { readonly verb: 'exit'; readonly name: string }
  | { readonly verb: 'uffd'; readonly features: readonly Feature[] }
  | { readonly verb: 'register'; readonly range: RangeArg; readonly modes: readonly Mode[] }
  | { readonly verb: 'unregister'; readonly range: RangeArg }
  | { readonly verb: 'wp'; readonly range: RangeArg }
  | { readonly verb: 'unwp'; readonly range: RangeArg; readonly dontwake: boolean }
  | { readonly verb: 'wake'; readonly range: RangeArg }
  | {
      readonly verb: 'copy'
      readonly page: PageArg
      readonly value: bigint
      readonly wp: boolean
      readonly dontwake: boolean
    }
  | { readonly verb: 'zero'; readonly page: PageArg; readonly dontwake: boolean }
  | {
      readonly verb: 'continue'
      readonly page: PageArg
      readonly wp: boolean
      readonly dontwake: boolean
    }
  | { readonly verb: 'poll' }
  | { readonly verb: 'close' }
  | {
      readonly verb: 'scan'
      readonly range: RangeArg
      readonly written: boolean
      readonly wpMatching: boolean
      readonly checkWpAsync: boolean
    }
  | { readonly verb: 'serve'; readonly on: boolean }

export type Verb = Op['verb']

/**
 * Where the words of a statement stand that have no span of their own in `Op`. Only diagnostics need them, so a statement
 * that was not read from text has none.
 */
export interface Places {
  readonly actor?: Span
  /** The name that `file`, `truncate`, `map`, `thread`, `fork` and `exit` are about. */
  readonly name?: Span
  /** The file of `map … file F`. */
  readonly file?: Span
  /** A number of pages. */
  readonly pages?: Span
  /** The address after `at`. */
  readonly at?: Span
}

/** One `[ACTOR:] VERB ARGS`. */
export interface Statement {
  /** The actor as written, or null where the default stands (see `actorOf`). */
  readonly actor: string | null
  readonly op: Op
  readonly span: Span
  readonly places?: Places
}

/** One line that does something: a single statement, or several joined by `||`. */
export interface OperationLine {
  readonly kind: 'operation'
  readonly line: number
  /** The line without its comment and outer blanks, with its `ACTOR:` prefix. */
  readonly text: string
  readonly statements: readonly Statement[]
  readonly comment: string | null
}

/** A patch put on top of the kernel profile (`+id`) or taken away (`-id`). */
export interface PatchArg {
  readonly id: string
  readonly present: boolean
}

export type HeaderLine =
  | {
      readonly kind: 'scenario'
      readonly line: number
      readonly version: 1
      readonly comment: string | null
    }
  | {
      readonly kind: 'title'
      readonly line: number
      readonly title: string
      readonly comment: null
    }
  | {
      readonly kind: 'kernel'
      readonly line: number
      readonly version: string
      readonly patches: readonly PatchArg[]
      readonly span: Span
      readonly comment: string | null
    }
  | {
      readonly kind: 'cpus'
      readonly line: number
      readonly cpus: number
      readonly comment: string | null
    }

export interface NoteLine {
  readonly kind: 'note'
  readonly line: number
  readonly text: string
}

/** What an `ask` line can ask about: bits of an entry, what kind of entry it is, how the statement ends. */
export const ASKED = ['P', 'RW', 'A', 'D', 'UFFD_WP', 'KIND', 'OUTCOME'] as const
export type Asked = (typeof ASKED)[number]

/**
 * A question of a lesson: what will this entry be after the next operation? `process` is whose entry is meant, null for
 * `main`. It changes nothing: a scenario with `ask` lines runs as one without.
 */
export interface AskLine {
  readonly kind: 'ask'
  readonly line: number
  readonly process: string | null
  readonly page: PageArg
  readonly asked: readonly Asked[]
  readonly text: string
}

/** A blank line, or one with nothing but a comment. */
export interface BlankLine {
  readonly kind: 'blank'
  readonly line: number
  readonly comment: string | null
}

export type Line = OperationLine | HeaderLine | NoteLine | AskLine | BlankLine

export interface Scenario {
  readonly lines: readonly Line[]
}

const MONITOR_VERBS: ReadonlySet<Verb> = new Set([
  'uffd',
  'register',
  'unregister',
  'wp',
  'unwp',
  'wake',
  'copy',
  'zero',
  'continue',
  'poll',
  'close',
  'scan',
  'serve',
])

/** The actor who runs a statement: the one written, else `monitor` for the userfaultfd verbs, `main` for all others. */
export function actorOf(statement: Statement): string {
  return statement.actor ?? (MONITOR_VERBS.has(statement.op.verb) ? 'monitor' : 'main')
}
