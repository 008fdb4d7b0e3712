/** Reclaim on request. Linux: mm/vmscan.c reclaim_pages(), mm/rmap.c try_to_unmap_one(). */
import type { Pte } from '../../machine/entry.ts'
import {
  COL_INDEX,
  COL_MAPPING,
  col,
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  FRAME_LAZYFREE,
  FRAME_SWAPCACHE,
  hasFlag,
  setCol,
  setFlag,
} from '../../machine/frames.ts'
import type { Mm, Vma } from '../../machine/records.ts'
import { OP_CACHE } from '../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import { PAGES_PER_PMD } from '../../machine/units.ts'
import {
  pte_dirty,
  pte_pfn,
  pte_present,
  pte_soft_dirty,
  pte_swp_mkexclusive,
  pte_swp_mksoft_dirty,
  pte_swp_mkuffd_wp,
  pte_uffd_wp,
} from '../arch/x86/include/pgtable.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { FN, MO } from '../include/sites.ts'
import { __swp_entry } from '../include/swapops.ts'
import { folio_test_locked, ptl_wait } from '../kernel/locking.ts'
import { isCacheFrame } from './filemap.ts'
import { mappingsOf } from './huge_memory/mappings.ts'
import { split_folio } from './huge_memory/split-folio.ts'
import { pte_install_uffd_wp_if_needed } from './memory/marker.ts'
import { unmap_mapping_range } from './memory/unmap.ts'
import {
  breakHugeFolio,
  folio_clear_dirty,
  folio_mapcount,
  folio_mark_dirty,
  folio_put,
  folio_ref_count,
  folio_test_dirty,
  folioOf,
  isHugeFolio,
} from './page_alloc.ts'
import { entryAt, tableAt } from './pgtable-generic.ts'
import { try_to_unmap } from './rmap.ts'
import { FINE_PAGES } from './run-steps.ts'
import { __remove_mapping, shmem_writepage } from './shmem.ts'
import {
  add_to_swap_cache,
  delete_from_swap_cache,
  folio_alloc_swap,
  swap_duplicate,
  swap_writepage,
} from './swapfile.ts'

/** A page that reclaim was asked to take, where it is mapped. */
export interface Victim {
  readonly vpn: Vpn
  readonly pfn: Pfn
}

interface Place {
  readonly mm: Mm
  readonly vpn: Vpn
}

/** Takes pages that are mapped once, here: unmaps them, writes them to swap, frees them. */
export function* reclaim_pages(k: Kernel, mm: Mm, vma: Vma, victims: readonly Victim[]): Kfn<void> {
  k.enter(FN.reclaim_pages, mm.id)
  const isCoarse = victims.length > FINE_PAGES && k.mayBulk()
  for (let i = 0; i < victims.length; ) {
    const victim = victims[i] as Victim
    if (!hasFlag(k.m, victim.pfn, FRAME_ANON)) yield* reclaimFile(k, mm, vma, victim)
    else yield* reclaimAnon(k, victim.pfn, [{ mm, vpn: victim.vpn }])
    i++
    if (isCoarse) i += yield* reclaimAlike(k, mm, victims, i)
  }
  const huge = victims.filter(({ pfn }) => isHugeFolio(k, pfn) && hasFlag(k.m, pfn, FRAME_ANON))
  for (const head of new Set(huge.map(({ pfn }) => folioOf(k, pfn)))) endHugeAnon(k, head)
  k.leave()
}

/** Swaps out the victims of one table that follow each other, in one step; returns how many. */
function* reclaimAlike(k: Kernel, mm: Mm, victims: readonly Victim[], from: number): Kfn<number> {
  const first = victims[from]
  if (first === undefined) return 0
  let count = 0
  for (let victim = victims[from]; victim !== undefined; victim = victims[from + count]) {
    const isNext = victim.vpn === first.vpn + count && (count === 0 || victim.vpn % 512 !== 0)
    if (!isNext || !hasFlag(k.m, victim.pfn, FRAME_ANON)) break
    if (hasFlag(k.m, victim.pfn, FRAME_LAZYFREE)) break
    yield* k.quietly(reclaimAnon(k, victim.pfn, [{ mm, vpn: victim.vpn }]))
    count++
  }
  if (count > 0) {
    k.set(MO.swapped_out, mm.id, first.vpn, entryAt(k, mm, first.vpn, 1) as EntryRef, count)
  }
  return count
}

