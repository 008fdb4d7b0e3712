/** Faults at the PMD level. Linux: mm/memory.c create_huge_pmd(), wp_huge_pmd(); mm/huge_memory.c. */
import type { Pte } from '../../../machine/entry.ts'
import { equalPte } from '../../../machine/entry.ts'
import {
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  FRAME_UPTODATE,
  hasFlag,
  isZeroPfn,
  setFlag,
} from '../../../machine/frames.ts'
import { HUGE_ZERO_PFN } from '../../../machine/phys.ts'
import type { Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  mk_pte,
  pmd_mkhuge,
  pte_mkdirty,
  pte_mkspecial,
  pte_mkwrite,
  pte_mkyoung,
  pte_pfn,
  pte_uffd_wp,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import { pmdp_huge_clear_flush } from '../../arch/x86/mm/pgtable.ts'
import { handle_userfault, userfaultfd_wp_async } from '../../fs/userfaultfd/fault.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import {
  FAULT_FLAG_WRITE,
  VM_FAULT_OOM,
  VM_HUGEPAGE,
  VM_NOHUGEPAGE,
  VM_UFFD_MISSING,
  VM_UFFD_WP,
  VM_WRITE,
  vma_is_anonymous,
} from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { anon_vma_prepare } from '../mmap.ts'
import { alloc_huge_folio, folio_put, folio_ref_count } from '../page_alloc.ts'
import { tableAt } from '../pgtable-generic.ts'
import { addNewHugeAnonRmap } from '../rmap.ts'
import { __split_huge_pmd } from './split.ts'

/** First page of the 2 MiB around `vpn`. */
export function hugeStart(vpn: Vpn): Vpn {
  return vpn - (vpn % 512)
}

/** Do the 2 MiB around `vpn` lie in the area as a whole, and does the area want huge pages? */
export function wantsHuge(vma: Vma, vpn: Vpn): boolean {
  const start = hugeStart(vpn)
  if ((vma.flags & (VM_HUGEPAGE | VM_NOHUGEPAGE)) !== VM_HUGEPAGE) return false
  return start >= vma.start && start + 512 <= vma.end
}

export function mayFaultHuge(_k: Kernel, vma: Vma, vpn: Vpn): boolean {
  return vma_is_anonymous(vma) && wantsHuge(vma, vpn)
}

/** First touch: the huge zero page for a read, a huge page for a write. Null: go on with small pages. */
export function* create_huge_pmd(k: Kernel, vmf: vm_fault): Kfn<number | null> {
  k.enter(FN.do_huge_pmd_anonymous_page, vmf.mm.id, vmf.vpn)
  const result = yield* do_huge_pmd_anonymous_page(k, vmf)
  k.leave()
  return result
}

function* do_huge_pmd_anonymous_page(k: Kernel, vmf: vm_fault): Kfn<number | null> {
  const { mm, vma, vpn } = vmf
  anon_vma_prepare(k, mm.id, vpn)
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  const head = isWrite ? alloc_huge_folio(k, FRAME_ANON | FRAME_UPTODATE) : (HUGE_ZERO_PFN as Pfn)
  if (head === null) return null
  const table = tableAt(k, mm, vpn, 2) as Pfn
  yield* ptl_lock(k, table)
  const isTaken = k.m.getPte(vmf.pmd as EntryRef).lo !== 0
  if (isTaken || (vma.flags & VM_UFFD_MISSING) !== 0) {
    ptl_unlock(k, table)
    if (isWrite) folio_put(k, head)
    return isTaken ? 0 : yield* handle_userfault(k, vmf, VM_UFFD_MISSING)
  }
  setHugePmd(k, vmf, head, isWrite)
  ptl_unlock(k, table)
  return 0
}

function setHugePmd(k: Kernel, vmf: vm_fault, head: Pfn, isWrite: boolean): void {
  const { b } = k
  const prot = vmPageProt(vmf.vma)
  let pmd = pmd_mkhuge(mk_pte(head, prot))
  if (isWrite) {
    pmd = pte_mkdirty(b, pmd)
    if ((vmf.vma.flags & VM_WRITE) !== 0) pmd = pte_mkwrite(pmd)
    addNewHugeAnonRmap(k, vmf.mm, head)
  } else if (b['huge-zero-special']) pmd = pte_mkspecial(pmd)
  k.m.setPte(vmf.pmd as EntryRef, pmd)
  const site = isWrite ? MO.huge_page_mapped : MO.huge_zero_mapped
  k.set(site, vmf.mm.id, hugeStart(vmf.vpn), vmf.pmd as EntryRef)
}

