/** Splitting a huge page itself, not only a mapping of it. Linux: mm/huge_memory.c split_folio(). */

import { NONE } from '../../../machine/entry.ts'
import {
  addCol,
  COL_HUGE_MAPCOUNT,
  COL_INDEX,
  COL_MAPCOUNT,
  COL_MAPPING,
  col,
  FRAME_ANON,
  hasFlag,
  pageValue,
} from '../../../machine/frames.ts'
import { ZERO_PFN } from '../../../machine/phys.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  mk_pte,
  pmd_trans_huge,
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
import { vma_lookup } from '../../include/kernel.ts'
import { MO } from '../../include/sites.ts'
import { underTableLock } from '../../kernel/locking.ts'
import { pte_install_uffd_wp_if_needed } from '../memory/marker.ts'
import { breakHugeFolio, folio_mapcount, folio_mark_dirty, page_mapcount } from '../page_alloc.ts'
import { entryAt, pmdAt, tableAt } from '../pgtable-generic.ts'
import { __split_huge_pmd } from './split.ts'

const PARTS = 512

/** Does somebody besides page tables, the pipe of `hold`, refer to a part? Then the page cannot be split. */
export function isHeld(k: Kernel, head: Pfn, pages = PARTS): boolean {
  return k.m
    .all('task')
    .some(({ held }) => held.some(({ pfn }) => pfn >= head && pfn < head + pages))
}

/**
 * Do others map the huge page of this frame too, as far as the release can tell? Linux: page_mapcount() of the very page,
 * then folio_likely_mapped_shared() (v6.9), which guesses, then folio_maybe_mapped_shared(), which knows.
 */
export function isMappedShared(k: Kernel, pfn: Pfn): boolean {
  const head = (pfn - (pfn % PARTS)) as Pfn
  if (k.b['shared-by-mm']) return mapperCount(k, head) > 1
  if (!k.b['advice-keeps-folios']) return page_mapcount(k, pfn) !== 1
  const count = folio_mapcount(k, head)
  if (count <= 1) return false
  if (col(k.m, head, COL_HUGE_MAPCOUNT) > 0 || count > PARTS) return true
  return page_mapcount(k, head) > 1
}

/** How many processes map some part of the huge page. */
function mapperCount(k: Kernel, head: Pfn): number {
  return k.m.all('mm').filter((mm) => mm.alive && mm.vmas.some((vma) => mapsPart(k, mm, vma, head)))
    .length
}

function mapsPart(k: Kernel, mm: Mm, vma: Vma, head: Pfn): boolean {
  for (let at = vma.start - (vma.start % PARTS); at < vma.end; at += PARTS) {
    const pmd = pmdAt(k, mm, at)
    if (pmd_trans_huge(pmd)) {
      if (pte_pfn(pmd) === head) return true
      continue
    }
    if (tableAt(k, mm, at, 1) === null) continue
    for (let i = 0; i < PARTS; i++) {
      const pte = k.m.getPte(entryAt(k, mm, at + i, 1) as EntryRef)
      const part = pte_present(pte) ? pte_pfn(pte) - head : -1
      if (part >= 0 && part < PARTS) return true
    }
  }
  return false
}

/**
 * Makes 512 small pages of a huge one whose mapping has become a table. `start` is where its first part is mapped, if it
 * is. False: it cannot be split now.
 */
export function split_folio(k: Kernel, mm: Mm, head: Pfn, start: Vpn): boolean {
  if (isHeld(k, head)) return false
  const isAnon = hasFlag(k.m, head, FRAME_ANON)
  if (!isAnon) unmapFile(k, head)
  else if (k.b['split-maps-zero-page']) mapUnusedToZeroPage(k, mm, head, start)
  breakHugeFolio(k, head, isAnon ? 0 : 1)
  return true
}

/** A file's pages can be found again: all entries go, in whichever area and process. Linux: unmap_folio(). */
function unmapFile(k: Kernel, head: Pfn): void {
  const file = col(k.m, head, COL_MAPPING) - 1
  const first = col(k.m, head, COL_INDEX)
  for (const mm of k.m.all('mm')) {
    if (!mm.alive) continue
    for (const vma of mm.vmas) {
      if (vma.file === file) unmapFileIn(k, mm, vma, head, vma.start + (first - vma.pgoff))
    }
  }
}

/** @param start where the area has, or would have, the first part */
function unmapFileIn(k: Kernel, mm: Mm, vma: Vma, head: Pfn, start: Vpn): void {
  if (start + PARTS <= vma.start || start >= vma.end) return
  const pmd = start % PARTS === 0 ? pmdAt(k, mm, start) : NONE
  if (pmd_trans_huge(pmd) && pte_pfn(pmd) === head) __split_huge_pmd(k, mm, vma, start, null)
  const end = Math.min(start + PARTS, vma.end)
  for (let at = Math.max(start, vma.start); at < end; ) {
    const next = Math.min(end, at - (at % PARTS) + PARTS)
    const table = tableAt(k, mm, at, 1)
    const from = at
    if (table !== null) {
      underTableLock(k, table, () => {
        for (let vpn = from; vpn < next; vpn++)
          unmapPart(k, mm, vma, vpn, head, head + (vpn - start))
      })
    }
    at = next
  }
  flush_tlb_mm_range(k, mm, start, start + PARTS)
}

function unmapPart(k: Kernel, mm: Mm, vma: Vma, vpn: Vpn, head: Pfn, part: number): void {
  const entry = entryAt(k, mm, vpn, 1) as EntryRef
  const old = k.m.getPte(entry)
  if (!pte_present(old) || pte_pfn(old) !== part) return
  k.m.setPte(entry, NONE)
  if (pte_dirty(old)) folio_mark_dirty(k, head)
  addCol(k.m, part as Pfn, COL_MAPCOUNT, -1)
  const isMarked = pte_install_uffd_wp_if_needed(k, mm, vma, vpn, entry, old)
  if (!isMarked) k.set(MO.entry_zapped, mm.id, vpn, entry)
}

/** Parts that hold nothing but zeroes are given back: their entries get the zero page. */
function mapUnusedToZeroPage(k: Kernel, mm: Mm, head: Pfn, start: Vpn): void {
  for (let i = 0; i < PARTS; i++) {
    const pfn = (head + i) as Pfn
    const entry = entryAt(k, mm, start + i, 1)
    if (entry === null) continue
    const old = k.m.getPte(entry as EntryRef)
    const { lo, hi } = pageValue(k.m, pfn)
    if (!pte_present(old) || pte_pfn(old) !== pfn || lo !== 0 || hi !== 0) continue
    const vma = vma_lookup(mm, start + i)
    if (vma === null) continue
    let pte = pte_mkspecial(mk_pte(ZERO_PFN as Pfn, vmPageProt(vma)))
    if (pte_soft_dirty(old)) pte = pte_mksoft_dirty(k.b, pte)
    if (pte_uffd_wp(old)) pte = pte_mkuffd_wp(k.b, pte)
    addCol(k.m, pfn, COL_MAPCOUNT, -1)
    k.m.setPte(entry as EntryRef, pte)
    k.set(MO.zero_page_mapped, mm.id, start + i, entry as EntryRef)
  }
  flush_tlb_mm_range(k, mm, start, start + PARTS)
}