/**
 * Waits for the table's lock and looks whether the page is still there: since the walk that chose it others may have
 * taken it away, or be about to map it elsewhere. What follows takes that lock without being interrupted again.
 */
function* isStillMapped(k: Kernel, mm: Mm, { vpn, pfn }: Victim): Kfn<boolean> {
  const table = tableAt(k, mm, vpn, 1)
  if (table === null) return false
  yield* ptl_wait(k, table)
  const entry = entryAt(k, mm, vpn, 1)
  if (entry === null || folio_test_locked(k, pfn)) return false
  const pte = k.m.getPte(entry)
  return pte_present(pte) && pte_pfn(pte) === pfn
}

/** Linux: shrink_folio_list(). @param places where it is mapped */
function* reclaimAnon(k: Kernel, pfn: Pfn, places: readonly Place[]): Kfn<void> {
  let slot: number | null = null
  for (const { mm, vpn } of places) {
    if (!(yield* isStillMapped(k, mm, { vpn, pfn }))) continue
    if (hasFlag(k.m, pfn, FRAME_LAZYFREE)) return discardLazyFree(k, mm, vpn, pfn)
    slot = slotOf(k, pfn)
    if (slot === null) return
    swapOut(k, mm, vpn, pfn, slot)
  }
  if (slot === null) return
  swap_writepage(k, slot, pfn)
  if (!isHugeFolio(k, pfn)) folio_clear_dirty(k, pfn)
  if (folio_ref_count(k, pfn) === 1) delete_from_swap_cache(k, pfn)
}

/** The page's slot on the device, an own one if it has none yet; null when the device is full. Linux: add_to_swap(). */
function slotOf(k: Kernel, pfn: Pfn): number | null {
  if (hasFlag(k.m, pfn, FRAME_SWAPCACHE)) return col(k.m, pfn, COL_MAPPING) - 1
  const slot = folio_alloc_swap(k)
  if (slot === null) return null
  add_to_swap_cache(k, slot, pfn)
  folio_mark_dirty(k, pfn)
  return slot
}

/** An entry for the slot takes the mapping's place. */
function swapOut(k: Kernel, mm: Mm, vpn: Vpn, pfn: Pfn, slot: number): void {
  try_to_unmap(k, mm, vpn, (entry, old) => {
    if (pte_dirty(old)) folio_mark_dirty(k, pfn)
    swap_duplicate(k, slot)
    k.m.setPte(entry, swapEntryFor(k, slot, old, pfn))
    setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, false)
    k.set(MO.swapped_out, mm.id, vpn, entry)
  })
  folio_put(k, pfn)
}

/** Takes a huge page that several processes map apart, and each part out of every one of them. */
export function* reclaimSharedHuge(k: Kernel, head: Pfn): Kfn<void> {
  if (!isHugeFolio(k, head) || !split_folio(k, head)) return
  const places = new Map<Pfn, Place[]>()
  for (const { mm, vpn } of mappingsOf(k, head)) {
    const pfn = pte_pfn(k.m.getPte(entryAt(k, mm, vpn, 1) as EntryRef))
    places.set(pfn, [...(places.get(pfn) ?? []), { mm, vpn }])
  }
  for (const [pfn, list] of places) yield* reclaimAnon(k, pfn, list)
}

/**
 * A huge page of which the swap cache has every part and nothing maps one any more. While it is written to the device it
 * has to stay; one that the device has already is dropped.
 */
function endHugeAnon(k: Kernel, head: Pfn): void {
  if (folio_ref_count(k, head) !== PAGES_PER_PMD || folio_mapcount(k, head) > 0) return
  if (folio_test_dirty(k, head)) {
    folio_clear_dirty(k, head)
    return
  }
  for (let i = 0; i < PAGES_PER_PMD; i++) delete_from_swap_cache(k, (head + i) as Pfn)
}

function swapEntryFor(k: Kernel, slot: number, old: Pte, pfn: Pfn): Pte {
  let pte = __swp_entry(0, slot)
  if (hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)) pte = pte_swp_mkexclusive(pte)
  if (pte_soft_dirty(old)) pte = pte_swp_mksoft_dirty(k.b, pte)
  return pte_uffd_wp(old) && k.b['swap-wp-bit'] ? pte_swp_mkuffd_wp(pte) : pte
}

