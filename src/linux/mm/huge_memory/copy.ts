/** fork of a huge mapping. Linux: mm/huge_memory.c copy_huge_pmd(). */
import { FRAME_ANON_EXCLUSIVE, isZeroPfn, setFlag } from '../../../machine/frames.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  pte_clear_uffd_wp,
  pte_mkold,
  pte_pfn,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { VM_UFFD_WP, vma_is_anonymous } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { folio_get } from '../page_alloc.ts'
import { allocDownTo, entryAt, tableAt } from '../pgtable-generic.ts'
import { addHugeRmap } from '../rmap.ts'

/** The child maps the same huge page, read-only; a file's is left to the child's own faults. */
export function* copy_huge_pmd(
  k: Kernel,
  dstMm: Mm,
  srcMm: Mm,
  dst: Vma,
  src: Vma,
  vpn: Vpn,
): Kfn<void> {
  if (!allocDownTo(k, dstMm, vpn, 2) || !vma_is_anonymous(src)) return
  k.enter(FN.copy_huge_pmd, srcMm.id, vpn)
  const dstTable = tableAt(k, dstMm, vpn, 2) as Pfn
  const srcTable = tableAt(k, srcMm, vpn, 2) as Pfn
  const start = vpn - (vpn % 512)
  yield* ptl_lock(k, dstTable)
  yield* ptl_lock(k, srcTable)
  const srcEntry = entryAt(k, srcMm, vpn, 2) as EntryRef
  const dstEntry = entryAt(k, dstMm, vpn, 2) as EntryRef
  const old = k.m.getPte(srcEntry)
  const head = pte_pfn(old)
  if (!isZeroPfn(head)) {
    folio_get(k, head)
    addHugeRmap(k, dstMm, head, 1)
    setFlag(k.m, head, FRAME_ANON_EXCLUSIVE, false)
  }
  const guarded = pte_wrprotect(k.b, old)
  k.m.setPte(srcEntry, guarded)
  k.set(MO.fork_protected, srcMm.id, start, srcEntry)
  const keepsBit = ((k.b['fork-wp-child'] ? dst : src).flags & VM_UFFD_WP) !== 0
  const child = pte_mkold(guarded)
  k.m.setPte(dstEntry, keepsBit ? child : pte_clear_uffd_wp(child))
  k.set(MO.fork_copied, dstMm.id, start, dstEntry)
  ptl_unlock(k, srcTable)
  ptl_unlock(k, dstTable)
  k.leave()
}
