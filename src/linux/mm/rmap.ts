/** Who maps a page: counting, asking, taking away. Linux: mm/rmap.c. */

import type { Pte } from '../../machine/entry.ts'
import {
  bumpCol,
  COL_HUGE_MAPCOUNT,
  COL_MAPCOUNT,
  FRAME_ANON_EXCLUSIVE,
  hasFlag,
  setFlag,
} from '../../machine/frames.ts'
import type { Mm } from '../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import { PAGES_PER_PMD } from '../../machine/units.ts'
import { pte_mkold, pte_pfn, pte_present, pte_young } from '../arch/x86/include/pgtable.ts'
import { ptep_clear_flush } from '../arch/x86/mm/pgtable.ts'
import { flush_tlb_mm_range } from '../arch/x86/mm/tlb.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { FN, MO } from '../include/sites.ts'
import { ptl_lock, ptl_lock_now, ptl_unlock } from '../kernel/locking.ts'
import { mappingsOf } from './huge_memory/mappings.ts'
import { countMapper } from './huge_memory/mm-ids.ts'
import { folio_add_lru } from './lru.ts'
import { folioOf } from './page_alloc.ts'
import { entryAt, tableAt } from './pgtable-generic.ts'

/** A new anonymous page gets its first mapping: exclusive from v5.19 on. */
export function page_add_new_anon_rmap(k: Kernel, pfn: Pfn): void {
  k.call(FN.page_add_new_anon_rmap)
  bumpCol(k.m, pfn, COL_MAPCOUNT, 1)
  if (k.b['anon-exclusive']) setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, true)
  folio_add_lru(k, pfn)
}

/** The same for a huge page that one entry of 2 MiB maps. Linux: folio_add_new_anon_rmap() too. */
export function addNewHugeAnonRmap(k: Kernel, mm: Mm, head: Pfn): void {
  k.call(FN.page_add_new_anon_rmap)
  addHugeRmap(k, mm, head, 1)
  if (k.b['anon-exclusive']) setFlag(k.m, head, FRAME_ANON_EXCLUSIVE, true)
}

/** One more mapping of an anonymous page that is known already. */
export function page_add_anon_rmap(k: Kernel, mm: Mm, pfn: Pfn, exclusive: boolean): void {
  bumpCol(k.m, pfn, COL_MAPCOUNT, 1)
  countMapper(k, pfn, mm, 1)
  if (exclusive && k.b['anon-exclusive']) setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, true)
}

export function page_add_file_rmap(k: Kernel, mm: Mm, pfn: Pfn): void {
  bumpCol(k.m, pfn, COL_MAPCOUNT, 1)
  countMapper(k, pfn, mm, 1)
}

export function page_remove_rmap(k: Kernel, mm: Mm, pfn: Pfn): void {
  bumpCol(k.m, pfn, COL_MAPCOUNT, -1)
  countMapper(k, pfn, mm, -1)
}

/** The 2 MiB entry of a huge page comes or goes. */
export function addHugeRmap(k: Kernel, mm: Mm, head: Pfn, by: 1 | -1): void {
  bumpCol(k.m, head, COL_HUGE_MAPCOUNT, by)
  countMapper(k, head, mm, by)
}

export function PageAnonExclusive(k: Kernel, pfn: Pfn): boolean {
  return hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)
}

/**
 * Did somebody use the huge page since A was last cleared in this or another process? Clears it everywhere.
 */
export function* folio_referenced(k: Kernel, head: Pfn): Kfn<boolean> {
  k.enter(FN.folio_referenced)
  let isReferenced = false
  for (const mapping of [...mappingsOf(k, head)]) {
    const { mm, vpn, level } = mapping
    const table = tableAt(k, mm, vpn, level)
    if (table === null) continue
    yield* ptl_lock(k, table)
    const entry = entryAt(k, mm, vpn, level) as EntryRef
    const pte = k.m.getPte(entry)
    if (pte_present(pte) && folioOf(k, pte_pfn(pte)) === head && pte_young(pte)) {
      isReferenced = true
      k.m.setPte(entry, pte_mkold(pte))
      k.set(MO.access_flags_cleared, mm.id, vpn, entry)
      flush_tlb_mm_range(k, mm, vpn, vpn + (level === 2 ? PAGES_PER_PMD : 1))
    }
    ptl_unlock(k, table)
  }
  k.leave()
  return isReferenced
}

/** Takes the one mapping away and lets `replace` put something in its place. */
export function try_to_unmap(
  k: Kernel,
  mm: Mm,
  vpn: Vpn,
  replace: (entry: EntryRef, old: Pte) => void,
): void {
  k.enter(FN.try_to_unmap, mm.id, vpn)
  k.enter(FN.try_to_unmap_one, mm.id, vpn)
  const table = tableAt(k, mm, vpn, 1) as Pfn
  const entry = entryAt(k, mm, vpn, 1) as EntryRef
  ptl_lock_now(k, table)
  const old = ptep_clear_flush(k, mm, vpn, entry)
  page_remove_rmap(k, mm, pte_pfn(old))
  replace(entry, old)
  ptl_unlock(k, table)
  k.leave()
  k.leave()
}
