/** Loads and stores of a thread, and the page faults they raise. Linux: arch/x86/mm/fault.c. */
import { pageValue, setValue } from '../../../../machine/frames.ts'
import { access } from '../../../../machine/mmu.ts'
import type { Mm, Resume, Vma, Word64 } from '../../../../machine/records.ts'
import { OP_ACCESS, OP_FAULT } from '../../../../machine/trace.ts'
import type { Vpn } from '../../../../machine/units.ts'
import type { Kernel, Kfn } from '../../../include/kernel.ts'
import { AT_ONCE, POINT_ACCESS, POINT_FAULT, vma_lookup } from '../../../include/kernel.ts'
import {
  FAULT_FLAG_TRIED,
  FAULT_FLAG_USER,
  FAULT_FLAG_WRITE,
  VM_FAULT_CLOSING,
  VM_FAULT_OOM,
  VM_FAULT_RETRY,
  VM_FAULT_SIGBUS,
  VM_FAULT_SIGSEGV,
  VM_FAULT_SLEEPS,
  VM_READ,
  VM_WRITE,
} from '../../../include/mm_types.ts'
import { FN, MO } from '../../../include/sites.ts'
import {
  lock_vma_under_rcu,
  mmap_read_lock,
  mmap_read_unlock,
  vma_end_read,
  waitForClose,
} from '../../../kernel/locking.ts'
import { handle_mm_fault, newFault } from '../../../mm/memory/fault.ts'

/** How an access ended: with a value (null for a store), asleep on the userfaultfd, or killed. */
export type AccessEnd =
  | { readonly is: 'done'; readonly value: Word64 | null }
  | { readonly is: 'sleeping' }
  | { readonly is: 'killed'; readonly signal: 'SIGSEGV' | 'SIGBUS' }

/** One load (`value` null) or store at the start of a page, with all the faults that it takes. */
export function* userAccess(k: Kernel, vpn: Vpn, value: Word64 | null): Kfn<AccessEnd> {
  for (;;) {
    const mm = k.currentMm()
    const got = access(k.m, k.running.cpu, mm, vpn, value !== null)
    if (got.ok) {
      const loaded = value === null ? pageValue(k.m, got.pfn) : null
      if (value !== null) setValue(k.m, got.pfn, value)
      k.stepAt(
        OP_ACCESS,
        value === null ? MO.load_done : MO.store_done,
        mm.id,
        vpn,
        got.pfn,
        value === null ? 0 : 1,
      )
      return { is: 'done', value: loaded }
    }
    k.stepAt(
      OP_FAULT,
      MO.page_fault,
      mm.id,
      vpn,
      0,
      (value === null ? 0 : 1) | (got.present ? 2 : 0),
    )
    const end = yield* do_user_addr_fault(k, vpn, value, 0)
    if (end !== null) return end
    yield* beforeAccess(k, vpn, value)
  }
}

/** The access is about to be tried again, as if for the first time. */
function beforeAccess(k: Kernel, vpn: Vpn, value: Word64 | null): Kfn<void> {
  return k.alone ? AT_ONCE : stopBeforeAccess(k, vpn, value)
}

function* stopBeforeAccess(k: Kernel, vpn: Vpn, value: Word64 | null): Kfn<void> {
  k.remembers(`${vpn} ${value?.lo} ${value?.hi}`)
  yield POINT_ACCESS
}

/** Woken after a sleep: the fault is repeated from the top, then the access. */
export function* retryAccess(k: Kernel, vpn: Vpn, value: Word64 | null): Kfn<AccessEnd> {
  const end = yield* do_user_addr_fault(k, vpn, value, FAULT_FLAG_TRIED)
  if (end !== null) return end
  yield* beforeAccess(k, vpn, value)
  return yield* userAccess(k, vpn, value)
}

/** Null: the fault is resolved, the access may be tried again. */
function* do_user_addr_fault(
  k: Kernel,
  vpn: Vpn,
  value: Word64 | null,
  tried: number,
): Kfn<AccessEnd | null> {
  k.enter(FN.do_user_addr_fault, k.current().mm, vpn)
  const end = yield* faultLoop(k, vpn, value, tried)
  k.leave()
  return end
}

function* faultLoop(
  k: Kernel,
  vpn: Vpn,
  value: Word64 | null,
  tried: number,
): Kfn<AccessEnd | null> {
  const isWrite = value !== null
  const resume: Resume = { does: 'retry-access', vpn, write: isWrite, value }
  let flags = FAULT_FLAG_USER | (isWrite ? FAULT_FLAG_WRITE : 0) | tried
  for (;;) {
    const byVmaLock = k.b['fault-vma-lock'] && (flags & FAULT_FLAG_TRIED) === 0
    if (!k.alone) k.remembers(`${flags} ${vpn} ${value?.lo} ${value?.hi}`)
    if (byVmaLock) yield* lock_vma_under_rcu(k, k.currentMm(), POINT_FAULT)
    else yield* mmap_read_lock(k, k.currentMm(), POINT_FAULT)
    const mm = k.currentMm()
    const vma = vma_lookup(mm, vpn)
    if (vma === null || access_error(vma, isWrite)) {
      unlockAfter(k, mm, byVmaLock)
      return { is: 'killed', signal: 'SIGSEGV' }
    }
    const fault = yield* handle_mm_fault(k, newFault(mm, vma, vpn, { flags, resume, byVmaLock }))
    if ((fault & VM_FAULT_SLEEPS) !== 0) return { is: 'sleeping' }
    if ((fault & VM_FAULT_RETRY) !== 0) {
      flags |= FAULT_FLAG_TRIED
      if ((fault & VM_FAULT_CLOSING) !== 0) yield* waitForClose(k, mm)
      continue
    }
    unlockAfter(k, mm, byVmaLock)
    if ((fault & VM_FAULT_CLOSING) !== 0) yield* waitForClose(k, mm)
    if ((fault & VM_FAULT_SIGSEGV) !== 0) return { is: 'killed', signal: 'SIGSEGV' }
    if ((fault & (VM_FAULT_SIGBUS | VM_FAULT_OOM)) !== 0) return { is: 'killed', signal: 'SIGBUS' }
    return null
  }
}

function unlockAfter(k: Kernel, mm: Mm, byVmaLock: boolean): void {
  if (byVmaLock) vma_end_read(k, mm)
  else mmap_read_unlock(k, mm)
}

/** Does the area forbid the access, whatever its entries say? */
function access_error(vma: Vma, isWrite: boolean): boolean {
  return (vma.flags & (isWrite ? VM_WRITE : VM_READ | VM_WRITE)) === 0
}
