/** What advice does to pages: MADV_FREE, MADV_COLD and MADV_PAGEOUT, entry by entry. Linux: mm/madvise.c. */
import type { Pte } from '../../machine/entry.ts'
import { equalPte, NONE } from '../../machine/entry.ts'
import {
  FRAME_ANON,
  FRAME_LAZYFREE,
  FRAME_SWAPCACHE,
  hasFlag,
  hasFrame,
  isZeroPfn,
  setFlag,
} from '../../machine/frames.ts'
import type { Mm, Vma } from '../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_dirty,
  pte_mkclean,
  pte_mkold,
  pte_none,
  pte_pfn,
  pte_present,
  pte_uffd_wp,
  pte_young,
} from '../arch/x86/include/pgtable.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { MO } from '../include/sites.ts'
import { __swp_offset, is_pte_marker } from '../include/swapops.ts'
import { ptl_lock, ptl_unlock } from '../kernel/locking.ts'
import { __split_huge_pmd } from './huge_memory/split.ts'
import {
  isHeld,
  isHugeMappedShared,
  isMappedShared,
  split_folio,
} from './huge_memory/split-folio.ts'
import type { mmu_gather } from './mmu_gather.ts'
import { tlb_finish_mmu, tlb_flush_pte_range, tlb_gather_mmu } from './mmu_gather.ts'
import {
  folio_clear_dirty,
  folio_mapcount,
  folio_order,
  folio_test_dirty,
  isHugeFolio,
  page_mapcount,
} from './page_alloc.ts'
import { entryAt, pmdAt, tableAt } from './pgtable-generic.ts'
import { folio_referenced } from './rmap.ts'
import { RunSteps } from './run-steps.ts'
import { folio_free_swap, free_swap_and_cache } from './swapfile.ts'
import type { Victim } from './vmscan.ts'
import { reclaim_pages, reclaimHugeFile, reclaimSharedHuge } from './vmscan.ts'

interface Walk {
  readonly advice: 'cold' | 'free'
  /** Are huge pages split even where all of one is advised? */
  readonly splitsAll: boolean
  /** A huge mapping that the range holds all of; true if nothing is left to be done with smaller entries. */
  readonly huge: (start: Vpn, pmd: Pte) => boolean
  readonly visit: (vpn: Vpn, entry: EntryRef, pte: Pte) => void
  readonly tableDone?: () => void
}

/** Calls `visit` for each entry that is not none, under its table's lock; huge mappings are split where need be. */
function* walkEntries(k: Kernel, mm: Mm, vma: Vma, walk: Walk): Kfn<void> {
  for (let at = vma.start; at < vma.end; ) {
    const next = Math.min(vma.end, at - (at % 512) + 512)
    const isHuge = pmd_trans_huge(pmdAt(k, mm, at))
    const isDone = isHuge && (yield* visitHuge(k, mm, vma, at, next, walk))
    const table = isDone ? null : tableAt(k, mm, at, 1)
    if (table !== null) {
      yield* ptl_lock(k, table)
      const spared = splitPartlyAdvised(k, mm, at, next, walk)
      for (let vpn = at; vpn < next; vpn++) {
        const entry = entryAt(k, mm, vpn, 1) as EntryRef
        const pte = k.m.getPte(entry)
        if (pte_none(pte)) continue
        const isSpared = spared.size > 0 && pte_present(pte) && spared.has(hugeHead(pte_pfn(pte)))
        // Before `advice-keeps-folios` the walk of this table ended there.
        if (isSpared && !k.b['advice-keeps-folios']) break
        if (!isSpared) walk.visit(vpn, entry, pte)
      }
      walk.tableDone?.()
      ptl_unlock(k, table)
    }
    at = next
  }
}

