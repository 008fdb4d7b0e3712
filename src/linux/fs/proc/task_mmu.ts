/** PAGEMAP_SCAN. Linux: fs/proc/task_mmu.c pagemap_scan_pmd_entry() and its parts. */

import type { Pte } from '../../../machine/entry.ts'
import { FRAME_ANON, hasFlag, hasFrame, isZeroPfn } from '../../../machine/frames.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_mkuffd_wp,
  pte_none,
  pte_pfn,
  pte_present,
  pte_swp_mkuffd_wp,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import { flush_tlb_mm_range } from '../../arch/x86/mm/tlb.ts'
import type { Errno } from '../../include/errno.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { MM_CP_UFFD_WP, VM_UFFD_WP } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { is_pte_marker, make_pte_marker } from '../../include/swapops.ts'
import { mmap_read_lock, mmap_read_unlock, ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { change_huge_pmd } from '../../mm/huge_memory/change.ts'
import { __split_huge_pmd } from '../../mm/huge_memory/split.ts'
import { pte_any_uffd_wp } from '../../mm/memory/marker.ts'
import { vmasIn } from '../../mm/mmap.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from '../../mm/mmu_gather.ts'
import { entryAt, pmdAt, tableAt } from '../../mm/pgtable-generic.ts'
import { uffd_wp_range } from '../../mm/userfaultfd.ts'
import { userfaultfd_wp_async, userfaultfd_wp_use_markers } from '../userfaultfd/fault.ts'

export const PAGE_CATEGORIES = [
  'wpallowed',
  'written',
  'file',
  'present',
  'swapped',
  'pfnzero',
  'huge',
] as const
export type PageCategory = (typeof PAGE_CATEGORIES)[number]

export interface ScanArgs {
  readonly written: boolean
  readonly wpMatching: boolean
  readonly checkWpAsync: boolean
}

/** A run of pages of the same categories. */
export interface Scanned {
  readonly start: Vpn
  readonly end: Vpn
  readonly categories: readonly PageCategory[]
}

/** Reports, and with `wpMatching` protects, the pages of `[start, end)`. */
export function* do_pagemap_scan(
  k: Kernel,
  start: Vpn,
  end: Vpn,
  args: ScanArgs,
): Kfn<readonly Scanned[] | Errno> {
  const mm = k.currentMm()
  k.enter(FN.do_pagemap_scan, mm.id, start)
  yield* mmap_read_lock(k, mm)
  const found: Scanned[] = []
  let result: readonly Scanned[] | Errno = found
  for (const slice of vmasIn(k.currentMm(), start, end)) {
    const isWpAllowed = userfaultfd_wp_async(k, slice) && userfaultfd_wp_use_markers(k, slice)
    if (!isWpAllowed && args.checkWpAsync) {
      result = 'EPERM'
      break
    }
    if (!isWpAllowed && args.wpMatching) continue
    for (let at = slice.start; at < slice.end; ) {
      const next = Math.min(slice.end, at - (at % 512) + 512)
      yield* pagemap_scan_pmd_entry(k, mm, slice, at, next, { args, isWpAllowed, found })
      at = next
    }
  }
  mmap_read_unlock(k, mm)
  k.leave()
  return result
}

interface Scan {
  readonly args: ScanArgs
  readonly isWpAllowed: boolean
  readonly found: Scanned[]
}

function* pagemap_scan_pmd_entry(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  at: Vpn,
  next: Vpn,
  scan: Scan,
): Kfn<void> {
  k.enter(FN.pagemap_scan_pmd_entry, mm.id, at)
  if (pmd_trans_huge(pmdAt(k, mm, at)) && (yield* scanHuge(k, mm, vma, at, next, scan))) {
    k.leave()
    return
  }
  const table = tableAt(k, mm, at, 1)
  if (table === null) yield* pagemap_scan_pte_hole(k, mm, vma, at, next, scan)
  else {
    yield* ptl_lock(k, table)
    scanEntries(k, mm, vma, at, next, scan)
    ptl_unlock(k, table)
  }
  k.leave()
}

function scanEntries(k: Kernel, mm: Mm, vma: Vma, at: Vpn, next: Vpn, scan: Scan): void {
  let mustFlush = false
  for (let vpn = at; vpn < next; vpn++) {
    const entry = entryAt(k, mm, vpn, 1) as EntryRef
    const pte = k.m.getPte(entry)
    const isWritten = report(k, vma, vpn, vpn + 1, pte, false, scan)
    if (!isWritten || !scan.args.wpMatching) continue
    make_uffd_wp_pte(k, mm, vpn, entry, pte)
    if (pte_present(pte)) mustFlush = true
  }
  if (mustFlush) flush_tlb_mm_range(k, mm, at, next)
}

/** True if the huge mapping was dealt with as a whole; else it has been split. */
function* scanHuge(k: Kernel, mm: Mm, vma: Vma, at: Vpn, next: Vpn, scan: Scan): Kfn<boolean> {
  const table = tableAt(k, mm, at, 2) as Pfn
  const isWhole = next - at === 512
  yield* ptl_lock(k, table)
  const pmd = pmdAt(k, mm, at)
  const isHuge = pmd_trans_huge(pmd)
  const protects = scan.args.wpMatching && !pte_any_uffd_wp(pmd)
  if (isHuge && (!protects || isWhole)) report(k, vma, at, next, pmd, true, scan)
  if (!isHuge || !protects) {
    ptl_unlock(k, table)
    return isHuge
  }
  if (isWhole) {
    const gather = tlb_gather_mmu(k, mm)
    change_huge_pmd(k, gather, vma, at, vmPageProt(vma), MM_CP_UFFD_WP)
    yield* tlb_finish_mmu(k, gather)
  } else __split_huge_pmd(k, mm, vma, at, null)
  ptl_unlock(k, table)
  return isWhole
}

function* pagemap_scan_pte_hole(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  at: Vpn,
  next: Vpn,
  scan: Scan,
): Kfn<void> {
  const isWritten = k.b['scan-none-written'] && (vma.flags & VM_UFFD_WP) !== 0
  const categories = PAGE_CATEGORIES.filter(
    (name) => (name === 'wpallowed' && scan.isWpAllowed) || (name === 'written' && isWritten),
  )
  if (scan.args.written && !isWritten) return
  addToFound(at, next, categories, scan)
  if (scan.args.wpMatching) yield* uffd_wp_range(k, mm, vma, at, next, true)
}

/** Adds the pages to what was found, if they match; true if they count as written. */
function report(
  k: Kernel,
  vma: Vma,
  from: Vpn,
  to: Vpn,
  pte: Pte,
  isHuge: boolean,
  scan: Scan,
): boolean {
  const categories = pagemap_page_category(k, vma, pte, isHuge, scan.isWpAllowed)
  const isWritten = categories.includes('written')
  if (scan.args.written && !isWritten) return false
  addToFound(from, to, categories, scan)
  return isWritten
}

function addToFound(from: Vpn, to: Vpn, categories: readonly PageCategory[], scan: Scan): void {
  const last = scan.found[scan.found.length - 1]
  const isAlike =
    last !== undefined && last.end === from && last.categories.join() === categories.join()
  if (isAlike) scan.found[scan.found.length - 1] = { ...last, end: to }
  else scan.found.push({ start: from, end: to, categories })
}

function pagemap_page_category(
  k: Kernel,
  vma: Vma,
  pte: Pte,
  isHuge: boolean,
  isWpAllowed: boolean,
): PageCategory[] {
  const isPresent = pte_present(pte)
  const isNone = pte_none(pte)
  const pfn = isPresent ? pte_pfn(pte) : null
  const mayWritten = !k.b['scan-wp-vma-only'] || (vma.flags & VM_UFFD_WP) !== 0
  const countsNone = !isNone || k.b['scan-none-written']
  const has: Record<PageCategory, boolean> = {
    wpallowed: isWpAllowed,
    written: mayWritten && countsNone && !pte_any_uffd_wp(pte),
    file: pfn !== null && hasFrame(pfn) && !hasFlag(k.m, pfn, FRAME_ANON),
    present: isPresent,
    swapped: !isPresent && !isNone,
    pfnzero: pfn !== null && isZeroPfn(pfn),
    huge: isHuge,
  }
  return PAGE_CATEGORIES.filter((name) => has[name])
}

function make_uffd_wp_pte(k: Kernel, mm: Mm, vpn: Vpn, entry: EntryRef, pte: Pte): void {
  if (pte_none(pte)) {
    k.m.setPte(entry, make_pte_marker(k.b))
    k.set(MO.marker_installed, mm.id, vpn, entry)
    return
  }
  if (is_pte_marker(pte)) return
  k.m.setPte(
    entry,
    pte_present(pte) ? pte_wrprotect(k.b, pte_mkuffd_wp(k.b, pte)) : pte_swp_mkuffd_wp(pte),
  )
  k.set(MO.entry_protected, mm.id, vpn, entry)
}
