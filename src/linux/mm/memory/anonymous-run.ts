/**
 * Many first touches at once: what do_anonymous_page() does for one page, for the pages of one table that were never
 * touched, in two steps instead of a dozen each. The page before them has been faulted in step by step.
 */
import {
  allocFreshFrames,
  COL_FLAGS,
  COL_MAPCOUNT,
  COL_REFCOUNT,
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  FRAME_UPTODATE,
  FRAME_USED,
  setColRun,
} from '../../../machine/frames.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import { OP_ALLOC } from '../../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import type { Kernel } from '../../include/kernel.ts'
import { VM_UFFD_MISSING, vma_is_anonymous } from '../../include/mm_types.ts'
import { MO } from '../../include/sites.ts'
import { entryAt } from '../pgtable-generic.ts'
import { anonymousEntry } from './anonymous.ts'

/**
 * Maps untouched pages from `vpn` on, `stop` excluded, all in one existing table; returns how many. None where a fault
 * could take another way: no table yet, an entry that is not empty, a range that asks the monitor for its pages.
 */
export function populateAnonymous(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  vpn: Vpn,
  stop: Vpn,
  isWrite: boolean,
): number {
  if (!vma_is_anonymous(vma) || vma.anonVma === 0) return 0
  if ((vma.flags & VM_UFFD_MISSING) !== 0) return 0
  const entry = entryAt(k, mm, vpn, 1)
  if (entry === null) return 0
  const count = emptyEntries(k.m.words, entry, stop - vpn)
  if (count === 0) return 0
  return isWrite
    ? mapOwnPages(k, mm, vma, vpn, entry, count)
    : mapZero(k, mm, vma, vpn, entry, count)
}

function emptyEntries(words: Uint32Array, entry: EntryRef, max: number): number {
  let count = 0
  while (count < max && words[entry + 2 * count] === 0 && words[entry + 2 * count + 1] === 0)
    count++
  return count
}

function mapZero(k: Kernel, mm: Mm, vma: Vma, vpn: Vpn, entry: EntryRef, count: number): number {
  const pte = anonymousEntry(k, vma, null)
  k.m.xorRun(entry, count, pte.lo, pte.hi)
  k.set(MO.zero_page_mapped, mm.id, vpn, entry, count)
  return count
}

/** Frames whose numbers differ only within the low half of an entry. */
const SAME_HIGH_HALF = 2 ** 20

function mapOwnPages(k: Kernel, mm: Mm, vma: Vma, vpn: Vpn, entry: EntryRef, max: number): number {
  const { first, count } = allocFreshFrames(k.m, max)
  if (count === 0) return 0
  const exclusive = k.b['anon-exclusive'] ? FRAME_ANON_EXCLUSIVE : 0
  const flags = FRAME_USED | FRAME_ANON | FRAME_UPTODATE | exclusive
  setColRun(k.m, first, count, COL_FLAGS, flags)
  setColRun(k.m, first, count, COL_REFCOUNT, 1)
  setColRun(k.m, first, count, COL_MAPCOUNT, 1)
  k.step(OP_ALLOC, MO.frame_allocated, first, 0, 0, count)
  for (let done = 0; done < count; ) {
    const pfn = (first + done) as Pfn
    const pages = Math.min(count - done, SAME_HIGH_HALF - (pfn % SAME_HIGH_HALF))
    const pte = anonymousEntry(k, vma, pfn)
    k.m.setSeries((entry + 2 * done) as EntryRef, pages, pte.lo, pte.hi)
    done += pages
  }
  k.set(MO.new_page_mapped, mm.id, vpn, entry, count)
  return count
}
