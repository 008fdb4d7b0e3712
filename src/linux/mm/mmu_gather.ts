/** Collecting what has to be flushed, and flushing it once, after the page-table locks. Linux: mm/mmu_gather.c. */
import type { Mm } from '../../machine/records.ts'
import { MM_WORD_FLUSH_PENDING } from '../../machine/records.ts'
import type { Pfn, Vpn } from '../../machine/units.ts'
import { flush_tlb_mm_range } from '../arch/x86/mm/tlb.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { POINT_FLUSH } from '../include/kernel.ts'
import { folio_put, folios_put } from './page_alloc.ts'
import { FINE_PAGES } from './run-steps.ts'

export interface mmu_gather {
  readonly mm: Mm
  /** Pages whose translations may be stale: `[from, to)`; empty when to is 0. */
  from: Vpn
  to: Vpn
  /** Pages to let go of once no CPU can reach them any more. */
  readonly pages: Pfn[]
}

/** Opens a gather; others can see from now on that a flush is pending. */
export function tlb_gather_mmu(k: Kernel, mm: Mm): mmu_gather {
  k.m.bump(mm.words + MM_WORD_FLUSH_PENDING, 1)
  return { mm, from: Number.MAX_SAFE_INTEGER, to: 0, pages: [] }
}

export function tlb_flush_pte_range(gather: mmu_gather, from: Vpn, to: Vpn): void {
  if (from < gather.from) gather.from = from
  if (to > gather.to) gather.to = to
}

/** Flushes what was gathered so far, then frees the pages. */
export function tlb_flush_mmu(k: Kernel, gather: mmu_gather): void {
  if (gather.to !== 0) flush_tlb_mm_range(k, gather.mm, gather.from, gather.to)
  gather.from = Number.MAX_SAFE_INTEGER
  gather.to = 0
  if (gather.pages.length > FINE_PAGES && k.mayBulk()) folios_put(k, gather.pages)
  else for (const pfn of gather.pages) folio_put(k, pfn)
  gather.pages.length = 0
}

/** Another thread has a flush under way in this address space, or is about to. */
export function mm_tlb_flush_pending(k: Kernel, mm: Mm): boolean {
  return k.m.read(mm.words + MM_WORD_FLUSH_PENDING) > 0
}

/** Flushes and closes. Another CPU may act between the last change of an entry and this flush. */
export function* tlb_finish_mmu(k: Kernel, gather: mmu_gather): Kfn<void> {
  if (!k.alone) yield POINT_FLUSH
  const at = gather.mm.words + MM_WORD_FLUSH_PENDING
  if (gather.to !== 0 && k.m.read(at) > 1) {
    gather.from = 0
    gather.to = 2 ** 35
  }
  tlb_flush_mmu(k, gather)
  k.m.bump(at, -1)
}
