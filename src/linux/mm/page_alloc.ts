/** Frames and their reference counts. Linux: mm/page_alloc.c, mm/swap.c (folio_put). */
import { fail } from '../../base/assert.ts'
import {
  addCol,
  allocFrame,
  allocHugeFrame,
  bumpCol,
  COL_FLAGS,
  COL_HUGE_MAPCOUNT,
  COL_MAPCOUNT,
  COL_REFCOUNT,
  col,
  FRAME_ANON,
  FRAME_DIRTY,
  FRAME_HUGE_HEAD,
  FRAME_HUGE_TAIL,
  FRAME_ORDER_SHIFT,
  FRAME_SWAPCACHE,
  FRAME_UPTODATE,
  FRAME_USED,
  hasFlag,
  hasFrame,
  releaseFrame,
  setCol,
  setFlag,
} from '../../machine/frames.ts'
import { OP_ALLOC, OP_FREE } from '../../machine/trace.ts'
import type { Pfn } from '../../machine/units.ts'
import { PAGES_PER_PMD } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { MO } from '../include/sites.ts'

/** A zeroed frame for anonymous memory with one reference; null when memory is used up. */
export function alloc_anon_folio(k: Kernel): Pfn | null {
  const pfn = allocFrame(k.m)
  if (pfn === null) return null
  setCol(k.m, pfn, COL_FLAGS, FRAME_USED | FRAME_ANON | FRAME_UPTODATE)
  setCol(k.m, pfn, COL_REFCOUNT, 1)
  k.step(OP_ALLOC, MO.frame_allocated, pfn, 0, 0, 1)
  return pfn
}

/** A zeroed frame for a page cache with one reference, the cache's own. */
export function alloc_cache_folio(k: Kernel): Pfn | null {
  const pfn = allocFrame(k.m)
  if (pfn === null) return null
  setCol(k.m, pfn, COL_FLAGS, FRAME_USED)
  setCol(k.m, pfn, COL_REFCOUNT, 1)
  k.step(OP_ALLOC, MO.frame_allocated, pfn, 0, 0, 1)
  return pfn
}

/** 512 frames in one piece, one reference on the head; null when memory is used up. */
export function alloc_huge_folio(k: Kernel, flags: number): Pfn | null {
  const head = allocHugeFrame(k.m)
  if (head === null) return null
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    const part = i === 0 ? FRAME_HUGE_HEAD : FRAME_HUGE_TAIL
    setCol(k.m, (head + i) as Pfn, COL_FLAGS, FRAME_USED | flags | part)
  }
  setCol(k.m, head, COL_REFCOUNT, 1)
  k.step(OP_ALLOC, MO.frame_allocated, head, 0, 0, PAGES_PER_PMD)
  return head
}

/** The frame that counts references for `pfn`: itself, or the head of its huge page. Linux: page_folio(). */
export function folioOf(k: Kernel, pfn: Pfn): Pfn {
  return hasFlag(k.m, pfn, FRAME_HUGE_TAIL) ? ((pfn - (pfn % PAGES_PER_PMD)) as Pfn) : pfn
}

export function isHugeFolio(k: Kernel, pfn: Pfn): boolean {
  return hasFlag(k.m, pfn, FRAME_HUGE_HEAD | FRAME_HUGE_TAIL)
}

export function folio_ref_count(k: Kernel, pfn: Pfn): number {
  return col(k.m, folioOf(k, pfn), COL_REFCOUNT)
}

export function folio_get(k: Kernel, pfn: Pfn, by = 1): void {
  bumpCol(k.m, folioOf(k, pfn), COL_REFCOUNT, by)
}

/** Drops a reference; the last one frees the frame (or the 512 of a huge page). */
export function folio_put(k: Kernel, pfn: Pfn, by = 1): void {
  const { head, frames } = dropReferences(k, pfn, by)
  if (frames > 0) k.step(OP_FREE, MO.frame_freed, head, 0, 0, frames)
}

/** Drops a reference to each of many pages, with one step for frames that follow each other. */
export function folios_put(k: Kernel, pages: readonly Pfn[]): void {
  let first = 0 as Pfn
  let count = 0
  const end = (): void => {
    if (count > 0) k.step(OP_FREE, MO.frame_freed, first, 0, 0, count)
    count = 0
  }
  for (const pfn of pages) {
    if (pfn !== first + count) end()
    const { head, frames } = dropReferences(k, pfn, 1)
    if (frames > 0 && count === 0) first = head
    count += frames
  }
  end()
}