/** A huge mapping, if it still is one under its lock; true if nothing is left to be done with smaller entries. */
function* visitHuge(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  at: Vpn,
  next: Vpn,
  { advice, huge }: Walk,
): Kfn<boolean> {
  const isWhole = next - at === 512
  const table = tableAt(k, mm, at, 2) as Pfn
  yield* ptl_lock(k, table)
  const pmd = pmdAt(k, mm, at)
  if (!pmd_trans_huge(pmd)) {
    ptl_unlock(k, table)
    return false
  }
  const isDone = isWhole ? huge(at, pmd) : !splitPart(k, mm, vma, at, pte_pfn(pmd), advice)
  if (!isDone && isWhole) __split_huge_pmd(k, mm, vma, at, null)
  ptl_unlock(k, table)
  // Of a file the split leaves no table, and so nothing to be split under its lock afterwards.
  const isGone = !isDone && !isWhole && tableAt(k, mm, at, 1) === null
  if (isGone) split_folio(k, hugeHead(pte_pfn(pmd)))
  return isDone
}

function hugeHead(pfn: Pfn): Pfn {
  return (pfn - (pfn % 512)) as Pfn
}

/**
 * Advice about a part of a huge page splits its mapping, unless others map it too or it cannot be split; the page itself
 * is split under the lock of the new table.
 */
function splitPart(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  at: Vpn,
  head: Pfn,
  advice: Walk['advice'],
): boolean {
  if (isZeroPfn(head) || isHugeMappedShared(k, head, advice) || isHeld(k, head)) return false
  __split_huge_pmd(k, mm, vma, at, null, true)
  return true
}

/**
 * Large folios that small entries map. One that the range holds only in part, or whose entries differ in uffd-wp, is split
 * (with `splitsAll` every anonymous one, without `advice-keeps-folios` every one), unless others map it too.
 *
 * @returns the heads of those that stay large and are left alone
 */
function splitPartlyAdvised(
  k: Kernel,
  mm: Mm,
  from: Vpn,
  to: Vpn,
  { advice, splitsAll }: Walk,
): ReadonlySet<Pfn> {
  const found = new Map<Pfn, { size: number; count: number; protected: number; first: Pfn }>()
  for (let vpn = from; vpn < to; vpn++) {
    const pte = k.m.getPte(entryAt(k, mm, vpn, 1) as EntryRef)
    if (!pte_present(pte) || !hasFrame(pte_pfn(pte))) continue
    const pfn = pte_pfn(pte)
    const size = 2 ** folio_order(k, pfn)
    if (size === 1) continue
    const head = (pfn - (pfn % size)) as Pfn
    const fresh = { size, count: 0, protected: 0, first: pfn }
    const known = found.get(head) ?? fresh
    known.count++
    if (pte_uffd_wp(pte)) known.protected++
    found.set(head, known)
  }
  const spared = new Set<Pfn>()
  for (const [head, { size, count, protected: guarded, first }] of found) {
    const isWhole = count === size && (guarded === 0 || guarded === size)
    const stays = !(splitsAll && hasFlag(k.m, head, FRAME_ANON))
    if (isWhole && stays && k.b['advice-keeps-folios']) continue
    const isSplit = !isMappedShared(k, first, advice) && split_folio(k, head, size)
    if (!isSplit) spared.add(head)
  }
  return spared
}

export function* madvise_free_single_vma(k: Kernel, mm: Mm, vma: Vma): Kfn<void> {
  const gather = tlb_gather_mmu(k, mm)
  const huge = (start: Vpn, pmd: Pte): boolean => {
    const pfn = pte_pfn(pmd)
    if (isZeroPfn(pfn) || isHugeMappedShared(k, pfn, 'free')) return true
    setFlag(k.m, pfn, FRAME_LAZYFREE, true)
    makeOld(k, gather, start, entryAt(k, mm, start, 2) as EntryRef, pmd, true)
    return true
  }
  const visit = (vpn: Vpn, entry: EntryRef, pte: Pte) => freeEntry(k, gather, vpn, entry, pte)
  yield* walkEntries(k, mm, vma, { advice: 'free', splitsAll: false, huge, visit })
  yield* tlb_finish_mmu(k, gather)
}

