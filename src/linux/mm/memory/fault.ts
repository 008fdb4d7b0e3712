/** The way from a fault to the function that resolves it. Linux: mm/memory.c. */
import type { Pte } from '../../../machine/entry.ts'
import type { Mm, Resume, Vma } from '../../../machine/records.ts'
import { OP_WALK } from '../../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  pmd_trans_huge,
  pte_mkdirty,
  pte_mkyoung,
  pte_none,
  pte_present,
  pte_write,
} from '../../arch/x86/include/pgtable.ts'
import { ptep_set_access_flags } from '../../arch/x86/mm/pgtable.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { POINT_ORIG_PTE } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { FAULT_FLAG_WRITE, VM_FAULT_OOM, vma_is_anonymous } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import {
  create_huge_pmd,
  huge_pmd_set_accessed,
  mayFaultHuge,
  wp_huge_pmd,
} from '../huge_memory/fault.ts'
import { allocLevel, entryAt, tableAt } from '../pgtable-generic.ts'
import { do_anonymous_page } from './anonymous.ts'
import { faultMemory } from './fault-memory.ts'
import { do_fault } from './file.ts'
import { do_swap_page } from './swap.ts'
import { do_wp_page } from './wp.ts'

/** Starts one fault. The caller holds the lock that keeps the area as it is. */
export function newFault(
  mm: Mm,
  vma: Vma,
  vpn: Vpn,
  how: { readonly flags: number; readonly resume: Resume; readonly byVmaLock: boolean },
): vm_fault {
  return {
    mm,
    vma,
    vpn,
    resume: how.resume,
    byVmaLock: how.byVmaLock,
    flags: how.flags,
    orig_pte: undefined,
    pte: undefined,
    pmd: undefined,
    cow_page: undefined,
  }
}

/** Resolves one fault, or puts the thread to sleep; returns VM_FAULT_*. */
export function* handle_mm_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  k.enter(FN.handle_mm_fault, vmf.mm.id, vmf.vpn)
  const result = yield* __handle_mm_fault(k, vmf)
  k.leave()
  return result
}

function* __handle_mm_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  const { mm, vpn } = vmf
  k.enter(FN.__handle_mm_fault, mm.id, vpn)
  let result = VM_FAULT_OOM
  if (allocLevel(k, mm, vpn, 3) && allocLevel(k, mm, vpn, 2)) {
    vmf.pmd = entryAt(k, mm, vpn, 2) as EntryRef
    result = yield* handlePmd(k, vmf, k.m.getPte(vmf.pmd))
  }
  k.leave()
  return result
}

function* handlePmd(k: Kernel, vmf: vm_fault, pmd: Pte): Kfn<number> {
  if (pmd.lo === 0 && mayFaultHuge(k, vmf.vma, vmf.vpn)) {
    const made = yield* create_huge_pmd(k, vmf)
    if (made !== null) return made
  } else if (pmd_trans_huge(pmd)) {
    if ((vmf.flags & FAULT_FLAG_WRITE) === 0 || pte_write(pmd)) {
      return yield* huge_pmd_set_accessed(k, vmf, pmd)
    }
    const done = yield* wp_huge_pmd(k, vmf, pmd)
    if (done !== null) return done
  }
  return yield* handle_pte_fault(k, vmf)
}

/** The order of the tests is the order of priorities: nothing there, not present, then write-protection. */
export function* handle_pte_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  const { mm, vma, vpn } = vmf
  vmf.pte = entryAt(k, mm, vpn, 1) ?? undefined
  vmf.orig_pte = vmf.pte === undefined ? undefined : k.m.getPte(vmf.pte)
  if (vmf.pte !== undefined) k.stepAt(OP_WALK, MO.entry_read, mm.id, vpn, vmf.pte, 1)
  if (!k.alone) {
    k.remembers(faultMemory(vmf))
    yield POINT_ORIG_PTE
  }
  const orig = vmf.orig_pte
  if (orig === undefined || pte_none(orig)) {
    vmf.orig_pte = undefined
    return vma_is_anonymous(vma) ? yield* do_anonymous_page(k, vmf) : yield* do_fault(k, vmf)
  }
  if (!pte_present(orig)) return yield* do_swap_page(k, vmf)
  const table = tableAt(k, mm, vpn, 1) as Pfn
  yield* ptl_lock(k, table)
  const entry = vmf.pte as EntryRef
  const now = k.m.getPte(entry)
  if (now.lo !== orig.lo || now.hi !== orig.hi) {
    ptl_unlock(k, table)
    return 0
  }
  if ((vmf.flags & FAULT_FLAG_WRITE) !== 0 && !pte_write(orig)) {
    return yield* do_wp_page(k, vmf, table)
  }
  setYoung(k, vmf, entry, orig)
  ptl_unlock(k, table)
  return 0
}

/** A stale translation faulted, or nothing but A (and D) was missing. */
function setYoung(k: Kernel, vmf: vm_fault, entry: EntryRef, orig: Pte): void {
  const young = pte_mkyoung(orig)
  const next = (vmf.flags & FAULT_FLAG_WRITE) !== 0 ? pte_mkdirty(k.b, young) : young
  ptep_set_access_flags(k, vmf.mm, vmf.vpn, entry, next)
}