/** The folio's first frame, and how many frames were freed: none while somebody still refers to it. */
function dropReferences(k: Kernel, pfn: Pfn, by: number): { head: Pfn; frames: number } {
  if (!hasFrame(pfn)) return { head: pfn, frames: 0 }
  const head = folioOf(k, pfn)
  const left = addCol(k.m, head, COL_REFCOUNT, -by)
  if (left < 0) fail(`reference count of ${head.toString(16)} below 0`)
  if (left > 0) return { head, frames: 0 }
  const frames = isHugeFolio(k, head) ? PAGES_PER_PMD : 1
  for (let i = 0; i < frames; i++) releaseFrame(k.m, (head + i) as Pfn)
  return { head, frames }
}

/** How many page-table entries map this very page, as part of a huge mapping or alone. */
export function page_mapcount(k: Kernel, pfn: Pfn): number {
  const own = col(k.m, pfn, COL_MAPCOUNT)
  if (!isHugeFolio(k, pfn)) return own
  return own + col(k.m, folioOf(k, pfn), COL_HUGE_MAPCOUNT)
}

/** Dirty is a huge page as a whole. */
export function folio_mark_dirty(k: Kernel, pfn: Pfn): void {
  setFlag(k.m, folioOf(k, pfn), FRAME_DIRTY, true)
}

export function folio_test_dirty(k: Kernel, pfn: Pfn): boolean {
  return hasFlag(k.m, folioOf(k, pfn), FRAME_DIRTY)
}

export function folio_clear_dirty(k: Kernel, pfn: Pfn): void {
  setFlag(k.m, folioOf(k, pfn), FRAME_DIRTY, false)
}

/** How many page-table entries, of either size, map any part of the folio. */
export function folio_mapcount(k: Kernel, pfn: Pfn): number {
  if (!isHugeFolio(k, pfn)) return col(k.m, pfn, COL_MAPCOUNT)
  const head = folioOf(k, pfn)
  let count = col(k.m, head, COL_HUGE_MAPCOUNT)
  for (let i = 0; i < PAGES_PER_PMD; i++) count += col(k.m, (head + i) as Pfn, COL_MAPCOUNT)
  return count
}

/** log2 of the pages of the folio that a page-cache frame belongs to. */
export function folio_order(k: Kernel, pfn: Pfn): number {
  if (isHugeFolio(k, pfn)) return 9
  return (col(k.m, pfn, COL_FLAGS) >>> FRAME_ORDER_SHIFT) & 15
}

export function setFolioOrder(k: Kernel, pfn: Pfn, order: number): void {
  const flags = col(k.m, pfn, COL_FLAGS) & ~(15 << FRAME_ORDER_SHIFT)
  setCol(k.m, pfn, COL_FLAGS, (flags | (order << FRAME_ORDER_SHIFT)) >>> 0)
}

/**
 * Takes a huge page apart into 512 frames; each mapping of a part, the swap cache, and each pipe, then hold a reference
 * of its own. A page that a pipe holds comes here only when the cache gives all of it up.
 */
export function breakHugeFolio(k: Kernel, head: Pfn, extraRefsPerPage: number): void {
  const isDirty = folio_test_dirty(k, head)
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    const pfn = (head + i) as Pfn
    setFlag(k.m, pfn, FRAME_HUGE_HEAD | FRAME_HUGE_TAIL, false)
    // Of tails it says who mapped the whole.
    if (col(k.m, pfn, COL_HUGE_MAPCOUNT) !== 0) setCol(k.m, pfn, COL_HUGE_MAPCOUNT, 0)
    setFlag(k.m, pfn, FRAME_DIRTY, isDirty)
    const inSwapCache = hasFlag(k.m, pfn, FRAME_SWAPCACHE) ? 1 : 0
    const refs = col(k.m, pfn, COL_MAPCOUNT) + inSwapCache + extraRefsPerPage + holdsOf(k, pfn)
    setCol(k.m, pfn, COL_REFCOUNT, refs)
    if (refs === 0) releaseFrame(k.m, pfn)
  }
}

/** References that pipes hold to this very page. */
function holdsOf(k: Kernel, pfn: Pfn): number {
  let holds = 0
  for (const task of k.m.all('task')) {
    for (const held of task.held) if (held.pfn === pfn) holds++
  }
  return holds
}
