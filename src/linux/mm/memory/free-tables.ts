/** Giving page tables back. Linux: mm/memory.c free_pgtables() and free_pgd_range(). */
import { NONE, pfnOf } from '../../../machine/entry.ts'
import { releaseFrame } from '../../../machine/frames.ts'
import type { Mm } from '../../../machine/records.ts'
import { OP_UNTABLE } from '../../../machine/trace.ts'
import type { EntryRef, Level, Vpn } from '../../../machine/units.ts'
import { pte_none } from '../../arch/x86/include/pgtable.ts'
import type { Kernel } from '../../include/kernel.ts'
import { MO } from '../../include/sites.ts'
import type { mmu_gather } from '../mmu_gather.ts'
import { tlb_flush_pte_range } from '../mmu_gather.ts'
import { entryAt } from '../pgtable-generic.ts'

/** Pages that one entry of that level covers. */
const SPAN: Readonly<Record<2 | 3 | 4, number>> = { 2: 512, 3: 512 * 512, 4: 512 * 512 * 512 }

/**
 * Frees the tables that served only the areas that are gone: those whose whole span no area touches any more. Lower
 * tables of all areas go before any upper one, as two areas may share that.
 */
export function free_pgtables(
  k: Kernel,
  gather: mmu_gather,
  mm: Mm,
  gone: readonly { readonly start: Vpn; readonly end: Vpn }[],
): void {
  for (const level of [2, 3, 4] as const) {
    const span = SPAN[level]
    for (const { start, end } of gone) {
      for (let at = start - (start % span); at < end; at += span) {
        if (mm.vmas.some((vma) => vma.start < at + span && vma.end > at)) continue
        freeTable(k, gather, mm, at, level)
      }
    }
  }
}

/** The page table at `at` is empty and may go although its area stays. Linux: mm/pt_reclaim.c. */
export function try_to_free_pte(k: Kernel, gather: mmu_gather, mm: Mm, at: Vpn): void {
  for (let vpn = at; vpn < at + SPAN[2]; vpn++) {
    if (!pte_none(k.m.getPte(entryAt(k, mm, vpn, 1) as EntryRef))) return
  }
  freeTable(k, gather, mm, at, 2)
}

function freeTable(k: Kernel, gather: mmu_gather, mm: Mm, at: Vpn, level: 2 | 3 | 4): void {
  const entry = entryAt(k, mm, at, level as Level) as EntryRef | null
  if (entry === null) return
  const pte = k.m.getPte(entry)
  if (pte.lo === 0) return
  const table = pfnOf(pte)
  k.m.setPte(entry, NONE)
  tlb_flush_pte_range(gather, at, at + 1)
  k.stepAt(OP_UNTABLE, MO.table_freed, mm.id, at, table, level - 1)
  releaseFrame(k.m, table)
}
