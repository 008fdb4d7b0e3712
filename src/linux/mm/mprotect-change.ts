/** The order for one walk over the entries of an area. Linux passes its parts as arguments. */
import type { Pte } from '../../machine/entry.ts'
import type { Vma } from '../../machine/records.ts'

/** What a walk is to do. */
export interface Change {
  readonly vma: Vma
  readonly prot: Pte
  /** MM_CP_*. */
  readonly flags: number
}
