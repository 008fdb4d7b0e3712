/** The outcome of a statement and the state record printed after it: types of the public format. */

/** `ok`, `blocked`, an errno's name, or the signal that killed the access. */
export type Outcome = string

export interface Woken {
  readonly actor: string
  readonly outcome: Outcome
  readonly value?: RecordValue
}

/** Below 2^53 a number, from there on a decimal string; null: past the end of the file. */
export type RecordValue = number | string | null

export type PolledMessage =
  | {
      readonly event: 'pagefault'
      readonly flags: readonly ('wp' | 'minor' | 'write')[]
      readonly at: string
      readonly thread?: string
    }
  | { readonly event: 'fork' }
  | { readonly event: 'remap'; readonly from: string; readonly to: string; readonly pages: number }
  | { readonly event: 'remove' | 'unmap'; readonly start: string; readonly end: string }

export interface ScanRange {
  readonly at: string
  readonly categories: readonly string[]
}

export interface EntryRecord {
  readonly i: number
  readonly n?: number
  readonly kind: 'present' | 'marker' | 'swap' | 'migration'
  readonly page?: string
  readonly file?: boolean
  readonly exclusive?: boolean
  readonly uffdWp: boolean
  readonly raw?: readonly string[]
  readonly swpExclusive?: boolean
  readonly swpSoftDirty?: boolean
}

export interface RegionRecord {
  readonly name: string
  readonly start: string
  readonly pages: number
  /** Absent where the recording kernel's view (pagemap) does not show tables. */
  readonly tables?: {
    readonly pgd: boolean
    readonly pud: boolean
    readonly pmd: readonly ('none' | 'table' | 'huge')[]
  }
  readonly ptes: readonly EntryRecord[]
}

export interface ActorOutcome {
  readonly actor: string
  readonly outcome: Outcome
  readonly value?: RecordValue
  readonly message?: PolledMessage
  readonly ranges?: readonly ScanRange[]
}

/** One line of JSON Lines: the state after a statement. */
export interface StateRecord {
  readonly line: number
  readonly text: string
  readonly actor: string
  readonly outcome: Outcome
  readonly value?: RecordValue
  readonly message?: PolledMessage
  readonly ranges?: readonly ScanRange[]
  /** Of a `||` line: the ends of its other statements, left to right. */
  readonly others?: readonly ActorOutcome[]
  readonly woken: readonly Woken[]
  readonly actors: Readonly<Record<string, 'idle' | 'blocked'>>
  readonly uffd: { readonly pending: number } | null
  readonly mm: readonly { readonly process: string; readonly regions: readonly RegionRecord[] }[]
  readonly calls?: readonly (readonly [string, number, string])[]
  readonly moved?: readonly (readonly [string, string, number])[]
}
