/** Splitting a huge page itself, not only a mapping of it. Linux: mm/huge_memory.c split_folio(). */

import type { Pte } from '../../../machine/entry.ts'
import { NONE } from '../../../machine/entry.ts'
import {
  COL_HUGE_MAPCOUNT,
  COL_INDEX,
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
import { MO } from '../../include/sites.ts'
import { underTableLock } from '../../kernel/locking.ts'
import { areasOfFile } from '../filemap.ts'
import { pte_install_uffd_wp_if_needed } from '../memory/marker.ts'
import {
  breakHugeFolio,
  folio_mapcount,
  folio_mark_dirty,
  folio_order,
  page_mapcount,
  setFolioOrder,
} from '../page_alloc.ts'
import { entryAt, pmdAt, tableAt } from '../pgtable-generic.ts'
import { page_remove_rmap } from '../rmap.ts'
import { mappingsOf } from './mappings.ts'
import { folio_maybe_mapped_shared } from './mm-ids.ts'
import { __split_huge_pmd } from './split.ts'

const PARTS = 512

/** Does somebody besides page tables, the pipe of `hold`, refer to a part? Then the page cannot be split. */
export function isHeld(k: Kernel, head: Pfn, pages = PARTS): boolean {
  return k.m
    .all('task')
    .some(({ held }) => held.some(({ pfn }) => pfn >= head && pfn < head + pages))
}

/**
 * Do others map the huge page of this frame too, as far as the advice of the release can tell? By the mappings of this
 * very part (page_mapcount()), of all parts (folio_mapcount()), of the first part (folio_estimated_sharers()), by a guess
 * (folio_likely_mapped_shared()), or for certain (folio_maybe_mapped_shared()).
 */
export function isMappedShared(k: Kernel, pfn: Pfn, advice: 'cold' | 'free'): boolean {
  const pages = 2 ** folio_order(k, pfn)
  const head = (pfn - (pfn % pages)) as Pfn
  const { b } = k
  if (b['shared-by-mm']) {
    return pages === PARTS ? folio_maybe_mapped_shared(k, head) : mapperCount(k, head, pages) > 1
  }
  if (b['advice-keeps-folios']) return folio_likely_mapped_shared(k, head)
  if (b['sharers-likely']) return page_mapcount(k, head) > 1
  const isByHead = b['sharers-head'] || (advice === 'free' && b['free-sharers-head'])
  if (isByHead) return page_mapcount(k, head) !== 1
  const isByTotal = b[advice === 'free' ? 'free-sharers-total' : 'cold-sharers-total']
  return (isByTotal ? folio_mapcount(k, head) : page_mapcount(k, pfn)) !== 1
}

/** The same of a huge page that one entry maps here: MADV_FREE always counted all mappings then. */
export function isHugeMappedShared(k: Kernel, head: Pfn, advice: 'cold' | 'free'): boolean {
  if (advice === 'free' && !k.b['sharers-head']) return folio_mapcount(k, head) !== 1
  return isMappedShared(k, head, advice)
}

/** Linux v6.10 on. */
function folio_likely_mapped_shared(k: Kernel, head: Pfn): boolean {
  const count = folio_mapcount(k, head)
  if (count <= 1) return false
  if (col(k.m, head, COL_HUGE_MAPCOUNT) > 0 || count > PARTS) return true
  return page_mapcount(k, head) > 1
}

/** How many processes map some page of a folio that is smaller than a huge page. */
function mapperCount(k: Kernel, head: Pfn, pages: number): number {
  return new Set(Array.from(mappingsOf(k, head, pages), ({ mm }) => mm.id)).size
}

/**
 * Makes small pages of a huge one, or of a smaller folio of a file; whoever maps it by one entry gets a table. False: it
 * cannot be split now.
 */
export function split_folio(k: Kernel, head: Pfn, pages = PARTS): boolean {
  if (isHeld(k, head, pages)) return false
  const isAnon = hasFlag(k.m, head, FRAME_ANON)
  if (isAnon) splitMappings(k, head)
  else unmap_folio(k, head, pages)
  if (isAnon && k.b['split-maps-zero-page']) mapUnusedToZeroPage(k, head)
  if (pages === PARTS) breakHugeFolio(k, head, isAnon ? 0 : 1)
  else for (let i = 0; i < pages; i++) setFolioOrder(k, (head + i) as Pfn, 0)
  return true
}

function splitMappings(k: Kernel, head: Pfn): void {
  for (const { mm, vma, vpn, level } of [...mappingsOf(k, head)]) {
    const table = level === 2 ? tableAt(k, mm, vpn, 2) : null
    if (table === null) continue
    underTableLock(k, table, () => __split_huge_pmd(k, mm, vma, vpn, null, true))
  }
}

/**
 * A file's pages can be found again: every entry of the folio goes, in whichever area and process. What a private area
 * has put in their place stays, the zero page as well. Linux: unmap_folio(), try_to_unmap().
 */
function unmap_folio(k: Kernel, head: Pfn, pages: number): void {
  const file = col(k.m, head, COL_MAPPING) - 1
  const first = col(k.m, head, COL_INDEX)
  for (const { mm, vma } of areasOfFile(k, file)) {
    unmapFileIn(k, mm, vma, { head, pages }, vma.start + (first - vma.pgoff))
  }
}

interface Folio {
  readonly head: Pfn
  readonly pages: number
}

/** @param start where the area has, or would have, the first part */
function unmapFileIn(k: Kernel, mm: Mm, vma: Vma, { head, pages }: Folio, start: Vpn): void {
  if (start + pages <= vma.start || start >= vma.end) return
  const pmd = start % PARTS === 0 ? pmdAt(k, mm, start) : NONE
  if (pmd_trans_huge(pmd) && pte_pfn(pmd) === head) __split_huge_pmd(k, mm, vma, start, null)
  const end = Math.min(start + pages, vma.end)
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
  flush_tlb_mm_range(k, mm, start, start + pages)
}

function unmapPart(k: Kernel, mm: Mm, vma: Vma, vpn: Vpn, head: Pfn, part: number): void {
  const entry = entryAt(k, mm, vpn, 1) as EntryRef
  const old = k.m.getPte(entry)
  if (!pte_present(old) || pte_pfn(old) !== part) return
  k.m.setPte(entry, NONE)
  if (pte_dirty(old)) folio_mark_dirty(k, head)
  page_remove_rmap(k, mm, part as Pfn)
  const isMarked = pte_install_uffd_wp_if_needed(k, mm, vma, vpn, entry, old)
  if (!isMarked) k.set(MO.entry_zapped, mm.id, vpn, entry)
}

/** Parts that hold nothing but zeroes are given back: their entries get the zero page. */
function mapUnusedToZeroPage(k: Kernel, head: Pfn): void {
  const mapped = new Map<Mm, { from: Vpn; to: Vpn }>()
  for (const { mm, vma, vpn } of [...mappingsOf(k, head)]) {
    const entry = entryAt(k, mm, vpn, 1) as EntryRef
    const old = k.m.getPte(entry)
    const { lo, hi } = pageValue(k.m, pte_pfn(old))
    const range = mapped.get(mm) ?? { from: vpn, to: vpn }
    mapped.set(mm, { from: Math.min(range.from, vpn), to: Math.max(range.to, vpn + 1) })
    if (lo !== 0 || hi !== 0) continue
    underTableLock(k, tableAt(k, mm, vpn, 1) as Pfn, () => mapZeroPage(k, mm, vma, vpn, entry, old))
  }
  for (const [mm, { from, to }] of mapped) flush_tlb_mm_range(k, mm, from, to)
}

function mapZeroPage(k: Kernel, mm: Mm, vma: Vma, vpn: Vpn, entry: EntryRef, old: Pte): void {
  let pte = pte_mkspecial(mk_pte(ZERO_PFN as Pfn, vmPageProt(vma)))
  if (pte_soft_dirty(old)) pte = pte_mksoft_dirty(k.b, pte)
  if (pte_uffd_wp(old)) pte = pte_mkuffd_wp(k.b, pte)
  page_remove_rmap(k, mm, pte_pfn(old))
  k.m.setPte(entry, pte)
  k.set(MO.zero_page_mapped, mm.id, vpn, entry)
}
