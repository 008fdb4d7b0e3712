/** A write to a present, read-only page. Linux: mm/memory.c do_wp_page() and its parts. */
import type { Pte } from '../../../machine/entry.ts'
import { equalPte } from '../../../machine/entry.ts'
import {
  COL_MAPPING,
  col,
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  FRAME_SWAPCACHE,
  hasFlag,
  hasFrame,
  pageValue,
  setFlag,
  setValue,
} from '../../../machine/frames.ts'
import { OP_COPY, OP_NOTE } from '../../../machine/trace.ts'
import type { EntryRef, Pfn } from '../../../machine/units.ts'
import {
  mk_pte,
  pte_clear_uffd_wp,
  pte_mkdirty,
  pte_mkwrite,
  pte_mkyoung,
  pte_pfn,
  pte_uffd_wp,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import { ptep_clear_flush, ptep_set_access_flags } from '../../arch/x86/mm/pgtable.ts'
import { flush_tlb_mm_range } from '../../arch/x86/mm/tlb.ts'
import { handle_userfault, userfaultfd_wp_async } from '../../fs/userfaultfd/fault.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { POINT_CLEARED, POINT_COPY } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { VM_FAULT_OOM, VM_SHARED, VM_UFFD_WP, VM_WRITE } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { folio_maybe_mapped_shared } from '../huge_memory/mm-ids.ts'
import { lru_add_drain } from '../lru.ts'
import { anon_vma_prepare } from '../mmap.ts'
import { mm_tlb_flush_pending } from '../mmu_gather.ts'
import {
  alloc_anon_folio,
  folio_get,
  folio_mapcount,
  folio_put,
  folio_ref_count,
  folioOf,
  isHugeFolio,
} from '../page_alloc.ts'
import { page_add_new_anon_rmap, page_remove_rmap } from '../rmap.ts'
import { folio_free_swap, swap_count } from '../swapfile.ts'
import { faultMemory } from './fault-memory.ts'
import { fault_dirty_shared_page } from './file.ts'

/** Does a write to this entry have to be reported? Without `uffd-wp-bit` every read-only page of the range counts. */
export function userfaultfd_pte_wp(k: Kernel, flags: number, pte: Pte): boolean {
  if ((flags & VM_UFFD_WP) === 0) return false
  return k.b['uffd-wp-bit'] ? pte_uffd_wp(pte) : true
}

/** Called with the table's lock held, which it drops. uffd-wp is asked first, copy-on-write after it. */
export function* do_wp_page(k: Kernel, vmf: vm_fault, table: Pfn): Kfn<number> {
  k.enter(FN.do_wp_page, vmf.mm.id, vmf.vpn)
  const result = yield* wpPage(k, vmf, table)
  k.leave()
  return result
}

function* wpPage(k: Kernel, vmf: vm_fault, table: Pfn): Kfn<number> {
  const { mm, vma, vpn } = vmf
  const entry = vmf.pte as EntryRef
  if (userfaultfd_pte_wp(k, vma.flags, k.m.getPte(entry))) {
    if (!userfaultfd_wp_async(k, vma)) {
      ptl_unlock(k, table)
      return yield* handle_userfault(k, vmf, VM_UFFD_WP)
    }
    vmf.orig_pte = pte_clear_uffd_wp(k.m.getPte(entry))
    k.m.setPte(entry, vmf.orig_pte)
    k.set(MO.async_resolved, mm.id, vpn, entry)
  }
  if (k.b['flush-before-cow'] && (vma.flags & VM_UFFD_WP) !== 0 && mm_tlb_flush_pending(k, mm)) {
    flush_tlb_mm_range(k, mm, vpn, vpn + 1)
  }
  const orig = vmf.orig_pte as Pte
  const pfn = pte_pfn(orig)
  const isAnon = hasFrame(pfn) && hasFlag(k.m, pfn, FRAME_ANON)
  if ((vma.flags & VM_SHARED) !== 0 && !isAnon && hasFrame(pfn))
    return wp_page_shared(k, vmf, table, pfn)
  if (isAnon && canReuse(k, pfn)) {
    wp_page_reuse(k, vmf, MO.page_reused)
    ptl_unlock(k, table)
    return 0
  }
  if (hasFrame(pfn)) folio_get(k, pfn)
  ptl_unlock(k, table)
  if (!k.alone) {
    k.remembers(`${faultMemory(vmf)} ${table} ${pfn}`)
    yield POINT_COPY
  }
  const copied = yield* wp_page_copy(k, vmf, table, pfn)
  folio_put(k, pfn)
  return copied
}

/** Shared memory is never copied: the entry becomes writable and the page dirty. */
function wp_page_shared(k: Kernel, vmf: vm_fault, table: Pfn, pfn: Pfn): number {
  wp_page_reuse(k, vmf, MO.shared_page_writable)
  ptl_unlock(k, table)
  fault_dirty_shared_page(k, pfn)
  return 0
}

/** May this process write the page in place? The rule is the part of copy-on-write that changed most often. */
function canReuse(k: Kernel, pfn: Pfn): boolean {
  if (k.b['anon-exclusive'] && hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)) return true
  if (k.b['cow-mapcount']) return reuse_swap_page(k, pfn)
  if (k.b['anon-exclusive'] || k.b['cow-lru-drain']) return wp_can_reuse_anon_folio(k, pfn)
  return folio_ref_count(k, pfn) === 1 && folio_mapcount(k, pfn) === 1
}

