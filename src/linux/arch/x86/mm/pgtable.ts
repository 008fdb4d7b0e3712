/** Changing one entry under its lock. Linux: arch/x86/mm/pgtable.c, mm/pgtable-generic.c. */
import type { Pte } from '../../../../machine/entry.ts'
import { equalPte, NONE } from '../../../../machine/entry.ts'
import type { Mm } from '../../../../machine/records.ts'
import type { EntryRef, Vpn } from '../../../../machine/units.ts'
import { PAGES_PER_PMD } from '../../../../machine/units.ts'
import type { Kernel } from '../../../include/kernel.ts'
import { FN, MO } from '../../../include/sites.ts'
import { pte_present } from '../include/pgtable.ts'
import { flush_tlb_mm_range } from './tlb.ts'

/** Only ever gives more (A, D, RW), so no CPU needs to hear of it: one with the old entry faults once, for nothing. */
export function ptep_set_access_flags(
  k: Kernel,
  mm: Mm,
  vpn: Vpn,
  entry: EntryRef,
  next: Pte,
): void {
  k.enter(FN.ptep_set_access_flags, mm.id, vpn)
  if (!equalPte(k.m.getPte(entry), next)) {
    k.m.setPte(entry, next)
    k.set(MO.access_flags_set, mm.id, vpn, entry)
  }
  k.leave()
}

/** Takes the entry away and makes every CPU forget it; returns what it was. */
export function ptep_clear_flush(k: Kernel, mm: Mm, vpn: Vpn, entry: EntryRef): Pte {
  k.enter(FN.ptep_clear_flush, mm.id, vpn)
  const old = k.m.getPte(entry)
  k.m.setPte(entry, NONE)
  k.set(MO.entry_cleared, mm.id, vpn, entry)
  if (pte_present(old)) flush_tlb_mm_range(k, mm, vpn, vpn + 1)
  k.leave()
  return old
}

/** The same for a huge entry: 512 translations may go. */
export function pmdp_huge_clear_flush(k: Kernel, mm: Mm, start: Vpn, entry: EntryRef): void {
  k.enter(FN.pmdp_huge_clear_flush, mm.id, start)
  k.m.setPte(entry, NONE)
  k.set(MO.entry_cleared, mm.id, start, entry)
  flush_tlb_mm_range(k, mm, start, start + PAGES_PER_PMD)
  k.leave()
}
