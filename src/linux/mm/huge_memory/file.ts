/** Mapping a huge page of a file as one entry. Linux: mm/memory.c do_set_pmd(). */
import type { Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import { mk_pte, pmd_mkhuge, pte_mkdirty, pte_mkwrite } from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import type { Kernel } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { FAULT_FLAG_WRITE, VM_NOHUGEPAGE, VM_SHARED, VM_WRITE } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { folio_get, folioOf } from '../page_alloc.ts'
import { addHugeRmap } from '../rmap.ts'

/** A huge page that is there already is mapped as one where it fits, asked for or not. */
function maySetHuge(k: Kernel, vma: Vma, vpn: Vpn): boolean {
  const start = vpn - (vpn % 512)
  const fits = start >= vma.start && start + 512 <= vma.end
  return fits && ((vma.flags & VM_NOHUGEPAGE) === 0 || !k.b['nohugepage-maps-small'])
}

/** True if the 2 MiB around the fault are mapped now by one entry; false where area or page do not allow it. */
export function do_set_pmd(k: Kernel, vmf: vm_fault, pfn: Pfn): boolean {
  const { mm, vma, vpn } = vmf
  const start = vpn - (vpn % 512)
  const head = folioOf(k, pfn)
  const isAligned = (vma.pgoff + (start - vma.start)) % 512 === 0
  if (!maySetHuge(k, vma, vpn) || !isAligned) return false
  k.enter(FN.do_set_pmd, mm.id, vpn)
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0 && (vma.flags & VM_SHARED) !== 0
  let pmd = pmd_mkhuge(mk_pte(head, vmPageProt(vma)))
  if (isWrite) {
    pmd = pte_mkdirty(k.b, pmd)
    if ((vma.flags & VM_WRITE) !== 0) pmd = pte_mkwrite(pmd)
  }
  folio_get(k, head)
  addHugeRmap(k, mm, head, 1)
  k.m.setPte(vmf.pmd as EntryRef, pmd)
  k.set(MO.huge_page_mapped, mm.id, start, vmf.pmd as EntryRef)
  k.leave()
  return true
}
