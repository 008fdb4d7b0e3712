/**
 * Making one huge page out of what a file's cache holds for 2 MiB. Linux: mm/khugepaged.c hpage_collapse_scan_file(),
 * collapse_file(), retract_page_tables(), collapse_pte_mapped_thp().
 */
import { NONE } from '../../machine/entry.ts'
import {
  COL_MAPPING,
  COL_REFCOUNT,
  FRAME_DIRTY,
  FRAME_UPTODATE,
  pageValue,
  releaseFrame,
  setCol,
  setFlag,
  setValue,
} from '../../machine/frames.ts'
import type { Mm, Vma } from '../../machine/records.ts'
import { OP_CACHE, OP_UNTABLE } from '../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import { PAGES_PER_PMD } from '../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_dirty,
  pte_none,
  pte_pfn,
  pte_present,
} from '../arch/x86/include/pgtable.ts'
import { flush_tlb_mm_range } from '../arch/x86/mm/tlb.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { VM_UFFD_MISSING, VM_UFFD_WP } from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import {
  folio_test_locked,
  ptl_lock,
  ptl_unlock,
  ptl_wait,
  setFolioLocked,
} from '../kernel/locking.ts'
import { areasOfFile, filemap_get_folio, filePageOf, isCacheSwapped } from './filemap.ts'
import { do_set_pmd } from './huge_memory/file.ts'
import type { Scan } from './khugepaged-scan.ts'
import { newFault } from './memory/fault.ts'
import {
  alloc_huge_folio,
  folio_mapcount,
  folio_put,
  folio_ref_count,
  isHugeFolio,
} from './page_alloc.ts'
import { allocDownTo, entryAt, pmdAt, tableAt } from './pgtable-generic.ts'
import { page_remove_rmap } from './rmap.ts'
import { FINE_PAGES } from './run-steps.ts'
import { shmem_add_to_page_cache, shmemGetForContinue } from './shmem.ts'
import type { Victim } from './vmscan.ts'
import { unmapFilePage } from './vmscan.ts'

/** The 2 MiB of the file that an area maps at `at`, gathered, and mapped by one entry there. */
export function* collapseFile(k: Kernel, mm: Mm, vma: Vma, at: Vpn): Kfn<Scan> {
  k.enter(FN.hpage_collapse_scan_file, mm.id, at)
  const file = vma.file as number
  const first = filePageOf(vma, at)
  let result = hpage_collapse_scan_file(k, file, first)
  if (result === 'SUCCEED') result = yield* collapse_file(k, mm, at, file, first)
  k.leave()
  if (result !== 'PTE_MAPPED_HUGEPAGE') return result
  return yield* collapse_pte_mapped_thp(k, mm, at)
}

/** Looks at what the cache holds: pages that somebody else refers to cannot be replaced. */
function hpage_collapse_scan_file(k: Kernel, file: number, first: number): Scan {
  for (let index = first; index < first + PAGES_PER_PMD; index++) {
    const pfn = filemap_get_folio(k, file, index)
    if (pfn === null) continue
    if (isHugeFolio(k, pfn)) return 'PTE_MAPPED_HUGEPAGE'
    if (folio_ref_count(k, pfn) !== folio_mapcount(k, pfn) + 1) return 'PAGE_COUNT'
  }
  return 'SUCCEED'
}

/** Takes the small pages out of every mapping and puts a huge page in their place in the cache. */
function* collapse_file(k: Kernel, mm: Mm, at: Vpn, file: number, first: number): Kfn<Scan> {
  k.enter(FN.collapse_file, mm.id, at)
  const pages: (Pfn | null)[] = []
  let result: Scan = 'SUCCEED'
  for (let i = 0; i < PAGES_PER_PMD && result === 'SUCCEED'; i++) {
    const pfn = cachedPage(k, file, first + i)
    pages.push(pfn)
    if (pfn !== null && folio_test_locked(k, pfn)) result = 'PAGE_LOCK'
  }
  const cached = pages.filter((pfn) => pfn !== null)
  if (result === 'SUCCEED' && cached.length === 0) result = 'TRUNCATED'
  if (result === 'SUCCEED') {
    for (const pfn of cached) setFolioLocked(k, pfn, true)
    yield* unmapEverywhere(k, file, first, pages)
    for (const pfn of cached) setFolioLocked(k, pfn, false)
    const isHole = cached.length < PAGES_PER_PMD
    if (cached.some((pfn) => folio_ref_count(k, pfn) !== 1)) result = 'PAGE_COUNT'
    else if (isHole && isMissingRegistered(k, file, first)) result = 'EXCEED_NONE_PTE'
    else result = replacePages(k, file, first, pages)
  }
  if (result === 'SUCCEED') result = retract_page_tables(k, mm, at, file, first)
  k.leave()
  return result
}