/** A huge mapping that allows the access: only A and D may be missing. */
export function* huge_pmd_set_accessed(k: Kernel, vmf: vm_fault, orig: Pte): Kfn<number> {
  const table = tableAt(k, vmf.mm, vmf.vpn, 2) as Pfn
  yield* ptl_lock(k, table)
  if (equalPte(k.m.getPte(vmf.pmd as EntryRef), orig)) {
    const young = pte_mkyoung(orig)
    const next = (vmf.flags & FAULT_FLAG_WRITE) !== 0 ? pte_mkdirty(k.b, young) : young
    pmdp_set_access_flags(k, vmf, next)
  }
  ptl_unlock(k, table)
  return 0
}

function pmdp_set_access_flags(k: Kernel, vmf: vm_fault, next: Pte): void {
  k.enter(FN.pmdp_set_access_flags, vmf.mm.id, vmf.vpn)
  if (!equalPte(k.m.getPte(vmf.pmd as EntryRef), next)) {
    k.m.setPte(vmf.pmd as EntryRef, next)
    k.set(MO.access_flags_set, vmf.mm.id, hugeStart(vmf.vpn), vmf.pmd as EntryRef)
  }
  k.leave()
}

/** A write to a read-only huge mapping. Null: it was split, go on with its small pages. */
export function* wp_huge_pmd(k: Kernel, vmf: vm_fault, orig: Pte): Kfn<number | null> {
  const { vma } = vmf
  if (!vma_is_anonymous(vma)) return yield* splitForWrite(k, vmf)
  const isGuarded = (vma.flags & VM_UFFD_WP) !== 0 && (!k.b['uffd-wp-bit'] || pte_uffd_wp(orig))
  if (isGuarded) {
    if (userfaultfd_wp_async(k, vma)) return yield* splitForWrite(k, vmf)
    return yield* handle_userfault(k, vmf, VM_UFFD_WP)
  }
  k.enter(FN.do_huge_pmd_wp_page, vmf.mm.id, vmf.vpn)
  const result = yield* do_huge_pmd_wp_page(k, vmf, orig)
  k.leave()
  return result
}

function* splitForWrite(k: Kernel, vmf: vm_fault): Kfn<null> {
  const table = tableAt(k, vmf.mm, vmf.vpn, 2) as Pfn
  yield* ptl_lock(k, table)
  __split_huge_pmd(k, vmf.mm, vmf.vma, vmf.vpn, null)
  ptl_unlock(k, table)
  return null
}

function* do_huge_pmd_wp_page(k: Kernel, vmf: vm_fault, orig: Pte): Kfn<number | null> {
  const { mm } = vmf
  const head = pte_pfn(orig)
  const table = tableAt(k, mm, vmf.vpn, 2) as Pfn
  if (isZeroPfn(head)) {
    return k.b['huge-zero-write-huge']
      ? yield* do_huge_zero_wp_pmd(k, vmf, orig)
      : yield* splitForWrite(k, vmf)
  }
  yield* ptl_lock(k, table)
  if (!equalPte(k.m.getPte(vmf.pmd as EntryRef), orig)) {
    ptl_unlock(k, table)
    return 0
  }
  if (canReuseHuge(k, head)) {
    const dirty = pte_mkdirty(k.b, pte_mkyoung(orig))
    pmdp_set_access_flags(k, vmf, (vmf.vma.flags & VM_WRITE) !== 0 ? pte_mkwrite(dirty) : dirty)
    ptl_unlock(k, table)
    return 0
  }
  __split_huge_pmd(k, mm, vmf.vma, vmf.vpn, null)
  ptl_unlock(k, table)
  return null
}

function canReuseHuge(k: Kernel, head: Pfn): boolean {
  if (k.b['anon-exclusive'] && hasFlag(k.m, head, FRAME_ANON_EXCLUSIVE)) return true
  if (folio_ref_count(k, head) !== 1) return false
  if (k.b['anon-exclusive']) setFlag(k.m, head, FRAME_ANON_EXCLUSIVE, true)
  return true
}

/** Writes over the huge zero page: a huge page takes its place at once. Behaviour `huge-zero-write-huge`. */
function* do_huge_zero_wp_pmd(k: Kernel, vmf: vm_fault, orig: Pte): Kfn<number> {
  anon_vma_prepare(k, vmf.mm.id, vmf.vpn)
  const head = alloc_huge_folio(k, FRAME_ANON | FRAME_UPTODATE)
  if (head === null) return VM_FAULT_OOM
  const table = tableAt(k, vmf.mm, vmf.vpn, 2) as Pfn
  yield* ptl_lock(k, table)
  if (equalPte(k.m.getPte(vmf.pmd as EntryRef), orig)) {
    pmdp_huge_clear_flush(k, vmf.mm, hugeStart(vmf.vpn), vmf.pmd as EntryRef)
    setHugePmd(k, vmf, head, true)
  } else folio_put(k, head)
  ptl_unlock(k, table)
  return 0
}
