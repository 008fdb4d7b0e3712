/**
 * Entries that are not present and not none. Type in bits 63–59, offset inverted in bits 58–9.
 * Linux: include/linux/swapops.h, arch/x86/include/asm/pgtable_64.h.
 */
import type { Pte } from '../../machine/entry.ts'
import { makePte } from '../../machine/entry.ts'
import { pte_none, pte_present } from '../arch/x86/include/pgtable.ts'
import type { Behaviours } from '../profiles/behaviours.ts'

/** SWP_PTE_MARKER is the topmost type: 31, but 30 while 31 was SWP_SWAPIN_ERROR (v5.19–v6.1). */
const SWP_PTE_MARKER = 31
const SWP_PTE_MARKER_BEFORE_6_2 = 30

const PTE_MARKER_UFFD_WP = 1

export function __swp_entry(type: number, offset: number): Pte {
  return makePte((~offset & 0x7fffff) << 9, (type << 27) | 0x07ffffff)
}

export function __swp_type(pte: Pte): number {
  return pte.hi >>> 27
}

/** Offsets stay below 2^23 here, so the low half holds all of it. */
export function __swp_offset(pte: Pte): number {
  return ~(pte.lo >>> 9) & 0x7fffff
}

export function is_swap_pte(pte: Pte): boolean {
  return !pte_none(pte) && !pte_present(pte)
}

export function is_pte_marker(pte: Pte): boolean {
  return is_swap_pte(pte) && __swp_type(pte) >= SWP_PTE_MARKER_BEFORE_6_2
}

/** A genuine swap entry: something lies in the swap device for it. */
export function isSwapSlot(pte: Pte): boolean {
  return is_swap_pte(pte) && __swp_type(pte) < SWP_PTE_MARKER_BEFORE_6_2
}

/** The marker for uffd-wp. Linux: make_pte_marker(PTE_MARKER_UFFD_WP), v5.19. */
export function make_pte_marker(b: Behaviours): Pte {
  const type = b['swp-marker-31'] ? SWP_PTE_MARKER : SWP_PTE_MARKER_BEFORE_6_2
  return __swp_entry(type, PTE_MARKER_UFFD_WP)
}

export function pte_none_mostly(pte: Pte): boolean {
  return pte_none(pte) || is_pte_marker(pte)
}
