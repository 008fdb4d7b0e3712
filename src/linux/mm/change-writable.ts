/** May an entry become writable without a fault? Linux: mm/mprotect.c can_change_pte_writable(). */
import type { Pte } from '../../machine/entry.ts'
import { FRAME_ANON, FRAME_ANON_EXCLUSIVE, hasFlag, hasFrame } from '../../machine/frames.ts'
import type { Vma } from '../../machine/records.ts'
import { pte_dirty, pte_pfn, pte_protnone, pte_uffd_wp } from '../arch/x86/include/pgtable.ts'
import type { Kernel } from '../include/kernel.ts'
import { VM_SHARED, VM_UFFD_WP, VM_WRITE } from '../include/mm_types.ts'

export function can_change_pte_writable(k: Kernel, vma: Vma, pte: Pte): boolean {
  if ((vma.flags & VM_WRITE) === 0 || pte_protnone(pte)) return false
  const isShared = (vma.flags & VM_SHARED) !== 0
  // Up to v5.19 whoever asked had made sure: mprotect for shared areas only; resolving, before `uffd-wp-bit`, for all.
  if (!k.b['change-writable']) return pte_dirty(pte)
  if ((vma.flags & VM_UFFD_WP) !== 0 && pte_uffd_wp(pte)) return false
  if (isShared) return pte_dirty(pte)
  if (!k.b['change-writable-clean'] && !pte_dirty(pte)) return false
  const pfn = pte_pfn(pte)
  return hasFrame(pfn) && hasFlag(k.m, pfn, FRAME_ANON) && hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)
}
