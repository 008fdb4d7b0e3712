/** Splitting a huge page itself, not only a mapping of it. Linux: mm/huge_memory.c split_folio(). */

import { NONE } from '../../../machine/entry.ts'
import {
  addCol,
  COL_MAPCOUNT,
  FRAME_ANON,
  FRAME_DIRTY,
  hasFlag,
  pageValue,
  setFlag,
} from '../../../machine/frames.ts'
import { ZERO_PFN } from '../../../machine/phys.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  mk_pte,
  pte_dirty,
  pte_mksoft_dirty,
  pte_mkspecial,
  pte_mkuffd_wp,
  pte_pfn,
  pte_present,
  pte_soft_dirty,
  pte_uffd_wp,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import { flush_tlb_mm_range } from '../../arch/x86/mm/tlb.ts'
import type { Kernel } from '../../include/kernel.ts'
import { MO } from '../../include/sites.ts'
import { pte_install_uffd_wp_if_needed } from '../memory/marker.ts'
import { breakHugeFolio, page_mapcount } from '../page_alloc.ts'
import { entryAt } from '../pgtable-generic.ts'

const PARTS = 512

/** Does somebody besides page tables, the pipe of `hold`, refer to a part? Then the page cannot be split. */
export function isHeld(k: Kernel, head: Pfn): boolean {
  return k.m
    .all('task')
    .some(({ held }) => held.some(({ pfn }) => pfn >= head && pfn < head + PARTS))
}

/** Is some part of the page mapped more than once? Linux: folio_maybe_mapped_shared(), and what was asked before it. */
export function isMappedShared(k: Kernel, head: Pfn): boolean {
  for (let i = 0; i < PARTS; i++) if (page_mapcount(k, (head + i) as Pfn) > 1) return true
  return false
}

/**
 * Makes 512 small pages of a huge one whose mapping has become a table. `start` is where its first part is mapped, if it
 * is. False: it cannot be split now.
 */
export function split_folio(k: Kernel, mm: Mm, vma: Vma, head: Pfn, start: Vpn): boolean {
  if (isHeld(k, head)) return false
  const isAnon = hasFlag(k.m, head, FRAME_ANON)
  if (!isAnon) unmapFile(k, mm, vma, head, start)
  else if (k.b['split-maps-zero-page']) mapUnusedToZeroPage(k, mm, vma, head, start)
  breakHugeFolio(k, head, isAnon ? 0 : 1)
  return true
}

/** A file's pages can be found again: their entries go. */
function unmapFile(k: Kernel, mm: Mm, vma: Vma, head: Pfn, start: Vpn): void {
  for (let i = 0; i < PARTS; i++) {
    const pfn = (head + i) as Pfn
    const entry = entryAt(k, mm, start + i, 1) as EntryRef | null
    if (entry === null) continue
    const old = k.m.getPte(entry)
    if (!pte_present(old) || pte_pfn(old) !== pfn) continue
    k.m.setPte(entry, NONE)
    if (pte_dirty(old)) setFlag(k.m, head, FRAME_DIRTY, true)
    addCol(k.m, pfn, COL_MAPCOUNT, -1)
    const isMarked = pte_install_uffd_wp_if_needed(k, mm, vma, start + i, entry, old)
    if (!isMarked) k.set(MO.entry_zapped, mm.id, start + i, entry)
  }
  flush_tlb_mm_range(k, mm, start, start + PARTS)
}

/** Parts that hold nothing but zeroes are given back: their entries get the zero page. */
function mapUnusedToZeroPage(k: Kernel, mm: Mm, vma: Vma, head: Pfn, start: Vpn): void {
  for (let i = 0; i < PARTS; i++) {
    const pfn = (head + i) as Pfn
    const entry = entryAt(k, mm, start + i, 1)
    if (entry === null) continue
    const old = k.m.getPte(entry as EntryRef)
    const { lo, hi } = pageValue(k.m, pfn)
    if (!pte_present(old) || pte_pfn(old) !== pfn || lo !== 0 || hi !== 0) continue
    let pte = pte_mkspecial(mk_pte(ZERO_PFN as Pfn, vmPageProt(vma)))
    if (pte_soft_dirty(old)) pte = pte_mksoft_dirty(k.b, pte)
    if (pte_uffd_wp(old)) pte = pte_mkuffd_wp(k.b, pte)
    addCol(k.m, pfn, COL_MAPCOUNT, -1)
    k.m.setPte(entry as EntryRef, pte)
    k.set(MO.zero_page_mapped, mm.id, start + i, entry as EntryRef)
  }
  flush_tlb_mm_range(k, mm, start, start + PARTS)
}
