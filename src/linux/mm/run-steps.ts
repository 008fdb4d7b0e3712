/**
 * One step an entry where a call changes few, one step a run of neighbours where it changes many: the record stays
 * complete either way, since a step owns every word that changed before it.
 */
import type { EntryRef, Vpn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'

/** Pages of a call up to which each entry is a step of its own. */
export const FINE_PAGES = 16

export class RunSteps {
  private readonly k: Kernel
  private readonly site: number
  private readonly mm: number
  private readonly isFine: boolean
  private first: Vpn = 0
  private entry = 0 as EntryRef
  private count = 0

  constructor(k: Kernel, site: number, mm: number, pages: number) {
    this.k = k
    this.site = site
    this.mm = mm
    this.isFine = pages <= FINE_PAGES
  }

  /** The entry of `vpn` has changed. */
  add(vpn: Vpn, entry: EntryRef): void {
    if (this.isFine) {
      this.k.set(this.site, this.mm, vpn, entry)
      return
    }
    if (this.count > 0 && vpn !== this.first + this.count) this.end()
    if (this.count === 0) {
      this.first = vpn
      this.entry = entry
    }
    this.count++
  }

  /** Writes the step of the run that is open, if any. */
  end(): void {
    if (this.count > 0) this.k.set(this.site, this.mm, this.first, this.entry, this.count)
    this.count = 0
  }
}
