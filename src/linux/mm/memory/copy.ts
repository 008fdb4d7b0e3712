/** What fork copies. Linux: mm/memory.c copy_page_range() and its parts. */
import type { Pte } from '../../../machine/entry.ts'
import { equalPte } from '../../../machine/entry.ts'
import {
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  hasFlag,
  hasFrame,
  setFlag,
} from '../../../machine/frames.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_clear_uffd_wp,
  pte_mkclean,
  pte_mkold,
  pte_none,
  pte_pfn,
  pte_present,
  pte_swp_clear_exclusive,
  pte_swp_clear_uffd_wp,
  pte_swp_exclusive,
  pte_write,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { VM_SHARED, VM_UFFD_WP } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { __swp_offset, is_pte_marker } from '../../include/swapops.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { copy_huge_pmd } from '../huge_memory/copy.ts'
import { folio_get } from '../page_alloc.ts'
import { allocDownTo, allocLevel, entryAt, pmdAt, tableAt } from '../pgtable-generic.ts'
import { page_add_anon_rmap, page_add_file_rmap } from '../rmap.ts'
import { RunSteps } from '../run-steps.ts'
import { swap_duplicate } from '../swapfile.ts'

/** Does the child need the parent's entries, or will its own faults find the pages again? */
function vma_needs_copy(k: Kernel, dst: Vma, src: Vma): boolean {
  if (k.b['fork-markers'] && (dst.flags & VM_UFFD_WP) !== 0) return true
  return src.anonVma !== 0
}

/** Copies one area's entries into the child; false when memory is used up. */
export function* copy_page_range(
  k: Kernel,
  dstMm: Mm,
  srcMm: Mm,
  dst: Vma,
  src: Vma,
): Kfn<boolean> {
  k.enter(FN.copy_page_range, srcMm.id, src.start)
  let ok = true
  if (vma_needs_copy(k, dst, src)) {
    for (let at = src.start; at < src.end && ok; ) {
      const next = Math.min(src.end, at - (at % 512) + 512)
      ok = yield* copy_pmd_range(k, dstMm, srcMm, dst, src, at, next)
      at = next
    }
  }
  k.leave()
  return ok
}

function* copy_pmd_range(
  k: Kernel,
  dstMm: Mm,
  srcMm: Mm,
  dst: Vma,
  src: Vma,
  at: Vpn,
  next: Vpn,
): Kfn<boolean> {
  const pmd = pmdAt(k, srcMm, at)
  if (pmd.lo === 0) return copyUpperTables(k, dstMm, srcMm, at)
  if (pmd_trans_huge(pmd)) {
    yield* copy_huge_pmd(k, dstMm, srcMm, dst, src, at)
    return true
  }
  if (!allocDownTo(k, dstMm, at, 1)) return false
  const dstTable = tableAt(k, dstMm, at, 1) as Pfn
  const srcTable = tableAt(k, srcMm, at, 1) as Pfn
  yield* ptl_lock(k, dstTable)
  yield* ptl_lock(k, srcTable)
  copy_pte_range(k, dstMm, srcMm, dst, src, at, next)
  ptl_unlock(k, srcTable)
  ptl_unlock(k, dstTable)
  return true
}

/** Upper tables are made for the child wherever the parent has them, even if nothing hangs below. */
function copyUpperTables(k: Kernel, dstMm: Mm, srcMm: Mm, at: Vpn): boolean {
  if (tableAt(k, srcMm, at, 2) !== null) return allocDownTo(k, dstMm, at, 2)
  return tableAt(k, srcMm, at, 3) === null || allocLevel(k, dstMm, at, 3)
}

function copy_pte_range(
  k: Kernel,
  dstMm: Mm,
  srcMm: Mm,
  dst: Vma,
  src: Vma,
  from: Vpn,
  to: Vpn,
): void {
  const protectedInParent = new RunSteps(k, MO.fork_protected, srcMm.id, to - from)
  const copied = new RunSteps(k, MO.fork_copied, dstMm.id, to - from)
  for (let vpn = from; vpn < to; vpn++) {
    const srcEntry = entryAt(k, srcMm, vpn, 1) as EntryRef
    const dstEntry = entryAt(k, dstMm, vpn, 1) as EntryRef
    const pte = k.m.getPte(srcEntry)
    if (pte_none(pte)) continue
    const child = pte_present(pte)
      ? copy_present_pte(k, dstMm, dst, src, srcEntry, pte)
      : copy_nonpresent_pte(k, dst, srcEntry, pte)
    if (!equalPte(k.m.getPte(srcEntry), pte)) protectedInParent.add(vpn, srcEntry)
    if (child === null) continue
    k.m.setPte(dstEntry, child)
    copied.add(vpn, dstEntry)
  }
  protectedInParent.end()
  copied.end()
}

function copy_present_pte(
  k: Kernel,
  dstMm: Mm,
  dst: Vma,
  src: Vma,
  srcEntry: EntryRef,
  pte: Pte,
): Pte {
  const { b } = k
  const pfn = pte_pfn(pte)
  const isAnon = hasFrame(pfn) && hasFlag(k.m, pfn, FRAME_ANON)
  if (hasFrame(pfn)) {
    folio_get(k, pfn)
    if (isAnon) {
      setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, false)
      page_add_anon_rmap(k, dstMm, pfn, false)
    } else page_add_file_rmap(k, dstMm, pfn)
  }
  const isCow = (src.flags & VM_SHARED) === 0
  let child = pte
  if (isCow && pte_write(pte)) {
    child = pte_wrprotect(b, pte)
    k.m.setPte(srcEntry, child)
  }
  if ((src.flags & VM_SHARED) !== 0) child = pte_mkclean(child)
  child = pte_mkold(child)
  const keepsBit = ((b['fork-wp-child'] ? dst : src).flags & VM_UFFD_WP) !== 0
  return keepsBit ? child : pte_clear_uffd_wp(child)
}

function copy_nonpresent_pte(k: Kernel, dst: Vma, srcEntry: EntryRef, pte: Pte): Pte | null {
  const isRegistered = (dst.flags & VM_UFFD_WP) !== 0
  if (is_pte_marker(pte)) return isRegistered || !k.b['fork-marker-noevent'] ? pte : null
  swap_duplicate(k, __swp_offset(pte))
  let child = pte
  if (pte_swp_exclusive(pte)) {
    child = pte_swp_clear_exclusive(pte)
    k.m.setPte(srcEntry, child)
  }
  return isRegistered || !k.b['fork-wp-child'] ? child : pte_swp_clear_uffd_wp(child)
}
