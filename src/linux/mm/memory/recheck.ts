/** The second look that every fault takes under the lock. Linux: mm/memory.c vmf_pte_changed(). */
import type { EntryRef } from '../../../machine/units.ts'
import { pte_none } from '../../arch/x86/include/pgtable.ts'
import { _PAGE_ACCESSED } from '../../arch/x86/include/pgtable_types.ts'
import type { Kernel } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'

/** Under the lock: is the entry still what it was when the fault began (none, or the same marker)? */
export function vmf_pte_changed(k: Kernel, vmf: vm_fault): boolean {
  const now = k.m.getPte(vmf.pte as EntryRef)
  const orig = vmf.orig_pte
  if (orig === undefined) return !pte_none(now)
  return (now.lo & ~_PAGE_ACCESSED) !== (orig.lo & ~_PAGE_ACCESSED) || now.hi !== orig.hi
}