function freeEntry(k: Kernel, gather: mmu_gather, vpn: Vpn, entry: EntryRef, pte: Pte): void {
  if (!pte_present(pte)) {
    if (is_pte_marker(pte)) return
    free_swap_and_cache(k, __swp_offset(pte))
    k.m.setPte(entry, NONE)
    k.set(MO.entry_zapped, gather.mm.id, vpn, entry)
    return
  }
  const pfn = pte_pfn(pte)
  if (!hasFrame(pfn)) return
  if (hasFlag(k.m, pfn, FRAME_SWAPCACHE) || folio_test_dirty(k, pfn)) {
    if (!isMappedOnce(k, pfn)) return
    if (hasFlag(k.m, pfn, FRAME_SWAPCACHE) && !folio_free_swap(k, pfn)) return
    folio_clear_dirty(k, pfn)
  }
  makeOld(k, gather, vpn, entry, pte, true)
  setFlag(k.m, pfn, FRAME_LAZYFREE, true)
}

/** Is every page of the folio mapped, and none twice, as far as their number tells? */
function isMappedOnce(k: Kernel, pfn: Pfn): boolean {
  const size = 2 ** folio_order(k, pfn)
  if (isHugeFolio(k, pfn)) return folio_mapcount(k, pfn) === size
  const head = pfn - (pfn % size)
  let count = 0
  for (let i = 0; i < size; i++) count += page_mapcount(k, (head + i) as Pfn)
  return count === size
}

/** Clears A, and D with `clean`; the translation goes with them. */
function makeOld(
  k: Kernel,
  gather: mmu_gather,
  vpn: Vpn,
  entry: EntryRef,
  pte: Pte,
  clean: boolean,
  steps: RunSteps | null = null,
): void {
  if (!pte_young(pte) && !(clean && pte_dirty(pte))) return
  const old = pte_mkold(clean ? pte_mkclean(pte) : pte)
  if (!equalPte(old, pte)) {
    k.m.setPte(entry, old)
    if (steps === null) k.set(MO.access_flags_cleared, gather.mm.id, vpn, entry)
    else steps.add(vpn, entry)
  }
  tlb_flush_pte_range(gather, vpn, vpn + (pmd_trans_huge(pte) ? 512 : 1))
}

export function* adviseColdOrPageout(k: Kernel, mm: Mm, vma: Vma, pageout: boolean): Kfn<void> {
  const gather = tlb_gather_mmu(k, mm)
  const victims: Victim[] = []
  const steps = new RunSteps(k, MO.access_flags_cleared, mm.id, vma.end - vma.start)
  const clearsYoung = !pageout || !k.b['pageout-ignores-references']
  const files: Pfn[] = []
  // Others may map parts of it where the release looks at the first part only; then A counts, wherever it is set.
  const shared: Pfn[] = []
  const splitsAll = pageout && !k.b['swap-whole-huge']
  const huge = (start: Vpn, pmd: Pte): boolean => {
    const head = pte_pfn(pmd)
    if (isZeroPfn(head) || isHugeMappedShared(k, head, 'cold')) return true
    if (clearsYoung) makeOld(k, gather, start, entryAt(k, mm, start, 2) as EntryRef, pmd, false)
    const isAnon = hasFlag(k.m, head, FRAME_ANON)
    if (!pageout || ((isAnon || splitsAll) && isHeld(k, head))) return true
    if (!isAnon) files.push(head)
    else if (folio_mapcount(k, head) > 1) shared.push(head)
    else return false
    return true
  }
  const visit = (vpn: Vpn, entry: EntryRef, pte: Pte): void => {
    const pfn = pte_pfn(pte)
    if (!pte_present(pte) || !hasFrame(pfn)) return
    if (!isMappedOnce(k, pfn)) return
    if (clearsYoung) makeOld(k, gather, vpn, entry, pte, false, steps)
    if (!pageout || (isHugeFolio(k, pfn) && isHeld(k, hugeHead(pfn)))) return
    victims.push({ vpn, pfn })
  }
  const tableDone = (): void => steps.end()
  yield* walkEntries(k, mm, vma, { advice: 'cold', splitsAll, huge, visit, tableDone })
  if (victims.length > 0) yield* reclaim_pages(k, mm, vma, victims)
  for (const head of files) yield* reclaimHugeFile(k, head)
  for (const head of shared) {
    const stays = clearsYoung && (yield* folio_referenced(k, head))
    if (!stays) yield* reclaimSharedHuge(k, head)
  }
  yield* tlb_finish_mmu(k, gather)
}
