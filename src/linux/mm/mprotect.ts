/**
 * Changing protection: the one walk that mprotect and UFFDIO_WRITEPROTECT share. Linux: mm/mprotect.c.
 *
 *   change_protection            walks; its caller opens the gather before and flushes after
 *     change_pmd_range           per 2 MiB: makes the tables that a protection needs, skips what is not there
 *       change_pte_range         per table, under its lock: the entries
 */
import type { Pte } from '../../machine/entry.ts'
import type { Mm, Vma } from '../../machine/records.ts'
import type { Pfn, Vpn } from '../../machine/units.ts'
import { PTRS_PER_TABLE } from '../../machine/units.ts'
import { pmd_trans_huge, pte_pfn } from '../arch/x86/include/pgtable.ts'
import { vm_get_page_prot, vma_wants_writenotify, vmPageProt } from '../arch/x86/mm/pgprot.ts'
import { userfaultfd_wp_use_markers } from '../fs/userfaultfd/fault.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { POINT_PREPARE } from '../include/kernel.ts'
import {
  MM_CP_TRY_CHANGE_WRITABLE,
  MM_CP_UFFD_WP,
  VM_SHARED,
  VM_WRITE,
  vma_is_anonymous,
} from '../include/mm_types.ts'
import { FN } from '../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../kernel/locking.ts'
import { change_pte_range } from './change-pte-range.ts'
import { change_huge_pmd } from './huge_memory/change.ts'
import { __split_huge_pmd } from './huge_memory/split.ts'
import type { mmu_gather } from './mmu_gather.ts'
import { tlb_finish_mmu, tlb_flush_pte_range, tlb_gather_mmu } from './mmu_gather.ts'
import type { Change } from './mprotect-change.ts'
import { allocLevel, pmdAt, tableAt } from './pgtable-generic.ts'

/** May entries get RW back by hand while their protection changes? Linux: vma_wants_manual_pte_write_upgrade(). */
export function vma_wants_manual_pte_write_upgrade(k: Kernel, vma: Vma): boolean {
  if ((vma.flags & VM_SHARED) !== 0) return vma_wants_writenotify(k.b, vma.flags, vmPageProt(vma))
  return (vma.flags & VM_WRITE) !== 0
}

/**
 * Walks `[start, end)` of one area. The caller opened the gather and closes it; without one (before behaviour
 * `tlb-gather`) the walk flushes by itself. False: memory for a table was used up.
 */
export function* change_protection(
  k: Kernel,
  mm: Mm,
  gathered: mmu_gather | null,
  change: Change,
  start: Vpn,
  end: Vpn,
): Kfn<boolean> {
  k.enter(FN.change_protection, mm.id, start)
  const gather = gathered ?? tlb_gather_mmu(k, mm)
  let ok = true
  let changed = 0
  for (let at = start; at < end && ok; ) {
    const next = Math.min(end, at - (at % PTRS_PER_TABLE) + PTRS_PER_TABLE)
    const pages = yield* change_pmd_range(k, gather, change, at, next)
    if (pages < 0) ok = !k.b['prepare-enomem']
    else changed += pages
    at = next
  }
  if (gathered === null) {
    if (changed > 0) tlb_flush_pte_range(gather, start, end)
    yield* tlb_finish_mmu(k, gather)
  }
  k.leave()
  return ok
}

/** A protection that is kept in markers needs the tables to hold them. Linux: pgtable_populate_needed(), v5.19. */
function populateNeeded(k: Kernel, change: Change): boolean {
  if ((change.flags & MM_CP_UFFD_WP) === 0 || !k.b['wp-none-pte.prepopulate']) return false
  return userfaultfd_wp_use_markers(k, change.vma)
}

function isHugeAt(k: Kernel, mm: Mm, at: Vpn): boolean {
  return pmd_trans_huge(pmdAt(k, mm, at))
}

/** Pages changed within one 2 MiB; -1: a table could not be made. */
function* change_pmd_range(
  k: Kernel,
  gather: mmu_gather,
  change: Change,
  at: Vpn,
  next: Vpn,
): Kfn<number> {
  const { mm } = gather
  if (populateNeeded(k, change)) {
    for (const level of [3, 2, 1] as const) {
      if (tableAt(k, mm, at, level) !== null || isHugeAt(k, mm, at)) continue
      if (!k.alone) yield POINT_PREPARE
      if (!isHugeAt(k, mm, at) && !allocLevel(k, mm, at, level)) return -1
    }
  }
  let pmd = pmdAt(k, mm, at)
  if (pmd.lo === 0) return 0
  if (pmd_trans_huge(pmd)) {
    const pages = yield* changeHuge(k, gather, change, at, next)
    if (pages > 0) return pages
    if (populateNeeded(k, change) && !allocLevel(k, mm, at, 1)) return -1
    pmd = pmdAt(k, mm, at)
    if (pmd.lo === 0) return 0
  }
  const table = pte_pfn(pmd)
  yield* ptl_lock(k, table)
  const pages = change_pte_range(k, gather, change, table, at, next)
  ptl_unlock(k, table)
  return pages
}

/** A huge mapping: changed whole, or split where only part is meant, or where a file's protection needs markers. */
function* changeHuge(
  k: Kernel,
  gather: mmu_gather,
  change: Change,
  at: Vpn,
  next: Vpn,
): Kfn<number> {
  const { mm } = gather
  const isWhole = next - at === PTRS_PER_TABLE
  const needsMarkers =
    (change.flags & MM_CP_UFFD_WP) !== 0 && !vma_is_anonymous(change.vma) && k.b['wp-file-thp']
  const table = tableAt(k, mm, at, 2) as Pfn
  yield* ptl_lock(k, table)
  const stays = isWhole && !needsMarkers && isHugeAt(k, mm, at)
  if (stays) change_huge_pmd(k, gather, change.vma, at, change.prot, change.flags)
  else __split_huge_pmd(k, mm, change.vma, at, null)
  ptl_unlock(k, table)
  return stays ? PTRS_PER_TABLE : 0
}

/** mprotect of one area whose flags have been changed already. Linux: mprotect_fixup(). */
export function* mprotect_fixup(
  k: Kernel,
  mm: Mm,
  gather: mmu_gather | null,
  vma: Vma,
): Kfn<boolean> {
  k.enter(FN.mprotect_fixup, mm.id, vma.start)
  let flags = 0
  if (k.b['change-writable']) {
    if (vma_wants_manual_pte_write_upgrade(k, vma)) flags = MM_CP_TRY_CHANGE_WRITABLE
  } else if (vma_wants_writenotify(k.b, vma.flags, vmPageProt(vma)))
    flags = MM_CP_TRY_CHANGE_WRITABLE
  const ok = yield* change_protection(
    k,
    mm,
    gather,
    { vma, prot: vmPageProt(vma), flags, decision: null },
    vma.start,
    vma.end,
  )
  k.leave()
  return ok
}

/** The protection that the write-protect ioctl asks the walk for. Linux: uffd_wp_range(). */
export function wpProtection(k: Kernel, vma: Vma, enable: boolean): Pte {
  if (k.b['resolve-upgrade']) return vmPageProt(vma)
  return vm_get_page_prot(enable ? vma.flags & ~VM_WRITE : vma.flags)
}
