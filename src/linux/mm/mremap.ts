/** Moving a range to another address. Linux: mm/mremap.c. */
import type { Pte } from '../../machine/entry.ts'
import { NONE } from '../../machine/entry.ts'
import type { Mm, UnmappedArea, Vma } from '../../machine/records.ts'
import { OP_VMA } from '../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_clear_uffd_wp,
  pte_mksoft_dirty,
  pte_none,
  pte_present,
  pte_swp_clear_uffd_wp,
  pte_swp_mksoft_dirty,
} from '../arch/x86/include/pgtable.ts'
import { withFlags } from '../arch/x86/mm/pgprot.ts'
import { flush_tlb_mm_range } from '../arch/x86/mm/tlb.ts'
import {
  listener,
  mmapChanging,
  unmapListeners,
  userfaultfd_event_wait_completion,
} from '../fs/userfaultfd/events.ts'
import type { Errno, Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { VM_UFFD_FLAGS } from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { is_pte_marker } from '../include/swapops.ts'
import { mmap_write_lock, mmap_write_unlock, ptl_lock, ptl_unlock } from '../kernel/locking.ts'
import { __split_huge_pmd } from './huge_memory/split.ts'
import { free_pgtables } from './memory/free-tables.ts'
import { setVmas, sliceVma, vmasIn } from './mmap.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from './mmu_gather.ts'
import { userfaultfd_unmap_complete } from './munmap.ts'
import { allocDownTo, allocLevel, entryAt, pmdAt, tableAt } from './pgtable-generic.ts'
import { RunSteps } from './run-steps.ts'

/** mremap(MREMAP_MAYMOVE | MREMAP_FIXED) with the length unchanged; the target is free. */
export function* do_mremap(k: Kernel, from: Vpn, to: Vpn, pages: number): Kfn<Ret | 'sleeping'> {
  const mm = k.currentMm()
  yield* mmap_write_lock(k, mm)
  const result = yield* moveLocked(k, mm.id, from, to, pages)
  mmap_write_unlock(k, k.m.rec('mm', mm.id))
  if (typeof result === 'string') return result
  const { move, unmapped } = result
  if (move === null) return userfaultfd_unmap_complete(k, unmapped)
  userfaultfd_event_wait_completion(
    k,
    move,
    { kind: 'remap', actor: k.running.actor, from, to, pages },
    unmapped.length === 0 ? { does: 'return' } : { does: 'tell-unmapped', rest: unmapped },
  )
  return 'sleeping'
}

/** Who hears of a move: of the move itself, and of the old place that is unmapped by it. */
interface Heard {
  readonly move: number | null
  readonly unmapped: readonly UnmappedArea[]
}

function* moveLocked(
  k: Kernel,
  mmId: number,
  from: Vpn,
  to: Vpn,
  pages: number,
): Kfn<Errno | Heard> {
  const vmas = vmasIn(k.m.rec('mm', mmId), from, from + pages)
  const first = vmas[0]
  if (first === undefined || first.start !== from) return 'EFAULT'
  const isOne = first.end === from + pages
  if (!isOne && !k.b['mremap-multi-vma']) return 'EFAULT'
  let move: number | null = null
  const unmapped = unmapListeners(k, vmas, from, from + pages)
  for (const vma of vmas) {
    if (!isOne && vma.uffd !== 0) return 'EFAULT'
    move = listener(k, vma, 'event-remap')?.id ?? move
    yield* move_vma(k, mmId, vma, to + (vma.start - from))
  }
  for (const { ctx } of unmapped) mmapChanging(k, ctx, 1)
  if (move !== null) mmapChanging(k, move, 1)
  return { move, unmapped }
}

/** One area: entries first, then the area, then the old tables. */
function* move_vma(k: Kernel, mmId: number, vma: Vma, to: Vpn): Kfn<void> {
  const mm = k.m.rec('mm', mmId)
  const keepsUffd = listener(k, vma, 'event-remap') !== null
  const clears = k.b['mremap-clear'] && vma.uffd !== 0 && !keepsUffd
  k.enter(FN.move_page_tables, mm.id, vma.start)
  yield* move_page_tables(k, mm, vma, to, clears)
  k.leave()
  const length = vma.end - vma.start
  const hasOwnPages = vma.file === null && vma.anonVma === 0
  const moved: Vma = {
    ...vma,
    start: to,
    end: to + length,
    pgoff: hasOwnPages ? to : vma.pgoff,
    uffd: keepsUffd ? vma.uffd : 0,
  }
  const flags = keepsUffd ? vma.flags : vma.flags & ~VM_UFFD_FLAGS
  const rest = k.m.rec('mm', mm.id).vmas.flatMap((v) => without(v, vma.start, vma.end))
  setVmas(k, mm.id, [...rest, withFlags(k.b, moved, flags)], moved.start, moved.end)
  k.stepAt(OP_VMA, MO.area_moved, mm.id, to, 0, length)
  const gather = tlb_gather_mmu(k, mm)
  k.call(FN.unmap_page_range, mm.id, vma.start)
  free_pgtables(k, gather, k.m.rec('mm', mm.id), [vma])
  yield* tlb_finish_mmu(k, gather)
}

function without(vma: Vma, start: Vpn, end: Vpn): Vma[] {
  if (vma.end <= start || vma.start >= end) return [vma]
  const parts: Vma[] = []
  if (vma.start < start) parts.push(sliceVma(vma, vma.start, start))
  if (vma.end > end) parts.push(sliceVma(vma, end, vma.end))
  return parts
}

function* move_page_tables(k: Kernel, mm: Mm, vma: Vma, to: Vpn, clears: boolean): Kfn<void> {
  for (let at = vma.start; at < vma.end; ) {
    const dst = to + (at - vma.start)
    const next = Math.min(vma.end, at - (at % 512) + 512, at + 512 - (dst % 512))
    const pmd = pmdAt(k, mm, at)
    if (pmd.lo !== 0) yield* movePmd(k, mm, vma, at, next, dst, clears)
    // Before it looks for a page table the kernel has made the upper table of the new place.
    else if (k.b['mremap-pud'] && tableAt(k, mm, at, 2) !== null) allocLevel(k, mm, dst, 3)
    at = next
  }
}

function* movePmd(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  at: Vpn,
  next: Vpn,
  dst: Vpn,
  clears: boolean,
): Kfn<void> {
  allocDownTo(k, mm, dst, 2)
  const isWhole = next - at === 512
  const isHuge = pmd_trans_huge(pmdAt(k, mm, at))
  const isFree = pmdAt(k, mm, dst).lo === 0
  if (isWhole && isFree && (isHuge || !clears)) {
    moveEntry(k, mm, at, dst, isHuge, clears)
    return
  }
  if (isHuge) {
    const table = tableAt(k, mm, at, 2) as Pfn
    yield* ptl_lock(k, table)
    __split_huge_pmd(k, mm, vma, at, null)
    ptl_unlock(k, table)
    if (tableAt(k, mm, at, 1) === null) return
  }
  allocDownTo(k, mm, dst, 1)
  const src = tableAt(k, mm, at, 1) as Pfn
  const target = tableAt(k, mm, dst, 1) as Pfn
  yield* ptl_lock(k, src)
  if (target !== src) yield* ptl_lock(k, target)
  move_ptes(k, mm, at, next, dst, clears)
  if (target !== src) ptl_unlock(k, target)
  ptl_unlock(k, src)
}

/** A whole PMD entry, huge or a table, moves as one. Linux: move_normal_pmd(), move_huge_pmd(). */
function moveEntry(k: Kernel, mm: Mm, at: Vpn, dst: Vpn, isHuge: boolean, clears: boolean): void {
  const src = entryAt(k, mm, at, 2) as EntryRef
  const target = entryAt(k, mm, dst, 2) as EntryRef
  const pmd = k.m.getPte(src)
  k.m.setPte(src, NONE)
  k.m.setPte(target, isHuge ? movedPte(k, pmd, clears) : pmd)
  flush_tlb_mm_range(k, mm, at, at + 512)
  k.set(MO.entry_moved, mm.id, dst, target)
}

function move_ptes(k: Kernel, mm: Mm, at: Vpn, next: Vpn, dst: Vpn, clears: boolean): void {
  const steps = new RunSteps(k, MO.entry_moved, mm.id, next - at)
  let mustFlush = false
  for (let i = 0; i < next - at; i++) {
    const src = entryAt(k, mm, at + i, 1) as EntryRef
    const target = entryAt(k, mm, dst + i, 1) as EntryRef
    const pte = k.m.getPte(src)
    if (pte_none(pte)) continue
    if (pte_present(pte)) mustFlush = true
    k.m.setPte(src, NONE)
    k.m.setPte(target, movedPte(k, pte, clears))
    steps.add(dst + i, target)
  }
  steps.end()
  if (mustFlush) flush_tlb_mm_range(k, mm, at, next)
}

/** Soft-dirty is set by the move; uffd-wp goes where the registration does not come along. */
function movedPte(k: Kernel, pte: Pte, clears: boolean): Pte {
  if (pte_present(pte)) {
    const marked = pte_mksoft_dirty(k.b, pte)
    return clears ? pte_clear_uffd_wp(marked) : marked
  }
  if (is_pte_marker(pte)) return clears ? NONE : pte_swp_mksoft_dirty(k.b, pte)
  const marked = pte_swp_mksoft_dirty(k.b, pte)
  return clears ? pte_swp_clear_uffd_wp(marked) : marked
}