/**
 * MADV_FREE allowed it to be dropped; a store since then takes that back. What somebody refers to, as a pipe does, stays
 * (behaviour `lazyfree-counts-references`), and is an ordinary page again until v6.15 (`lazyfree-stays`).
 */
function discardLazyFree(k: Kernel, mm: Mm, vpn: Vpn, pfn: Pfn): void {
  const isDirty =
    pte_dirty(k.m.getPte(entryAt(k, mm, vpn, 1) as EntryRef)) || folio_test_dirty(k, pfn)
  const isReferred =
    k.b['lazyfree-counts-references'] && folio_ref_count(k, pfn) !== folio_mapcount(k, pfn)
  if (isDirty || isReferred) {
    if (isDirty || !k.b['lazyfree-stays']) setFlag(k.m, pfn, FRAME_LAZYFREE, false)
    return
  }
  try_to_unmap(k, mm, vpn, (entry) => k.set(MO.entry_zapped, mm.id, vpn, entry))
  folio_put(k, pfn)
}

function* reclaimFile(k: Kernel, mm: Mm, vma: Vma, victim: Victim): Kfn<void> {
  const { pfn } = victim
  if (!(yield* isStillMapped(k, mm, victim))) return
  unmapFilePage(k, mm, vma, victim)
  if (isHugeFolio(k, pfn)) pageoutHugeFile(k, folioOf(k, pfn))
  else pageoutFile(k, pfn)
}

/** A huge page of a file, mapped by whole entries. */
export function* reclaimHugeFile(k: Kernel, head: Pfn): Kfn<void> {
  const file = col(k.m, head, COL_MAPPING) - 1
  const first = col(k.m, head, COL_INDEX)
  const keepCopies = { dropMarker: false, evenCows: false, onlyFrame: null }
  yield* unmap_mapping_range(k, file, first, first + PAGES_PER_PMD, keepCopies)
  pageoutHugeFile(k, head)
}

/**
 * A huge page of a file that nothing maps any more. A clean one is dropped. A dirty one goes to swap as one (and comes
 * back as one, so that here it simply stays in the cache), or (without `swap-whole-huge`) is split and goes page by page.
 */
function pageoutHugeFile(k: Kernel, head: Pfn): void {
  if (folio_ref_count(k, head) !== PAGES_PER_PMD || !isCacheFrame(k, head)) return
  const isDirty = folio_test_dirty(k, head)
  if (isDirty && k.b['swap-whole-huge']) return
  const file = col(k.m, head, COL_MAPPING) - 1
  const first = col(k.m, head, COL_INDEX)
  if (isDirty) breakHugeFolio(k, head, 1)
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    if (isDirty) pageoutFile(k, (head + i) as Pfn)
    else __remove_mapping(k, file, first + i)
  }
}

/** Writes an unmapped page of a file to swap, or drops a clean one. Linux: pageout(). */
function pageoutFile(k: Kernel, pfn: Pfn): void {
  if (folio_ref_count(k, pfn) !== 1 || !isCacheFrame(k, pfn)) return
  const file = col(k.m, pfn, COL_MAPPING) - 1
  const index = col(k.m, pfn, COL_INDEX)
  if (!folio_test_dirty(k, pfn)) {
    __remove_mapping(k, file, index)
    return
  }
  const slot = folio_alloc_swap(k)
  if (slot === null) return
  swap_writepage(k, slot, pfn)
  swap_duplicate(k, slot)
  shmem_writepage(k, file, index, slot)
  setCol(k.m, pfn, COL_MAPPING, 0)
  k.step(OP_CACHE, MO.cache_page_swapped_out, pfn, index, file)
  folio_put(k, pfn)
}

/** Takes one mapping of a file's page away; a protected one leaves a marker. The table's lock is free. */
export function unmapFilePage(k: Kernel, mm: Mm, vma: Vma, { vpn, pfn }: Victim): void {
  try_to_unmap(k, mm, vpn, (entry, old) => {
    if (pte_dirty(old)) folio_mark_dirty(k, pfn)
    const isMarked = pte_install_uffd_wp_if_needed(k, mm, vma, vpn, entry, old)
    if (!isMarked) k.set(MO.entry_zapped, mm.id, vpn, entry)
  })
  folio_put(k, pfn)
}