/** v5.7: everything that maps it, and everything in swap that stands for it, comes to one. */
function reuse_swap_page(k: Kernel, pfn: Pfn): boolean {
  const inSwap = hasFlag(k.m, pfn, FRAME_SWAPCACHE)
    ? swap_count(k, col(k.m, pfn, COL_MAPPING) - 1)
    : 0
  if (folio_mapcount(k, pfn) + inSwap > 1) return false
  if (inSwap === 0) folio_free_swap(k, pfn)
  return true
}

/** v5.18 and later: exactly one reference once the swap cache has let go. */
function wp_can_reuse_anon_folio(k: Kernel, pfn: Pfn): boolean {
  if (isHugeFolio(k, pfn) && k.b['cow-copies-parts']) {
    const isReused = k.b['cow-reuses-parts'] && canReusePart(k, pfn)
    if (isReused) setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, true)
    return isReused
  }
  lru_add_drain(k)
  const inSwapCache = hasFlag(k.m, pfn, FRAME_SWAPCACHE) ? 1 : 0
  if (!isHugeFolio(k, pfn) && folio_ref_count(k, pfn) > 1 + inSwapCache) return false
  if (inSwapCache === 1) folio_free_swap(k, pfn)
  if (folio_ref_count(k, pfn) !== 1) return false
  if (k.b['anon-exclusive']) setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, true)
  return true
}

/**
 * Only this process maps the huge page, and nobody else refers to it; its last part is copied all the same, so that the
 * rest is free. Linux: __wp_can_reuse_large_anon_folio() (v6.15).
 */
function canReusePart(k: Kernel, pfn: Pfn): boolean {
  const head = folioOf(k, pfn)
  const mapcount = folio_mapcount(k, head)
  return (
    mapcount > 1 && !folio_maybe_mapped_shared(k, head) && folio_ref_count(k, head) === mapcount
  )
}

/** Makes the entry writable where it stands. A stale uffd-wp bit is carried along, as Linux does. */
function wp_page_reuse(k: Kernel, vmf: vm_fault, site: number): void {
  const young = pte_mkdirty(k.b, pte_mkyoung(vmf.orig_pte as Pte))
  const next = (vmf.vma.flags & VM_WRITE) !== 0 ? pte_mkwrite(young) : young
  ptep_set_access_flags(k, vmf.mm, vmf.vpn, vmf.pte as EntryRef, next)
  k.stepAt(OP_NOTE, site, vmf.mm.id, vmf.vpn, pte_pfn(next))
}

/** Copies the page without the lock, then looks whether the entry is still the same before it puts the copy there. */
function* wp_page_copy(k: Kernel, vmf: vm_fault, table: Pfn, old: Pfn): Kfn<number> {
  const { mm, vpn } = vmf
  k.enter(FN.wp_page_copy, mm.id, vpn)
  anon_vma_prepare(k, mm.id, vpn)
  const copy = alloc_anon_folio(k)
  if (copy === null) {
    k.leave()
    return VM_FAULT_OOM
  }
  setValue(k.m, copy, pageValue(k.m, old))
  k.step(OP_COPY, MO.page_copied, old, copy)
  if (!k.alone) k.remembers(`${faultMemory(vmf)} ${table} ${old} ${copy}`)
  yield* ptl_lock(k, table)
  const isSame = equalPte(k.m.getPte(vmf.pte as EntryRef), vmf.orig_pte as Pte)
  if (isSame) yield* installCopy(k, vmf, table, old, copy)
  ptl_unlock(k, table)
  if (!isSame) folio_put(k, copy)
  else if (hasFrame(old)) folio_put(k, old)
  k.leave()
  return 0
}

function* installCopy(k: Kernel, vmf: vm_fault, table: Pfn, old: Pfn, copy: Pfn): Kfn<void> {
  const { mm, vma, vpn } = vmf
  const entry = vmf.pte as EntryRef
  let pte = pte_mkdirty(k.b, pte_mkyoung(mk_pte(copy, vmPageProt(vma))))
  if ((vma.flags & VM_WRITE) !== 0) pte = pte_mkwrite(pte)
  ptep_clear_flush(k, mm, vpn, entry)
  if (!k.alone) {
    k.remembers(`${faultMemory(vmf)} ${table} ${old} ${copy}`)
    yield POINT_CLEARED
  }
  page_add_new_anon_rmap(k, copy)
  k.m.setPte(entry, pte)
  k.set(MO.copy_mapped, mm.id, vpn, entry)
  if (!hasFrame(old)) return
  page_remove_rmap(k, mm, old)
  if (folio_mapcount(k, old) === 0) folio_free_swap(k, old)
}
