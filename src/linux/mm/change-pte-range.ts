/**
 * The loop over the entries of one table. A change of an entry is an xor that depends on its flags only, so the loop
 * decides once per kind of entry and applies it to whole runs: 262,144 alike entries cost one decision a table.
 * Linux: mm/mprotect.c change_pte_range().
 */
import type { Pte } from '../../machine/entry.ts'
import { NONE } from '../../machine/entry.ts'
import { FRAME_ANON_EXCLUSIVE, hasFlag, hasFrame } from '../../machine/frames.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import {
  pte_clear_uffd_wp,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_modify,
  pte_none,
  pte_pfn,
  pte_present,
  pte_swp_clear_uffd_wp,
  pte_swp_mkuffd_wp,
  pte_write,
  pte_wrprotect,
} from '../arch/x86/include/pgtable.ts'
import { _PAGE_PRESENT, _PAGE_PROTNONE, _PAGE_RW } from '../arch/x86/include/pgtable_types.ts'
import { pte_needs_flush } from '../arch/x86/mm/tlb.ts'
import { userfaultfd_wp_use_markers } from '../fs/userfaultfd/fault.ts'
import type { Kernel } from '../include/kernel.ts'
import {
  MM_CP_TRY_CHANGE_WRITABLE,
  MM_CP_UFFD_WP,
  MM_CP_UFFD_WP_RESOLVE,
  VM_SHARED,
} from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { is_pte_marker, make_pte_marker } from '../include/swapops.ts'
import { can_change_pte_writable } from './change-writable.ts'
import type { mmu_gather } from './mmu_gather.ts'
import { tlb_flush_pte_range } from './mmu_gather.ts'
import type { Change, Decision } from './mprotect-change.ts'
import { pte_offset_map } from './pgtable-generic.ts'
import { FINE_PAGES } from './run-steps.ts'

const FLAGS_LO = 0xfff
const FLAGS_HI = 0xfff00000

/** Under the lock of `table`, in which `[from, to)` lies. Returns the entries it looked at and counts as changed. */
export function change_pte_range(
  k: Kernel,
  gather: mmu_gather,
  change: Change,
  table: Pfn,
  from: Vpn,
  to: Vpn,
): number {
  const { mm } = gather
  k.enter(FN.change_pte_range, mm.id, from)
  const first = pte_offset_map(k, table, from)
  const asksPage = (change.flags & MM_CP_TRY_CHANGE_WRITABLE) !== 0
  const count = to - from
  const isFine = count <= FINE_PAGES
  let pages = 0
  for (let i = 0; i < count; ) {
    const entry = (first + 2 * i) as EntryRef
    const pte = k.m.getPte(entry)
    const isAsked = asksPage && (pte.lo & _PAGE_PRESENT) !== 0
    const isExclusive = isAsked && isExclusivePage(k, pte)
    let { decision } = change
    if (decision === null || !isAlike(decision, pte, isExclusive)) {
      decision = decide(k, change, pte, isExclusive)
      change.decision = decision
    }
    const { xorLo, xorHi, needsFlush, isCounted } = decision
    const flag = isAsked ? FRAME_ANON_EXCLUSIVE : 0
    const want = isExclusive ? FRAME_ANON_EXCLUSIVE : 0
    const run = k.m.xorEntries(entry, isFine ? 1 : count - i, xorLo, xorHi, flag, want)
    if (needsFlush) tlb_flush_pte_range(gather, from + i, from + i + run)
    if (xorLo !== 0 || xorHi !== 0) k.set(siteOf(change, decision), mm.id, from + i, entry, run)
    if (isCounted) pages += run
    i += run
  }
  k.leave()
  return pages
}

/** Present entries are alike if their flags are, all others only if they are equal. */
function isAlike(decision: Decision, { lo, hi }: Pte, isExclusive: boolean): boolean {
  if (decision.isExclusive !== isExclusive) return false
  if ((lo & _PAGE_PRESENT) === 0) return decision.flagsLo === lo && decision.flagsHi === hi
  return ((decision.flagsLo ^ lo) & FLAGS_LO) === 0 && ((decision.flagsHi ^ hi) & FLAGS_HI) === 0
}

function isExclusivePage(k: Kernel, pte: Pte): boolean {
  const pfn = pte_pfn(pte)
  return hasFrame(pfn) && hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)
}

function siteOf(change: Change, decision: Decision): number {
  const wasNone = decision.flagsLo === 0 && decision.flagsHi === 0
  const isPresent = (decision.flagsLo & (_PAGE_PRESENT | _PAGE_PROTNONE)) !== 0
  if ((change.flags & MM_CP_UFFD_WP) !== 0) {
    if (wasNone) return MO.marker_installed
    return isPresent ? MO.entry_protected : MO.swap_protected
  }
  if ((change.flags & MM_CP_UFFD_WP_RESOLVE) === 0) return MO.protection_changed
  if (!isPresent) return decision.isCounted ? MO.swap_resolved : MO.marker_removed
  if ((decision.xorLo & _PAGE_RW) !== 0) {
    return (decision.flagsLo & _PAGE_RW) === 0 ? MO.entry_resolved_writable : MO.entry_lost_writable
  }
  return (change.vma.flags & VM_SHARED) === 0 ? MO.entry_resolved : MO.entry_resolved_shared
}

function decide(k: Kernel, change: Change, pte: Pte, isExclusive: boolean): Decision {
  const isPresent = pte_present(pte)
  const next = isPresent ? changePresent(k, change, pte) : changeNonpresent(k, change, pte)
  return {
    flagsLo: isPresent ? pte.lo & FLAGS_LO : pte.lo,
    flagsHi: isPresent ? pte.hi & FLAGS_HI : pte.hi,
    isExclusive,
    xorLo: (pte.lo ^ next.lo) >>> 0,
    xorHi: (pte.hi ^ next.hi) >>> 0,
    needsFlush: k.b['tlb-gather'] && pte_needs_flush(pte, next),
    isCounted: isPresent || (!pte_none(pte) && !is_pte_marker(pte)),
  }
}

function changePresent(k: Kernel, change: Change, pte: Pte): Pte {
  const { b } = k
  const { flags, vma } = change
  let next = pte_modify(b, pte, change.prot)
  if ((flags & MM_CP_UFFD_WP) !== 0) {
    next = pte_wrprotect(b, next)
    if (b['uffd-wp-bit']) next = pte_mkuffd_wp(b, next)
  } else if ((flags & MM_CP_UFFD_WP_RESOLVE) !== 0 && b['uffd-wp-bit'])
    next = pte_clear_uffd_wp(next)
  const mayUpgrade = (flags & MM_CP_TRY_CHANGE_WRITABLE) !== 0 && !pte_write(next)
  return mayUpgrade && can_change_pte_writable(k, vma, next) ? pte_mkwrite(next) : next
}

function changeNonpresent(k: Kernel, change: Change, pte: Pte): Pte {
  const { flags, vma } = change
  const isWp = (flags & MM_CP_UFFD_WP) !== 0
  const isResolve = (flags & MM_CP_UFFD_WP_RESOLVE) !== 0
  if (pte_none(pte)) {
    const leaves = isWp && k.b['wp-none-pte.marker'] && userfaultfd_wp_use_markers(k, vma)
    return leaves ? make_pte_marker(k.b) : pte
  }
  if (is_pte_marker(pte)) return isResolve ? NONE : pte
  if (!k.b['swap-wp-bit']) return pte
  if (isWp) return pte_swp_mkuffd_wp(pte)
  return isResolve ? pte_swp_clear_uffd_wp(pte) : pte
}
