/**
 * Which processes map a huge page, as far as the kernel knows: it keeps count of two of them, and in one bit whether
 * others may map it as well. A third one is told apart again only when the two, or all, are gone.
 * Linux: include/linux/rmap.h folio_add_large_mapcount(), folio_sub_large_mapcount() (v6.15).
 */
import { COL_HUGE_MAPCOUNT, col, setCol } from '../../../machine/frames.ts'
import type { Mm } from '../../../machine/records.ts'
import type { Pfn } from '../../../machine/units.ts'
import type { Kernel } from '../../include/kernel.ts'
import { folioOf, isHugeFolio } from '../page_alloc.ts'

/** Frames behind the head that keep the numbers, where tails have no count of their own, as Linux does it. */
const TOTAL = 1
const SLOTS = [2, 4] as const
const MAY_BE_SHARED = 6

const numberOf = (k: Kernel, head: Pfn, part: number): number =>
  col(k.m, (head + part) as Pfn, COL_HUGE_MAPCOUNT)

const setNumber = (k: Kernel, head: Pfn, part: number, value: number): void =>
  setCol(k.m, (head + part) as Pfn, COL_HUGE_MAPCOUNT, value)

/** A process maps `by` more parts of the huge page that `pfn` belongs to, or as many fewer; the whole counts as one. */
export function countMapper(k: Kernel, pfn: Pfn, mm: Mm, by: number): void {
  if (!k.b['shared-by-mm'] || !isHugeFolio(k, pfn)) return
  const head = folioOf(k, pfn)
  const total = numberOf(k, head, TOTAL) + by
  setNumber(k, head, TOTAL, total)
  const id = mm.id + 1
  const own = SLOTS.find((slot) => numberOf(k, head, slot) === id)
  if (own === undefined) {
    if (by > 0) takeSlot(k, head, id, by, total)
  } else {
    const count = numberOf(k, head, own + 1) + by
    setNumber(k, head, own + 1, count)
    if (count > 0) return
    setNumber(k, head, own, 0)
  }
  // One of the two, or nobody, has all mappings.
  const isOneOwner = SLOTS.some((slot) => numberOf(k, head, slot + 1) === total)
  if (by < 0 && isOneOwner) setNumber(k, head, MAY_BE_SHARED, 0)
}

function takeSlot(k: Kernel, head: Pfn, id: number, count: number, total: number): void {
  const free = SLOTS.find((slot) => numberOf(k, head, slot) === 0)
  if (free === undefined) return
  setNumber(k, head, free, id)
  setNumber(k, head, free + 1, count)
  if (count !== total) setNumber(k, head, MAY_BE_SHARED, 1)
}

/** May several processes map it? Linux: folio_maybe_mapped_shared(). */
export function folio_maybe_mapped_shared(k: Kernel, head: Pfn): boolean {
  return numberOf(k, head, TOTAL) > 1 && numberOf(k, head, MAY_BE_SHARED) === 1
}
