/** Flushing translations, here and on the other CPUs. Linux: arch/x86/mm/tlb.c, asm/tlbflush.h. */
import type { Pte } from '../../../../machine/entry.ts'
import {
  GLOBAL,
  NX_HI,
  PCD,
  PFN_HI,
  PFN_LO,
  PSE,
  PWT,
  RW,
  USER,
} from '../../../../machine/entry.ts'
import type { Mm } from '../../../../machine/records.ts'
import { invalidateRange } from '../../../../machine/tlb.ts'
import { OP_FLUSH } from '../../../../machine/trace.ts'
import type { Vpn } from '../../../../machine/units.ts'
import type { Kernel } from '../../../include/kernel.ts'
import { FN, MO } from '../../../include/sites.ts'
import { _PAGE_DIRTY, _PAGE_PRESENT } from '../include/pgtable_types.ts'

/** Drops the translations of `[from, to)` on every CPU; other CPUs are interrupted for it. */
export function flush_tlb_mm_range(k: Kernel, mm: Mm, from: Vpn, to: Vpn): void {
  k.enter(FN.flush_tlb_mm_range, mm.id, from)
  let lost = 0
  for (let cpu = 0; cpu < k.cpus; cpu++) {
    if (invalidateRange(k.m, cpu, mm.id, from, to) > 0) lost |= 1 << cpu
  }
  k.stepAt(OP_FLUSH, MO.tlb_flushed, mm.id, from, lost, to - from)
  k.leave()
}

const FLAGS_THAT_FLUSH_LO = RW | USER | PWT | PCD | PSE | GLOBAL

/**
 * Does a change of this entry leave stale translations behind? Software bits never do; A alone is not worth a flush.
 * Behaviour `tlb-gather` (v5.19).
 */
export function pte_needs_flush(before: Pte, after: Pte): boolean {
  if ((before.lo & _PAGE_PRESENT) === 0) return false
  const lo = before.lo ^ after.lo
  const hi = before.hi ^ after.hi
  if ((lo & PFN_LO) !== 0 || (hi & PFN_HI) !== 0) return true
  if ((lo & FLAGS_THAT_FLUSH_LO) !== 0 || (hi & NX_HI) !== 0) return true
  return (lo & before.lo & (_PAGE_DIRTY | _PAGE_PRESENT)) !== 0
}
