/** First touch of private anonymous memory. Linux: mm/memory.c do_anonymous_page(). */

import type { Pte } from '../../../machine/entry.ts'
import { ZERO_PFN } from '../../../machine/phys.ts'
import type { Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn } from '../../../machine/units.ts'
import {
  mk_pte,
  pte_mkdirty,
  pte_mkspecial,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_mkyoung,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import { handle_userfault } from '../../fs/userfaultfd/fault.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import {
  FAULT_FLAG_WRITE,
  VM_FAULT_OOM,
  VM_UFFD_MISSING,
  VM_WRITE,
} from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { anon_vma_prepare } from '../mmap.ts'
import { alloc_anon_folio, folio_put } from '../page_alloc.ts'
import { allocLevel, entryAt, tableAt } from '../pgtable-generic.ts'
import { page_add_new_anon_rmap } from '../rmap.ts'
import { vmf_orig_pte_uffd_wp } from './marker.ts'
import { vmf_pte_changed } from './recheck.ts'

/** A read maps the shared zero page, a write a page of its own; a range registered for missing asks the monitor. */
export function* do_anonymous_page(k: Kernel, vmf: vm_fault): Kfn<number> {
  k.enter(FN.do_anonymous_page, vmf.mm.id, vmf.vpn)
  const result = yield* anonymousPage(k, vmf)
  k.leave()
  return result
}

function* anonymousPage(k: Kernel, vmf: vm_fault): Kfn<number> {
  const { mm, vma, vpn } = vmf
  if (!allocLevel(k, mm, vpn, 1)) return VM_FAULT_OOM
  vmf.pte = entryAt(k, mm, vpn, 1) as EntryRef
  const table = tableAt(k, mm, vpn, 1) as Pfn
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  let pfn: Pfn | null = null
  if (isWrite) {
    anon_vma_prepare(k, mm.id, vpn)
    pfn = alloc_anon_folio(k)
    if (pfn === null) return VM_FAULT_OOM
  }
  yield* ptl_lock(k, table)
  const isMissing = (vma.flags & VM_UFFD_MISSING) !== 0
  const isStale = vmf_pte_changed(k, vmf)
  if (isStale || isMissing) {
    ptl_unlock(k, table)
    if (pfn !== null) folio_put(k, pfn)
    return isStale ? 0 : yield* handle_userfault(k, vmf, VM_UFFD_MISSING)
  }
  installAnonymous(k, vmf, pfn)
  ptl_unlock(k, table)
  return 0
}

/** The entry of a page of its own, or of the zero page where `pfn` is null. */
export function anonymousEntry(k: Kernel, vma: Vma, pfn: Pfn | null): Pte {
  const pte = pte_mkyoung(mk_pte(pfn ?? ZERO_PFN, vmPageProt(vma)))
  if (pfn === null) return pte_mkspecial(pte)
  return (vma.flags & VM_WRITE) === 0 ? pte : pte_mkwrite(pte_mkdirty(k.b, pte))
}

function installAnonymous(k: Kernel, vmf: vm_fault, pfn: Pfn | null): void {
  const { b } = k
  let pte = anonymousEntry(k, vmf.vma, pfn)
  if (pfn !== null) page_add_new_anon_rmap(k, pfn)
  const guarded = vmf_orig_pte_uffd_wp(k, vmf)
  if (guarded) pte = pte_mkuffd_wp(b, pte)
  k.m.setPte(vmf.pte as EntryRef, pte)
  const site =
    pfn === null ? MO.zero_page_mapped : guarded ? MO.new_page_mapped_wp : MO.new_page_mapped
  k.set(site, vmf.mm.id, vmf.vpn, vmf.pte as EntryRef)
}
