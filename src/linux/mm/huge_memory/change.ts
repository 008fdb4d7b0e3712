/** Changing the protection of a whole huge mapping. Linux: mm/huge_memory.c change_huge_pmd(). */
import type { Pte } from '../../../machine/entry.ts'
import { DIRTY, equalPte, makePte } from '../../../machine/entry.ts'
import { hasFrame } from '../../../machine/frames.ts'
import type { Vma } from '../../../machine/records.ts'
import type { EntryRef, Vpn } from '../../../machine/units.ts'
import {
  pte_clear_uffd_wp,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_modify,
  pte_pfn,
  pte_write,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import { pte_needs_flush } from '../../arch/x86/mm/tlb.ts'
import type { Kernel } from '../../include/kernel.ts'
import {
  MM_CP_TRY_CHANGE_WRITABLE,
  MM_CP_UFFD_WP,
  MM_CP_UFFD_WP_RESOLVE,
} from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { can_change_pte_writable } from '../change-writable.ts'
import type { mmu_gather } from '../mmu_gather.ts'
import { tlb_flush_pte_range } from '../mmu_gather.ts'
import { entryAt } from '../pgtable-generic.ts'

/** Under the PMD table's lock. */
export function change_huge_pmd(
  k: Kernel,
  gather: mmu_gather,
  vma: Vma,
  start: Vpn,
  prot: Pte,
  flags: number,
): void {
  const { mm } = gather
  const { b } = k
  k.enter(FN.change_huge_pmd, mm.id, start)
  const entry = entryAt(k, mm, start, 2) as EntryRef
  const old = k.m.getPte(entry)
  let next = pmd_modify(k, old, prot)
  if ((flags & MM_CP_UFFD_WP) !== 0) next = pte_mkuffd_wp(b, pte_wrprotect(b, next))
  else if ((flags & MM_CP_UFFD_WP_RESOLVE) !== 0) next = pte_clear_uffd_wp(next)
  const mayUpgrade = (flags & MM_CP_TRY_CHANGE_WRITABLE) !== 0 && b['change-writable-clean']
  if (
    mayUpgrade &&
    !pte_write(next) &&
    hasFrame(pte_pfn(next)) &&
    can_change_pte_writable(k, vma, next)
  ) {
    next = pte_mkwrite(next)
  }
  if (!equalPte(old, next)) {
    k.m.setPte(entry, next)
    k.set(siteOf(flags), mm.id, start, entry)
  }
  if (pte_needs_flush(old, next)) tlb_flush_pte_range(gather, start, start + 512)
  k.leave()
}

function siteOf(flags: number): number {
  if ((flags & MM_CP_UFFD_WP) !== 0) return MO.huge_protected
  return (flags & MM_CP_UFFD_WP_RESOLVE) !== 0 ? MO.huge_resolved : MO.huge_protection_changed
}

/** As for small entries, except that from v6.6 on D was lost here, until that was mended. */
function pmd_modify(k: Kernel, pmd: Pte, prot: Pte): Pte {
  const losesDirty = k.b['saved-dirty'] && !k.b['huge-saved-dirty']
  return pte_modify(k.b, losesDirty ? makePte(pmd.lo & ~DIRTY, pmd.hi) : pmd, prot)
}
