/** What an invariant says when it does not hold. */
import { nameOfPage } from '../places.ts'
import type { Leaf } from './snapshot.ts'

/** The invariants, by the numbers of the design's reference list; names of our own where it has none. */
export type RuleId =
  | 'ptl'
  | 'wp-is-read-only'
  | 'marker-place'
  | 'reset-is-complete'
  | 'private-rw-is-exclusive'
  | 'zero-page'
  | 'write-is-reported'
  | 'queue-entry'
  | 'no-lock-held'
  | 'fresh-look'
  | 'wp-moves-nothing'
  | 'tables-stay'
  | 'shared-contents'
  | 'saved-dirty'
  | 'counts'
  | 'tlb'
  | 'bit-changes'
  | 'table-entry'
  | 'changing-is-eagain'
  | 'child-is-clean'
  /** Of the program, not of the kernel: an assertion failed; undoing did not lead back. */
  | 'crash'
  | 'undo'

/** Numbers of the rules in section 9 of the reference on kernel semantics. */
export const RULE_NUMBERS: Readonly<Partial<Record<RuleId, readonly number[]>>> = {
  ptl: [1],
  'wp-is-read-only': [2],
  'marker-place': [3],
  'reset-is-complete': [4],
  'private-rw-is-exclusive': [5, 7],
  'zero-page': [6],
  'write-is-reported': [8],
  'queue-entry': [9],
  'no-lock-held': [10],
  'fresh-look': [11],
  'wp-moves-nothing': [12],
  'tables-stay': [13],
  'shared-contents': [14],
  'saved-dirty': [15],
  counts: [16],
  tlb: [17],
  'bit-changes': [18],
  'table-entry': [19],
  'changing-is-eagain': [20],
  'child-is-clean': [21],
}

export interface Violation {
  readonly rule: RuleId
  /** One sentence, with the page or frame that it is about. */
  readonly what: string
}

/** `main A[3]`: the page of an entry for a reader. */
export function nameOfLeaf({ mm, vpn }: Leaf): string {
  return `${mm.process} ${nameOfPage(mm, vpn)}`
}

export function hexPfn(pfn: number): string {
  return pfn.toString(16)
}
