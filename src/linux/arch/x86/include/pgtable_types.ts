/**
 * Linux's use of the bits of an x86-64 entry, on top of `machine/entry.ts`.
 * Linux: arch/x86/include/asm/pgtable_types.h.
 */
import {
  ACCESSED,
  DIRTY,
  GLOBAL,
  NX_HI,
  PCD,
  PFN_HI,
  PFN_LO,
  PRESENT,
  PSE,
  PWT,
  RW,
  SOFTW1,
  SOFTW2,
  SOFTW3,
  SOFTW5_HI,
  USER,
} from '../../../../machine/entry.ts'

export const _PAGE_PRESENT = PRESENT
export const _PAGE_RW = RW
export const _PAGE_USER = USER
export const _PAGE_ACCESSED = ACCESSED
export const _PAGE_DIRTY = DIRTY
export const _PAGE_PSE = PSE
/** With P clear, bit 8 says PROTNONE: mapped, but nobody may touch it. */
export const _PAGE_PROTNONE = GLOBAL
/** No struct page is counted for it: the zero page. */
export const _PAGE_SPECIAL = SOFTW1
/** v5.7: the page is write-protected by userfaultfd. */
export const _PAGE_UFFD_WP = SOFTW2
export const _PAGE_SOFT_DIRTY = SOFTW3
/** Of the high half, bit 58. v6.6: keeps D while RW is clear. */
export const _PAGE_SAVED_DIRTY_HI = SOFTW5_HI
export const _PAGE_NX_HI = NX_HI

/** Of a swap entry, whose bits 1–4 are free: v5.7 uffd-wp, v5.19 exclusive. */
export const _PAGE_SWP_SOFT_DIRTY = 1 << 1
export const _PAGE_SWP_UFFD_WP = 1 << 2
export const _PAGE_SWP_EXCLUSIVE = 1 << 3

/** What `pte_modify` keeps. PSE counts too: in a PMD it says huge, in a PTE it is PAT and clear here. */
export const _PAGE_CHG_MASK_LO =
  (PFN_LO |
    PWT |
    PCD |
    PSE |
    _PAGE_SPECIAL |
    ACCESSED |
    DIRTY |
    _PAGE_SOFT_DIRTY |
    _PAGE_UFFD_WP) >>>
  0
export const _PAGE_CHG_MASK_HI = (PFN_HI | SOFTW5_HI) >>> 0

/** An entry that points to a table. */
export const _PAGE_TABLE = PRESENT | RW | USER | ACCESSED | DIRTY