/** A page of the cache, read back from swap if it is there; null: a hole. */
function cachedPage(k: Kernel, file: number, index: number): Pfn | null {
  if (!isCacheSwapped(k, file, index)) return filemap_get_folio(k, file, index)
  const got = shmemGetForContinue(k, file, index)
  return typeof got === 'object' ? got.pfn : null
}

/** Every mapping of these pages, in every process. Linux: try_to_unmap(). */
function* unmapEverywhere(
  k: Kernel,
  file: number,
  first: number,
  pages: readonly (Pfn | null)[],
): Kfn<void> {
  for (const { mm, vma } of areasOfFile(k, file)) yield* unmapArea(k, mm, vma, first, pages)
}

/** The first pages are told in full, the others in one step, where nobody can step in between. */
function* unmapArea(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  first: number,
  pages: readonly (Pfn | null)[],
): Kfn<void> {
  const mapped: Victim[] = []
  for (const [i, pfn] of pages.entries()) {
    const vpn = vma.start + (first + i - vma.pgoff)
    if (pfn !== null && vpn >= vma.start && vpn < vma.end && isMapped(k, mm, vpn, pfn))
      mapped.push({ vpn, pfn })
  }
  const isCoarse = k.mayBulk() && mapped.length > FINE_PAGES + 1
  const loud = isCoarse ? FINE_PAGES : mapped.length
  for (const victim of mapped.slice(0, loud)) yield* unmapOne(k, mm, vma, victim)
  const [next] = mapped.slice(loud)
  if (next === undefined) return
  for (const victim of mapped.slice(loud)) yield* k.quietly(unmapOne(k, mm, vma, victim))
  const entry = entryAt(k, mm, next.vpn, 1) as EntryRef
  k.set(MO.entry_zapped, mm.id, next.vpn, entry, mapped.length - loud)
}

function isMapped(k: Kernel, mm: Mm, vpn: Vpn, pfn: Pfn): boolean {
  const entry = entryAt(k, mm, vpn, 1)
  if (entry === null) return false
  const pte = k.m.getPte(entry)
  return pte_present(pte) && pte_pfn(pte) === pfn
}

function* unmapOne(k: Kernel, mm: Mm, vma: Vma, victim: Victim): Kfn<void> {
  const table = tableAt(k, mm, victim.vpn, 1)
  if (table === null) return
  yield* ptl_wait(k, table)
  if (isMapped(k, mm, victim.vpn, victim.pfn)) unmapFilePage(k, mm, vma, victim)
}

/** Areas that map this page of the file. */
function* areasOf(k: Kernel, file: number, index: number): Generator<{ mm: Mm; vma: Vma }> {
  for (const area of areasOfFile(k, file)) {
    const { start, end, pgoff } = area.vma
    if (index >= pgoff && index - pgoff < end - start) yield area
  }
}

/** A hole may be one that a monitor wants to hear of: filling it would hide the fault. */
function isMissingRegistered(k: Kernel, file: number, first: number): boolean {
  if (!k.b['collapse-spares-missing']) return false
  for (const { vma } of areasOfFile(k, file)) {
    const touches = vma.pgoff < first + 512 && vma.pgoff + (vma.end - vma.start) > first
    if (touches && (vma.flags & VM_UFFD_MISSING) !== 0) return true
  }
  return false
}

/** Copies what the pages hold; holes become zeroes. */
function replacePages(
  k: Kernel,
  file: number,
  first: number,
  pages: readonly (Pfn | null)[],
): Scan {
  const head = alloc_huge_folio(k, FRAME_UPTODATE | FRAME_DIRTY)
  if (head === null) return 'ALLOC_HUGE_PAGE_FAIL'
  const inode = k.m.rec('inode', file)
  setCol(k.m, head, COL_REFCOUNT, PAGES_PER_PMD)
  for (const [i, pfn] of pages.entries()) {
    const part = (head + i) as Pfn
    if (pfn !== null) setValue(k.m, part, pageValue(k.m, pfn))
    shmem_add_to_page_cache(k, inode, first + i, part)
  }
  k.step(OP_CACHE, MO.file_range_collapsed, head, first, file, PAGES_PER_PMD)
  for (const pfn of pages) {
    if (pfn === null) continue
    setCol(k.m, pfn, COL_MAPPING, 0)
    folio_put(k, pfn)
  }
  return 'SUCCEED'
}

/**
 * Page tables that only kept small entries of these pages apart are given back, so that the huge page can be mapped as
 * one: not where an area has pages of its own, nor where it is registered for write-protection (`khugepaged-keep`),
 * as markers live there. Before v6.6 (`collapse-retracts-all`) only the table of the caller goes.
 */
