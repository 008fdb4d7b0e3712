/** Taking entries away. Linux: mm/memory.c zap_pte_range() and its callers. */
import type { Pte } from '../../../machine/entry.ts'
import { NONE } from '../../../machine/entry.ts'
import { FRAME_ANON, hasFlag, hasFrame } from '../../../machine/frames.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_dirty,
  pte_none,
  pte_pfn,
  pte_present,
} from '../../arch/x86/include/pgtable.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { POINT_FLUSH } from '../../include/kernel.ts'
import type { ZapDetails } from '../../include/mm_types.ts'
import { vma_is_anonymous } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { __swp_offset, is_pte_marker } from '../../include/swapops.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { __split_huge_pmd } from '../huge_memory/split.ts'
import { zap_huge_pmd } from '../huge_memory/zap.ts'
import type { mmu_gather } from '../mmu_gather.ts'
import { tlb_flush_mmu, tlb_flush_pte_range } from '../mmu_gather.ts'
import { folio_mapcount, folio_mark_dirty } from '../page_alloc.ts'
import { entryAt, pmdAt, tableAt } from '../pgtable-generic.ts'
import { page_remove_rmap } from '../rmap.ts'
import { RunSteps } from '../run-steps.ts'
import { folio_free_swap, free_swap_and_cache } from '../swapfile.ts'
import { try_to_free_pte } from './free-tables.ts'
import { pte_install_uffd_wp_if_needed } from './marker.ts'

export const ZAP_ALL: ZapDetails = { dropMarker: true, evenCows: true, onlyFrame: null }
/** MADV_DONTNEED: markers stay. */
export const ZAP_DONTNEED: ZapDetails = {
  dropMarker: false,
  evenCows: true,
  onlyFrame: null,
  freesTables: true,
}

/** Zaps `[from, to)` of one area; a huge mapping is taken whole, or split where only part of it goes. */
export function* unmap_page_range(
  k: Kernel,
  gather: mmu_gather,
  vma: Vma,
  from: Vpn,
  to: Vpn,
  details: ZapDetails,
): Kfn<void> {
  const { mm } = gather
  k.enter(FN.unmap_page_range, mm.id, from)
  for (let at = from; at < to; ) {
    const next = Math.min(to, at - (at % 512) + 512)
    yield* zap_pmd_range(k, gather, vma, at, next, details)
    at = next
  }
  k.leave()
}

function* zap_pmd_range(
  k: Kernel,
  gather: mmu_gather,
  vma: Vma,
  at: Vpn,
  next: Vpn,
  details: ZapDetails,
): Kfn<void> {
  const { mm } = gather
  if (pmd_trans_huge(pmdAt(k, mm, at))) {
    const table = tableAt(k, mm, at, 2) as Pfn
    yield* ptl_lock(k, table)
    const isWhole = next - at === 512 && pmd_trans_huge(pmdAt(k, mm, at))
    if (isWhole) zap_huge_pmd(k, gather, vma, at)
    else __split_huge_pmd(k, mm, vma, at, gather)
    ptl_unlock(k, table)
    if (isWhole) return
  }
  const table = tableAt(k, mm, at, 1)
  if (table === null) return
  yield* ptl_lock(k, table)
  const mustFlush = zap_pte_range(k, gather, vma, at, next, details)
  if (mustFlush) {
    if (!k.alone) yield POINT_FLUSH
    tlb_flush_mmu(k, gather)
  }
  ptl_unlock(k, table)
  const mayFree = details.freesTables === true && k.b['dontneed-frees-tables'] && next - at === 512
  if (mayFree) try_to_free_pte(k, gather, mm, at)
}

/** Under the table's lock. True if a dirty file page was unmapped: its flush may not wait. */
function zap_pte_range(
  k: Kernel,
  gather: mmu_gather,
  vma: Vma,
  from: Vpn,
  to: Vpn,
  details: ZapDetails,
): boolean {
  const { mm } = gather
  const steps = new RunSteps(k, MO.entry_zapped, mm.id, to - from)
  let mustFlush = false
  for (let vpn = from; vpn < to; vpn++) {
    const entry = entryAt(k, mm, vpn, 1) as EntryRef
    const pte = k.m.getPte(entry)
    if (pte_none(pte)) continue
    if (pte_present(pte)) {
      const zapped = zap_present_pte(k, gather, vma, vpn, entry, pte, details)
      if (zapped === 'skipped') continue
      if (zapped === 'dirty') mustFlush = true
    } else if (!zap_nonpresent_pte(k, mm, vma, vpn, entry, pte, details)) continue
    steps.add(vpn, entry)
  }
  steps.end()
  return mustFlush
}

/** 'dirty': what was written through this entry belongs to a file, and no CPU may go on writing. */
function zap_present_pte(
  k: Kernel,
  gather: mmu_gather,
  vma: Vma,
  vpn: Vpn,
  entry: EntryRef,
  pte: Pte,
  details: ZapDetails,
): 'skipped' | 'zapped' | 'dirty' {
  const pfn = pte_pfn(pte)
  const isCounted = hasFrame(pfn)
  const isAnon = isCounted && hasFlag(k.m, pfn, FRAME_ANON)
  if (details.onlyFrame !== null && pfn !== details.onlyFrame) return 'skipped'
  if (isAnon && !details.evenCows) return 'skipped'
  k.m.setPte(entry, NONE)
  tlb_flush_pte_range(gather, vpn, vpn + 1)
  if (!details.dropMarker) pte_install_uffd_wp_if_needed(k, gather.mm, vma, vpn, entry, pte)
  if (!isCounted) return 'zapped'
  const isDirtyFile = !isAnon && pte_dirty(pte)
  if (isDirtyFile) folio_mark_dirty(k, pfn)
  page_remove_rmap(k, gather.mm, pfn)
  if (isAnon && folio_mapcount(k, pfn) === 0) folio_free_swap(k, pfn)
  gather.pages.push(pfn)
  return isDirtyFile ? 'dirty' : 'zapped'
}

/** True if the entry changed. */
function zap_nonpresent_pte(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  vpn: Vpn,
  entry: EntryRef,
  pte: Pte,
  details: ZapDetails,
): boolean {
  if (details.onlyFrame !== null) return false
  if (is_pte_marker(pte)) {
    const mayStay = !details.dropMarker && !vma_is_anonymous(vma)
    if (mayStay && k.b['persist-on-zap']) return false
    k.m.setPte(entry, NONE)
    return true
  }
  if (!details.evenCows) return false
  k.m.setPte(entry, NONE)
  free_swap_and_cache(k, __swp_offset(pte))
  if (!details.dropMarker) pte_install_uffd_wp_if_needed(k, mm, vma, vpn, entry, pte)
  return true
}
