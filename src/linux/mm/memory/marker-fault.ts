/** Faults on pte markers. Linux: mm/memory.c handle_pte_marker(). */
import type { Pte } from '../../../machine/entry.ts'
import { equalPte, NONE } from '../../../machine/entry.ts'
import type { EntryRef, Pfn } from '../../../machine/units.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { VM_FAULT_SIGBUS, VM_UFFD_WP, vma_is_anonymous } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { tableAt } from '../pgtable-generic.ts'
import { do_anonymous_page } from './anonymous.ts'
import { do_fault } from './file.ts'

/** A marker is no page: it only says that whoever faults here must find the page protected. */
export function* handle_pte_marker(k: Kernel, vmf: vm_fault): Kfn<number> {
  if (!k.b['marker-fault']) return VM_FAULT_SIGBUS
  k.enter(FN.handle_pte_marker, vmf.mm.id, vmf.vpn)
  const result = yield* pte_marker_handle_uffd_wp(k, vmf)
  k.leave()
  return result
}

function* pte_marker_handle_uffd_wp(k: Kernel, vmf: vm_fault): Kfn<number> {
  const { vma } = vmf
  const isAnonymous = vma_is_anonymous(vma)
  const isStale = (vma.flags & VM_UFFD_WP) === 0 || (isAnonymous && !k.b['wp-unpopulated'])
  if (isStale) return yield* pte_marker_clear(k, vmf)
  return isAnonymous ? yield* do_anonymous_page(k, vmf) : yield* do_fault(k, vmf)
}

/** Nobody is registered any more: the marker means nothing and goes; the access faults again. */
function* pte_marker_clear(k: Kernel, vmf: vm_fault): Kfn<number> {
  const table = tableAt(k, vmf.mm, vmf.vpn, 1) as Pfn
  const entry = vmf.pte as EntryRef
  k.enter(FN.pte_marker_clear, vmf.mm.id, vmf.vpn)
  yield* ptl_lock(k, table)
  if (equalPte(k.m.getPte(entry), vmf.orig_pte as Pte)) {
    k.m.setPte(entry, NONE)
    k.set(MO.stale_marker_cleared, vmf.mm.id, vmf.vpn, entry)
  }
  ptl_unlock(k, table)
  k.leave()
  return 0
}
