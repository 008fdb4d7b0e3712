/**
 * Reading and making entries. Each function is Linux's of the same name in arch/x86/include/asm/pgtable.h; where
 * releases differ it takes the behaviours. Values in, values out: nothing here touches the machine.
 */
import type { Pte } from '../../../../machine/entry.ts'
import { makePte, PFN_HI, PFN_LO, pfnBits } from '../../../../machine/entry.ts'
import type { Pfn } from '../../../../machine/units.ts'
import type { Behaviours } from '../../../profiles/behaviours.ts'
import {
  _PAGE_ACCESSED,
  _PAGE_CHG_MASK_HI,
  _PAGE_CHG_MASK_LO,
  _PAGE_DIRTY,
  _PAGE_PRESENT,
  _PAGE_PROTNONE,
  _PAGE_PSE,
  _PAGE_RW,
  _PAGE_SAVED_DIRTY_HI,
  _PAGE_SOFT_DIRTY,
  _PAGE_SPECIAL,
  _PAGE_SWP_EXCLUSIVE,
  _PAGE_SWP_SOFT_DIRTY,
  _PAGE_SWP_UFFD_WP,
  _PAGE_TABLE,
  _PAGE_UFFD_WP,
} from './pgtable_types.ts'

/** Nothing there; A and D alone count as nothing, since an erratum may leave them. */
export function pte_none(pte: Pte): boolean {
  return (pte.lo & ~(_PAGE_ACCESSED | _PAGE_DIRTY)) === 0 && pte.hi === 0
}

export function pte_present(pte: Pte): boolean {
  return (pte.lo & (_PAGE_PRESENT | _PAGE_PROTNONE)) !== 0
}

export function pte_protnone(pte: Pte): boolean {
  return (pte.lo & (_PAGE_PRESENT | _PAGE_PROTNONE)) === _PAGE_PROTNONE
}

export function pmd_present(pmd: Pte): boolean {
  return (pmd.lo & (_PAGE_PRESENT | _PAGE_PROTNONE | _PAGE_PSE)) !== 0
}

/** A leaf of 2 MiB; a PMD that merely points to a table has no PSE. */
export function pmd_trans_huge(pmd: Pte): boolean {
  return (pmd.lo & _PAGE_PSE) !== 0
}

export function pte_write(pte: Pte): boolean {
  return (pte.lo & _PAGE_RW) !== 0
}

/** D, or what v6.6 keeps of it in SAVED_DIRTY. */
export function pte_dirty(pte: Pte): boolean {
  return (pte.lo & _PAGE_DIRTY) !== 0 || (pte.hi & _PAGE_SAVED_DIRTY_HI) !== 0
}

export function pte_young(pte: Pte): boolean {
  return (pte.lo & _PAGE_ACCESSED) !== 0
}

export function pte_special(pte: Pte): boolean {
  return (pte.lo & _PAGE_SPECIAL) !== 0
}

export function pte_uffd_wp(pte: Pte): boolean {
  return (pte.lo & _PAGE_UFFD_WP) !== 0
}

export function pte_soft_dirty(pte: Pte): boolean {
  return (pte.lo & _PAGE_SOFT_DIRTY) !== 0
}

/** An entry with P clear keeps its frame number inverted, so that no speculation follows it. */
function needsInvert(pte: Pte): boolean {
  return (pte.lo & _PAGE_PRESENT) === 0 && (pte.lo !== 0 || pte.hi !== 0)
}

export function pte_pfn(pte: Pte): Pfn {
  const lo = needsInvert(pte) ? ~pte.lo & PFN_LO : pte.lo & PFN_LO
  const hi = needsInvert(pte) ? ~pte.hi & PFN_HI : pte.hi & PFN_HI
  return ((lo >>> 12) + hi * 0x100000) as Pfn
}

/** v6.6: D moves to SAVED_DIRTY if RW is clear, so that no entry looks like a shadow stack. */
function mksaveddirty(b: Behaviours, pte: Pte): Pte {
  if (!b['saved-dirty'] || (pte.lo & _PAGE_RW) !== 0 || (pte.lo & _PAGE_DIRTY) === 0) return pte
  return makePte(pte.lo & ~_PAGE_DIRTY, pte.hi | _PAGE_SAVED_DIRTY_HI)
}

/** v6.6: SAVED_DIRTY moves back to D if RW is set. */
function clear_saveddirty(pte: Pte): Pte {
  if ((pte.lo & _PAGE_RW) === 0 || (pte.hi & _PAGE_SAVED_DIRTY_HI) === 0) return pte
  return makePte(pte.lo | _PAGE_DIRTY, pte.hi & ~_PAGE_SAVED_DIRTY_HI)
}

export function pte_wrprotect(b: Behaviours, pte: Pte): Pte {
  return mksaveddirty(b, makePte(pte.lo & ~_PAGE_RW, pte.hi))
}

