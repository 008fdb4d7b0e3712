/**
 * The loop over the entries of one table. A change of an entry is an xor that depends on its flags only, so the loop
 * decides once per kind of entry and applies it to whole runs: 262,144 alike entries cost one decision a table.
 * Linux: mm/mprotect.c change_pte_range().
 */
import type { Pte } from '../../machine/entry.ts'
import { NONE } from '../../machine/entry.ts'
import { FRAME_ANON_EXCLUSIVE, hasFlag, hasFrame } from '../../machine/frames.ts'
import { alikeEntries, entriesWithFlag } from '../../machine/runs.ts'
import type { EntryRef, Vpn } from '../../machine/units.ts'
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
import type { Change } from './mprotect-change.ts'
import { entryAt } from './pgtable-generic.ts'
import { FINE_PAGES } from './run-steps.ts'

const FLAGS_LO = 0xfff
const FLAGS_HI = 0xfff00000

/** What is to become of entries with these flags: the xor, and whether a stale translation would be left. */
interface Decision {
  readonly flagsLo: number
  readonly flagsHi: number
  readonly isExclusive: boolean
  readonly xorLo: number
  readonly xorHi: number
  readonly needsFlush: boolean
  readonly isCounted: boolean
}

/** Under the table's lock; `[from, to)` lies in one table. Returns the entries it looked at and counts as changed. */
export function change_pte_range(
  k: Kernel,
  gather: mmu_gather,
  change: Change,
  from: Vpn,
  to: Vpn,
): number {
  const { mm } = gather
  k.enter(FN.change_pte_range, mm.id, from)
  const first = entryAt(k, mm, from, 1) as EntryRef
  const asksPage = (change.flags & MM_CP_TRY_CHANGE_WRITABLE) !== 0
  const count = to - from
  const isFine = count <= FINE_PAGES
  let decision: Decision | null = null
  let pages = 0
  for (let i = 0; i < count; ) {
    const entry = (first + 2 * i) as EntryRef
    const pte = k.m.getPte(entry)
    const isExclusive = asksPage && isExclusivePage(k, pte.lo, pte.hi)
    const isKnown =
      decision !== null && decision.isExclusive === isExclusive && isAlike(decision, pte.lo, pte.hi)
    if (!isKnown) decision = decide(k, change, pte, isExclusive)
    const run = isFine
      ? 1
      : runLength(k, entry, count - i, asksPage && (pte.lo & 1) === 1, isExclusive)
    apply(k, gather, change, decision as Decision, from + i, entry, run)
    if ((decision as Decision).isCounted) pages += run
    i += run
  }
  k.leave()
  return pages
}

/** How many entries from `entry` on will be decided alike. */
function runLength(
  k: Kernel,
  entry: EntryRef,
  max: number,
  asksPage: boolean,
  isExclusive: boolean,
): number {
  if (k.m.footprint !== null) return 1
  const alike = alikeEntries(k.m.words, entry, max)
  if (!asksPage) return alike
  return entriesWithFlag(k.m.words, entry, alike, FRAME_ANON_EXCLUSIVE, isExclusive)
}

/** Present entries are alike if their flags are, all others only if they are equal. */
function isAlike(decision: Decision, lo: number, hi: number): boolean {
  if ((lo & 1) === 0) return decision.flagsLo === lo && decision.flagsHi === hi
  return ((decision.flagsLo ^ lo) & FLAGS_LO) === 0 && ((decision.flagsHi ^ hi) & FLAGS_HI) === 0
}

function isExclusivePage(k: Kernel, lo: number, hi: number): boolean {
  if ((lo & 1) === 0) return false
  const pfn = pte_pfn({ lo, hi })
  return hasFrame(pfn) && hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)
}

function apply(
  k: Kernel,
  gather: mmu_gather,
  change: Change,
  decision: Decision,
  vpn: Vpn,
  entry: EntryRef,
  count: number,
): void {
  if (decision.needsFlush) tlb_flush_pte_range(gather, vpn, vpn + count)
  if (decision.xorLo === 0 && decision.xorHi === 0) return
  if (count === 1) {
    if (decision.xorLo !== 0)
      k.m.write(entry, ((k.m.words[entry] as number) ^ decision.xorLo) >>> 0)
    if (decision.xorHi !== 0) {
      k.m.write(entry + 1, ((k.m.words[entry + 1] as number) ^ decision.xorHi) >>> 0)
    }
  } else k.m.xorRun(entry, count, decision.xorLo, decision.xorHi)
  k.set(siteOf(change, decision), gather.mm.id, vpn, entry, count)
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