function retract_page_tables(k: Kernel, mm: Mm, at: Vpn, file: number, first: number): Scan {
  k.enter(FN.retract_page_tables, mm.id, at)
  let atTarget: Scan = 'PTE_MAPPED_HUGEPAGE'
  for (const { mm: other, vma } of areasOf(k, file, first)) {
    const start = vma.start + (first - vma.pgoff)
    const isTarget = other.id === mm.id && start === at
    const result = retract(k, other, vma, start, isTarget)
    if (isTarget && !k.b['collapse-retracts-all']) atTarget = result
  }
  k.leave()
  return atTarget
}

function retract(k: Kernel, mm: Mm, vma: Vma, start: Vpn, isTarget: boolean): Scan {
  if (vma.anonVma !== 0) return 'PAGE_ANON'
  if (start % PAGES_PER_PMD !== 0 || start + PAGES_PER_PMD > vma.end) return 'VMA_CHECK'
  if (pmdAt(k, mm, start).lo === 0) return 'PMD_NONE'
  if (!isTarget && !k.b['collapse-retracts-all']) return 'FAIL'
  if (keepsTable(k, vma)) return 'PTE_UFFD_WP'
  freeEmptyTable(k, mm, start)
  return 'PTE_MAPPED_HUGEPAGE'
}

/** Markers of a registered area live in its tables. */
function keepsTable(k: Kernel, vma: Vma): boolean {
  return (vma.flags & VM_UFFD_WP) !== 0 && k.b['khugepaged-keep']
}

/** Linux: pmdp_collapse_flush() and pte_free_defer(). */
function freeEmptyTable(k: Kernel, mm: Mm, start: Vpn): void {
  const table = tableAt(k, mm, start, 1)
  if (table === null) return
  k.m.setPte(entryAt(k, mm, start, 2) as EntryRef, NONE)
  flush_tlb_mm_range(k, mm, start, start + PAGES_PER_PMD)
  k.stepAt(OP_UNTABLE, MO.table_retracted, mm.id, start, table, 1)
  releaseFrame(k.m, table)
}

/** The cache holds a huge page: small entries of it give way to one of 2 MiB. */
function* collapse_pte_mapped_thp(k: Kernel, mm: Mm, at: Vpn): Kfn<Scan> {
  const vma = k.m.rec('mm', mm.id).vmas.find((v) => v.start <= at && at < v.end)
  if (vma === undefined || vma.file === null) return 'VMA_CHECK'
  if (pmd_trans_huge(pmdAt(k, mm, at))) return 'SUCCEED'
  if (tableAt(k, mm, at, 2) === null && !k.b['collapse-makes-tables']) return 'PMD_NULL'
  if (keepsTable(k, vma)) return 'PTE_UFFD_WP'
  const head = filemap_get_folio(k, vma.file, filePageOf(vma, at))
  if (head === null) return 'PAGE_NULL'
  k.enter(FN.collapse_pte_mapped_thp, mm.id, at)
  const result = yield* mapAsOne(k, mm, vma, at, head)
  k.leave()
  return result
}

function* mapAsOne(k: Kernel, mm: Mm, vma: Vma, at: Vpn, head: Pfn): Kfn<Scan> {
  const table = tableAt(k, mm, at, 1)
  if (table !== null) {
    yield* ptl_lock(k, table)
    const refused = mapsOther(k, mm, at, head)
    if (refused === null) dropParts(k, mm, at, head)
    ptl_unlock(k, table)
    if (refused !== null) return refused
    freeEmptyTable(k, mm, at)
  }
  if (!allocDownTo(k, mm, at, 2)) return 'FAIL'
  // A fault that nobody took. Linux: set_huge_pmd().
  const fault = newFault(mm, vma, at, { flags: 0, resume: { does: 'return' }, byVmaLock: false })
  fault.pmd = entryAt(k, mm, at, 2) as EntryRef
  return do_set_pmd(k, fault, head) ? 'SUCCEED' : 'FAIL'
}

/** An entry that is no part of the huge page, and so keeps the table. */
function mapsOther(k: Kernel, mm: Mm, at: Vpn, head: Pfn): Scan | null {
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    const pte = k.m.getPte(entryAt(k, mm, at + i, 1) as EntryRef)
    if (pte_none(pte)) continue
    if (!pte_present(pte)) return 'PTE_NON_PRESENT'
    if (pte_pfn(pte) !== head + i) return 'FAIL'
  }
  return null
}

function dropParts(k: Kernel, mm: Mm, at: Vpn, head: Pfn): void {
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    const entry = entryAt(k, mm, at + i, 1) as EntryRef
    const pte = k.m.getPte(entry)
    if (pte_none(pte)) continue
    k.m.setPte(entry, NONE)
    if (pte_dirty(pte)) setFlag(k.m, head, FRAME_DIRTY, true)
    page_remove_rmap(k, mm, (head + i) as Pfn)
    folio_put(k, head)
  }
}
