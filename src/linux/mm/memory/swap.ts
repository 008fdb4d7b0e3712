/** Faults on entries that are not present. Linux: mm/memory.c do_swap_page(). */
import type { Pte } from '../../../machine/entry.ts'
import { equalPte } from '../../../machine/entry.ts'
import { FRAME_SWAPCACHE, hasFlag } from '../../../machine/frames.ts'
import type { EntryRef, Pfn } from '../../../machine/units.ts'
import {
  mk_pte,
  pte_mkdirty,
  pte_mksoft_dirty,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_swp_exclusive,
  pte_swp_soft_dirty,
  pte_swp_uffd_wp,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { FAULT_FLAG_WRITE, VM_FAULT_OOM, VM_WRITE } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { __swp_offset, is_pte_marker } from '../../include/swapops.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { alloc_anon_folio, folio_get, folio_put, folio_ref_count } from '../page_alloc.ts'
import { tableAt } from '../pgtable-generic.ts'
import { page_add_anon_rmap } from '../rmap.ts'
import {
  add_to_swap_cache,
  folio_free_swap,
  swap_cache_get_folio,
  swap_count,
  swap_free,
  swap_read_folio,
} from '../swapfile.ts'
import { handle_pte_marker } from './marker-fault.ts'
import { do_wp_page, userfaultfd_pte_wp } from './wp.ts'

export function* do_swap_page(k: Kernel, vmf: vm_fault): Kfn<number> {
  k.enter(FN.do_swap_page, vmf.mm.id, vmf.vpn)
  const isMarker = is_pte_marker(vmf.orig_pte as Pte)
  const result = isMarker ? yield* handle_pte_marker(k, vmf) : yield* swapIn(k, vmf)
  k.leave()
  return result
}

function* swapIn(k: Kernel, vmf: vm_fault): Kfn<number> {
  const slot = __swp_offset(vmf.orig_pte as Pte)
  let pfn = swap_cache_get_folio(k, slot)
  if (pfn === null) {
    pfn = alloc_anon_folio(k)
    if (pfn === null) return VM_FAULT_OOM
    swap_read_folio(k, slot, pfn)
    add_to_swap_cache(k, slot, pfn)
  } else folio_get(k, pfn)
  const table = tableAt(k, vmf.mm, vmf.vpn, 1) as Pfn
  yield* ptl_lock(k, table)
  if (!equalPte(k.m.getPte(vmf.pte as EntryRef), vmf.orig_pte as Pte)) {
    ptl_unlock(k, table)
    folio_put(k, pfn)
    return 0
  }
  mapSwappedIn(k, vmf, pfn, slot)
  if ((vmf.flags & FAULT_FLAG_WRITE) !== 0) return yield* do_wp_page(k, vmf, table)
  ptl_unlock(k, table)
  return 0
}

/** Under the lock: the reference that the caller holds becomes the mapping's. */
function mapSwappedIn(k: Kernel, vmf: vm_fault, pfn: Pfn, slot: number): void {
  const { b } = k
  const { mm, vma, vpn } = vmf
  const orig = vmf.orig_pte as Pte
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  swap_free(k, slot)
  const onlyWeHoldIt =
    isWrite && hasFlag(k.m, pfn, FRAME_SWAPCACHE) && folio_ref_count(k, pfn) === 2
  const freesLate = b['swapin-frees-late']
  if (onlyWeHoldIt && !freesLate) folio_free_swap(k, pfn)
  const isExclusive = isExclusiveSwapIn(k, orig, pfn, slot)
  let pte = mk_pte(pfn, vmPageProt(vma))
  if (b['swapin-writable']) {
    pte = restoreSoftwareBits(k, orig, pte)
    if (isExclusive && (vma.flags & VM_WRITE) !== 0 && !userfaultfd_pte_wp(k, vma.flags, pte)) {
      pte = pte_mkwrite(pte)
      if (isWrite) {
        pte = pte_mkdirty(b, pte)
        vmf.flags &= ~FAULT_FLAG_WRITE
      }
    }
  } else {
    if (isExclusive && isWrite) {
      pte = pte_mkdirty(b, pte)
      if ((vma.flags & VM_WRITE) !== 0) pte = pte_mkwrite(pte)
      vmf.flags &= ~FAULT_FLAG_WRITE
    }
    pte = restoreSoftwareBits(k, orig, pte)
  }
  page_add_anon_rmap(k, pfn, isExclusive)
  if (onlyWeHoldIt && freesLate) folio_free_swap(k, pfn)
  vmf.orig_pte = pte
  k.m.setPte(vmf.pte as EntryRef, pte)
  k.set(MO.swapped_in, mm.id, vpn, vmf.pte as EntryRef)
}

function isExclusiveSwapIn(k: Kernel, orig: Pte, pfn: Pfn, slot: number): boolean {
  if (k.b['anon-exclusive'] && pte_swp_exclusive(orig)) return true
  if (k.b['cow-mapcount']) return !hasFlag(k.m, pfn, FRAME_SWAPCACHE) || swap_count(k, slot) === 0
  return folio_ref_count(k, pfn) === 1
}

/** Soft-dirty and uffd-wp come back from the swap entry; a protected page is mapped read-only. */
function restoreSoftwareBits(k: Kernel, orig: Pte, pte: Pte): Pte {
  const marked = pte_swp_soft_dirty(orig) ? pte_mksoft_dirty(k.b, pte) : pte
  if (!k.b['swap-wp-bit'] || !pte_swp_uffd_wp(orig)) return marked
  return pte_wrprotect(k.b, pte_mkuffd_wp(k.b, marked))
}
