/** Taking a whole huge mapping away. Linux: mm/huge_memory.c zap_huge_pmd(). */
import { NONE } from '../../../machine/entry.ts'
import { FRAME_ANON, FRAME_DIRTY, hasFlag, isZeroPfn, setFlag } from '../../../machine/frames.ts'
import type { Vma } from '../../../machine/records.ts'
import type { EntryRef, Vpn } from '../../../machine/units.ts'
import { pte_dirty, pte_pfn } from '../../arch/x86/include/pgtable.ts'
import type { Kernel } from '../../include/kernel.ts'
import { FN, MO } from '../../include/sites.ts'
import type { mmu_gather } from '../mmu_gather.ts'
import { tlb_flush_pte_range } from '../mmu_gather.ts'
import { entryAt } from '../pgtable-generic.ts'
import { addHugeRmap } from '../rmap.ts'

export function zap_huge_pmd(k: Kernel, gather: mmu_gather, _vma: Vma, vpn: Vpn): void {
  const { mm } = gather
  const start = vpn - (vpn % 512)
  const entry = entryAt(k, mm, vpn, 2) as EntryRef
  k.enter(FN.zap_huge_pmd, mm.id, start)
  const old = k.m.getPte(entry)
  const head = pte_pfn(old)
  k.m.setPte(entry, NONE)
  tlb_flush_pte_range(gather, start, start + 512)
  k.set(MO.entry_zapped, mm.id, start, entry)
  if (!isZeroPfn(head)) {
    if (!hasFlag(k.m, head, FRAME_ANON) && pte_dirty(old)) setFlag(k.m, head, FRAME_DIRTY, true)
    addHugeRmap(k, mm, head, -1)
    gather.pages.push(head)
  }
  k.leave()
}
