/** Telling markers, and leaving them behind. Linux: mm/memory.c, include/linux/mm_inline.h. */
import type { Pte } from '../../../machine/entry.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Vpn } from '../../../machine/units.ts'
import { pte_present, pte_swp_uffd_wp, pte_uffd_wp } from '../../arch/x86/include/pgtable.ts'
import type { Kernel } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { VM_UFFD_WP, vma_is_anonymous } from '../../include/mm_types.ts'
import { MO } from '../../include/sites.ts'
import { is_pte_marker, is_swap_pte, make_pte_marker } from '../../include/swapops.ts'

/** Did this fault begin on a uffd-wp marker, so that the page must be mapped protected? */
export function vmf_orig_pte_uffd_wp(k: Kernel, vmf: vm_fault): boolean {
  if (vmf.orig_pte === undefined || !is_pte_marker(vmf.orig_pte)) return false
  return k.b['marker-fault.keep-bit']
}

/** uffd-wp of an entry of any kind: present, swap, marker. */
export function pte_any_uffd_wp(pte: Pte): boolean {
  if (pte_present(pte)) return pte_uffd_wp(pte)
  return is_pte_marker(pte) || (is_swap_pte(pte) && pte_swp_uffd_wp(pte))
}

/**
 * An entry of a file mapping is being taken away: if it was protected, a marker stays in its place, so that the
 * protection survives the page. Behaviour `persist-on-zap` (v5.19). True if a marker was left.
 */
export function pte_install_uffd_wp_if_needed(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  vpn: Vpn,
  entry: EntryRef,
  old: Pte,
): boolean {
  if (!k.b['persist-on-zap'] || vma_is_anonymous(vma)) return false
  if ((vma.flags & VM_UFFD_WP) === 0 || !pte_any_uffd_wp(old)) return false
  k.m.setPte(entry, make_pte_marker(k.b))
  k.set(MO.marker_left, mm.id, vpn, entry)
  return true
}