export function pte_mkwrite(pte: Pte): Pte {
  return clear_saveddirty(makePte(pte.lo | _PAGE_RW, pte.hi))
}

export function pte_mkdirty(b: Behaviours, pte: Pte): Pte {
  const softDirty = b['soft-dirty'] ? _PAGE_SOFT_DIRTY : 0
  return mksaveddirty(b, makePte(pte.lo | _PAGE_DIRTY | softDirty, pte.hi))
}

export function pte_mkclean(pte: Pte): Pte {
  return makePte(pte.lo & ~_PAGE_DIRTY, pte.hi & ~_PAGE_SAVED_DIRTY_HI)
}

export function pte_mkyoung(pte: Pte): Pte {
  return makePte(pte.lo | _PAGE_ACCESSED, pte.hi)
}

export function pte_mkold(pte: Pte): Pte {
  return makePte(pte.lo & ~_PAGE_ACCESSED, pte.hi)
}

export function pte_mkspecial(pte: Pte): Pte {
  return makePte(pte.lo | _PAGE_SPECIAL, pte.hi)
}

export function pte_mksoft_dirty(b: Behaviours, pte: Pte): Pte {
  return b['soft-dirty'] ? makePte(pte.lo | _PAGE_SOFT_DIRTY, pte.hi) : pte
}

/** Behaviour `mkuffd-wrprotect` (v6.3): setting the bit clears RW in the same breath. */
export function pte_mkuffd_wp(b: Behaviours, pte: Pte): Pte {
  const marked = makePte(pte.lo | _PAGE_UFFD_WP, pte.hi)
  return b['mkuffd-wrprotect'] ? pte_wrprotect(b, marked) : marked
}

export function pte_clear_uffd_wp(pte: Pte): Pte {
  return makePte(pte.lo & ~_PAGE_UFFD_WP, pte.hi)
}

/** A fresh entry for a frame with a protection from `vm_get_page_prot`. */
export function mk_pte(pfn: Pfn, prot: Pte): Pte {
  const bits = pfnBits(pfn)
  const pte = makePte(bits.lo | prot.lo, bits.hi | prot.hi)
  return needsInvert(pte) ? makePte(pte.lo ^ PFN_LO, pte.hi ^ PFN_HI) : pte
}

export function pmd_mkhuge(pmd: Pte): Pte {
  return makePte(pmd.lo | _PAGE_PSE, pmd.hi)
}

/** Gives an entry another protection; frame, A, D, soft-dirty and uffd-wp stay. */
export function pte_modify(b: Behaviours, pte: Pte, prot: Pte): Pte {
  let lo = (pte.lo & _PAGE_CHG_MASK_LO) | (prot.lo & ~_PAGE_CHG_MASK_LO)
  let hi = (pte.hi & _PAGE_CHG_MASK_HI) | (prot.hi & ~_PAGE_CHG_MASK_HI)
  if (needsInvert(pte) !== needsInvert(makePte(lo, hi))) {
    lo ^= PFN_LO
    hi ^= PFN_HI
  }
  const next = makePte(lo, hi)
  return (pte.lo & _PAGE_RW) !== 0 ? mksaveddirty(b, next) : clear_saveddirty(next)
}

/** The entry of an upper table that points to a lower one. */
export function tableEntry(pfn: Pfn): Pte {
  const bits = pfnBits(pfn)
  return makePte(bits.lo | _PAGE_TABLE, bits.hi)
}

export function pte_swp_uffd_wp(pte: Pte): boolean {
  return (pte.lo & _PAGE_SWP_UFFD_WP) !== 0
}

export function pte_swp_mkuffd_wp(pte: Pte): Pte {
  return makePte(pte.lo | _PAGE_SWP_UFFD_WP, pte.hi)
}

export function pte_swp_clear_uffd_wp(pte: Pte): Pte {
  return makePte(pte.lo & ~_PAGE_SWP_UFFD_WP, pte.hi)
}

export function pte_swp_exclusive(pte: Pte): boolean {
  return (pte.lo & _PAGE_SWP_EXCLUSIVE) !== 0
}

export function pte_swp_mkexclusive(pte: Pte): Pte {
  return makePte(pte.lo | _PAGE_SWP_EXCLUSIVE, pte.hi)
}

export function pte_swp_clear_exclusive(pte: Pte): Pte {
  return makePte(pte.lo & ~_PAGE_SWP_EXCLUSIVE, pte.hi)
}

export function pte_swp_soft_dirty(pte: Pte): boolean {
  return (pte.lo & _PAGE_SWP_SOFT_DIRTY) !== 0
}

export function pte_swp_mksoft_dirty(b: Behaviours, pte: Pte): Pte {
  return b['soft-dirty'] ? makePte(pte.lo | _PAGE_SWP_SOFT_DIRTY, pte.hi) : pte
}
