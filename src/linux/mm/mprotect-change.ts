/** The order for one walk over the entries of an area. Linux passes its parts as arguments. */
import type { Pte } from '../../machine/entry.ts'
import type { Vma } from '../../machine/records.ts'

/** What a walk is to do. */
export interface Change {
  readonly vma: Vma
  readonly prot: Pte
  /** MM_CP_*. */
  readonly flags: number
  /** The latest decision of this walk: good for every entry that is like the one it was made for. */
  decision: Decision | null
}

/** What is to become of entries with these flags: the xor, and whether a stale translation would be left. */
export interface Decision {
  readonly flagsLo: number
  readonly flagsHi: number
  readonly isExclusive: boolean
  readonly xorLo: number
  readonly xorHi: number
  readonly needsFlush: boolean
  readonly isCounted: boolean
}
