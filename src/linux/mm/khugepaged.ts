/** Making a huge page out of small ones, on request. Linux: mm/khugepaged.c madvise_collapse(). */
import { NONE } from '../../machine/entry.ts'
import {
  FRAME_ANON,
  FRAME_SWAPCACHE,
  FRAME_UPTODATE,
  hasFlag,
  hasFrame,
  pageValue,
  releaseFrame,
  setValue,
} from '../../machine/frames.ts'
import type { Mm, Vma } from '../../machine/records.ts'
import { OP_UNTABLE } from '../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import {
  mk_pte,
  pmd_mkhuge,
  pmd_trans_huge,
  pte_mkdirty,
  pte_mkwrite,
  pte_none,
  pte_pfn,
  pte_present,
  pte_swp_uffd_wp,
  pte_uffd_wp,
  pte_write,
} from '../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../arch/x86/mm/pgprot.ts'
import { flush_tlb_mm_range } from '../arch/x86/mm/tlb.ts'
import type { Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { VM_NOHUGEPAGE, VM_UFFD_FLAGS, VM_WRITE, vma_is_anonymous } from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { __swp_offset, is_pte_marker } from '../include/swapops.ts'
import { mmap_write_lock, mmap_write_unlock } from '../kernel/locking.ts'
import { collapseFile } from './khugepaged-file.ts'
import type { Scan } from './khugepaged-scan.ts'
import { goesOn, madvise_collapse_errno } from './khugepaged-scan.ts'
import {
  alloc_anon_folio,
  alloc_huge_folio,
  folio_get,
  folio_mapcount,
  folio_put,
  folio_ref_count,
} from './page_alloc.ts'
import { entryAt, pmdAt, tableAt } from './pgtable-generic.ts'
import { addNewHugeAnonRmap, page_remove_rmap } from './rmap.ts'
import {
  add_to_swap_cache,
  folio_free_swap,
  swap_cache_get_folio,
  swap_free,
  swap_read_folio,
} from './swapfile.ts'

/** madvise(MADV_COLLAPSE) on one area. */
export function* madvise_collapse(k: Kernel, mm: Mm, vma: Vma): Kfn<Ret> {
  if (!mayHoldHuge(mm, vma)) return 'EINVAL'
  const first = Math.ceil(vma.start / 512) * 512
  // Between two borders of 2 MiB there must be room for one, or for none at all.
  if (first > vma.end - (vma.end % 512)) return k.b['collapse-of-nothing'] ? 0 : 'EINVAL'
  k.enter(FN.madvise_collapse, mm.id, vma.start)
  let result: Scan = 'SUCCEED'
  for (let at = first; at + 512 <= vma.end; at += 512) {
    const one = yield* collapseOne(k, mm, vma, at)
    if (one !== 'SUCCEED') result = one
    if (!goesOn(k, one)) break
  }
  k.leave()
  return madvise_collapse_errno(k, result)
}

/** Could the area that this range lies in hold a huge page at all? Linux: thp_vma_allowable_order(). */
function mayHoldHuge(mm: Mm, slice: Vma): boolean {
  const vma = mm.vmas.find((v) => v.start <= slice.start && v.end >= slice.end)
  if (vma === undefined || (vma.flags & VM_NOHUGEPAGE) !== 0) return false
  if (vma_is_anonymous(vma)) {
    if (vma.anonVma === 0) return false
  } else if ((vma.start - vma.pgoff) % 512 !== 0) return false
  return Math.ceil(vma.start / 512) * 512 + 512 <= vma.end
}

function* collapseOne(k: Kernel, mm: Mm, vma: Vma, at: Vpn): Kfn<Scan> {
  if (!vma_is_anonymous(vma)) return yield* collapseFile(k, mm, vma, at)
  const pmd = pmdAt(k, mm, at)
  if (pmd_trans_huge(pmd)) return 'SUCCEED'
  if (pmd.lo === 0) return tableAt(k, mm, at, 2) === null ? 'PMD_NULL' : 'PMD_NONE'
  const scanned = hpage_collapse_scan_pmd(k, mm, vma, at)
  if (scanned !== 'SUCCEED') return scanned
  yield* mmap_write_lock(k, mm)
  const result = collapse_huge_page(k, mm, vma, at)
  mmap_write_unlock(k, mm)
  return result
}

/** May this range be collapsed? */
function hpage_collapse_scan_pmd(k: Kernel, mm: Mm, vma: Vma, at: Vpn): Scan {
  k.enter(FN.hpage_collapse_scan_pmd, mm.id, at)
  let isWritable = false
  let result: Scan = 'SUCCEED'
  for (let vpn = at; vpn < at + 512 && result === 'SUCCEED'; vpn++) {
    const pte = k.m.getPte(entryAt(k, mm, vpn, 1) as EntryRef)
    if (pte_none(pte) || (pte_present(pte) && !hasFrame(pte_pfn(pte)))) {
      if ((vma.flags & VM_UFFD_FLAGS) !== 0) result = 'EXCEED_NONE_PTE'
    } else if (!pte_present(pte)) {
      if (is_pte_marker(pte) || pte_swp_uffd_wp(pte)) result = 'PTE_UFFD_WP'
    } else {
      const pfn = pte_pfn(pte)
      if (pte_uffd_wp(pte)) result = 'PTE_UFFD_WP'
      else if (!hasFlag(k.m, pfn, FRAME_ANON)) result = 'PAGE_ANON'
      else if (hasExtraReference(k, pfn)) result = 'PAGE_COUNT'
      if (pte_write(pte)) isWritable = true
    }
  }
  k.leave()
  const isRefused = !isWritable && !k.b['collapse-read-only']
  return result === 'SUCCEED' && isRefused ? 'PAGE_RO' : result
}

/** Somebody besides the mappings (and the swap cache) holds the page. */
function hasExtraReference(k: Kernel, pfn: Pfn): boolean {
  const inSwapCache = hasFlag(k.m, pfn, FRAME_SWAPCACHE) ? 1 : 0
  return folio_ref_count(k, pfn) !== folio_mapcount(k, pfn) + inSwapCache
}

/** Copies the 512 pages into one huge page and puts it in the table's place. */
function collapse_huge_page(k: Kernel, mm: Mm, vma: Vma, at: Vpn): Scan {
  const head = alloc_huge_folio(k, FRAME_ANON | FRAME_UPTODATE)
  if (head === null) return 'ALLOC_HUGE_PAGE_FAIL'
  k.enter(FN.collapse_huge_page, mm.id, at)
  for (let i = 0; i < 512; i++) takePart(k, mm, at + i, (head + i) as Pfn)
  const entry = entryAt(k, mm, at, 2) as EntryRef
  const table = tableAt(k, mm, at, 1) as Pfn
  let pmd = pte_mkdirty(k.b, pmd_mkhuge(mk_pte(head, vmPageProt(vma))))
  if ((vma.flags & VM_WRITE) !== 0) pmd = pte_mkwrite(pmd)
  k.m.setPte(entry, NONE)
  flush_tlb_mm_range(k, mm, at, at + 512)
  addNewHugeAnonRmap(k, mm, head)
  k.m.setPte(entry, pmd)
  k.stepAt(OP_UNTABLE, MO.range_collapsed, mm.id, at, table, 1)
  releaseFrame(k.m, table)
  k.leave()
  return 'SUCCEED'
}

/** One small page's value moves into its place in the huge page; the small page loses its mapping. */
function takePart(k: Kernel, mm: Mm, vpn: Vpn, part: Pfn): void {
  const entry = entryAt(k, mm, vpn, 1) as EntryRef
  const pte = k.m.getPte(entry)
  if (pte_none(pte)) return
  k.m.setPte(entry, NONE)
  if (!pte_present(pte)) {
    const slot = __swp_offset(pte)
    const pfn = swap_cache_get_folio(k, slot) ?? readSlot(k, slot)
    if (pfn !== null) setValue(k.m, part, pageValue(k.m, pfn))
    swap_free(k, slot)
    if (pfn !== null) folio_free_swap(k, pfn)
    return
  }
  const pfn = pte_pfn(pte)
  if (!hasFrame(pfn)) return
  setValue(k.m, part, pageValue(k.m, pfn))
  page_remove_rmap(k, mm, pfn)
  if (folio_mapcount(k, pfn) === 0) folio_free_swap(k, pfn)
  folio_put(k, pfn)
}

function readSlot(k: Kernel, slot: number): Pfn | null {
  const pfn = alloc_anon_folio(k)
  if (pfn === null) return null
  swap_read_folio(k, slot, pfn)
  add_to_swap_cache(k, slot, pfn)
  folio_get(k, pfn, -1)
  return pfn
}
