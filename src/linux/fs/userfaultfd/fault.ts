/** A fault goes to the monitor. Linux: fs/userfaultfd.c handle_userfault() and its parts (7.2: mm/userfaultfd.c). */

import { walkTables } from '../../../machine/mmu.ts'
import type { Uffd, UffdWait, Vma } from '../../../machine/records.ts'
import { OP_MESSAGE, OP_SLEEP } from '../../../machine/trace.ts'
import { pmd_trans_huge, pte_none, pte_present, pte_write } from '../../arch/x86/include/pgtable.ts'
import { _PAGE_RW } from '../../arch/x86/include/pgtable_types.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import {
  POINT_LOCK_DROPPED,
  POINT_MUST_WAIT,
  POINT_QUEUED,
  POINT_UNLOCKED,
} from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import {
  FAULT_FLAG_WRITE,
  VM_FAULT_CLOSING,
  VM_FAULT_NOPAGE,
  VM_FAULT_RETRY,
  VM_FAULT_SIGBUS,
  VM_FAULT_SLEEPS,
  VM_UFFD_MINOR,
  VM_UFFD_WP,
  vma_is_anonymous,
} from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { is_pte_marker } from '../../include/swapops.ts'
import { mmap_read_unlock, vma_end_read } from '../../kernel/locking.ts'
import { faultMemory } from '../../mm/memory/fault-memory.ts'

export const UFFD_PAGEFAULT_FLAG_WRITE = 1
export const UFFD_PAGEFAULT_FLAG_WP = 2
export const UFFD_PAGEFAULT_FLAG_MINOR = 4

/** May none entries of this area be protected by markers? */
export function userfaultfd_wp_use_markers(k: Kernel, vma: Vma): boolean {
  if ((vma.flags & VM_UFFD_WP) === 0) return false
  if (!vma_is_anonymous(vma)) return true
  if (!k.b['wp-unpopulated'] || vma.uffd === 0) return false
  const ctx = k.m.find('uffd', vma.uffd)
  return ctx !== undefined && hasFeature(ctx, 'wp-unpopulated')
}

/** Does the kernel resolve write-protect faults by itself, telling nobody? */
export function userfaultfd_wp_async(k: Kernel, vma: Vma): boolean {
  const ctx = vma.uffd === 0 ? undefined : k.m.find('uffd', vma.uffd)
  return ctx !== undefined && hasFeature(ctx, 'wp-async')
}

/** `wp-async` brings `wp-unpopulated` along, without being asked. */
export function hasFeature(ctx: Uffd, feature: string): boolean {
  if (ctx.features.includes(feature)) return true
  return feature === 'wp-unpopulated' && ctx.features.includes('wp-async')
}

function messageFlags(vmf: vm_fault, reason: number): number {
  if (reason === VM_UFFD_WP) return UFFD_PAGEFAULT_FLAG_WRITE | UFFD_PAGEFAULT_FLAG_WP
  const write = (vmf.flags & FAULT_FLAG_WRITE) !== 0 ? UFFD_PAGEFAULT_FLAG_WRITE : 0
  return reason === VM_UFFD_MINOR ? write | UFFD_PAGEFAULT_FLAG_MINOR : write
}

/**
 * Queues a message about the fault and sleeps until the monitor answers, or comes straight back if the entry has
 * changed meanwhile. The page-table lock is dropped already; the lock of the area is dropped here.
 *
 * @param reason VM_UFFD_MISSING, VM_UFFD_WP or VM_UFFD_MINOR
 * @returns VM_FAULT_RETRY (with VM_FAULT_SLEEPS if the thread sleeps now), or a signal
 */
export function* handle_userfault(k: Kernel, vmf: vm_fault, reason: number): Kfn<number> {
  k.enter(FN.handle_userfault, vmf.mm.id, vmf.vpn)
  const result = yield* userfault(k, vmf, reason)
  k.leave()
  return result
}

function* userfault(k: Kernel, vmf: vm_fault, reason: number): Kfn<number> {
  const id = vmf.vma.uffd
  if (!k.alone) {
    k.remembers(`${faultMemory(vmf)} ${reason}`)
    yield POINT_UNLOCKED
  }
  const ctx = k.m.find('uffd', id)
  if (ctx === undefined || hasFeature(ctx, 'sigbus')) return VM_FAULT_SIGBUS
  if (ctx.released) return releasedUnderUs(k, vmf)
  const flags = messageFlags(vmf, reason)
  const seq = queue(k, ctx, vmf, flags)
  k.stepAt(OP_MESSAGE, MO.message_queued, vmf.mm.id, vmf.vpn, flags, 0)
  const known = (): string => [faultMemory(vmf), id, reason, flags, seq].join(' ')
  if (!k.alone) {
    k.remembers(known())
    yield POINT_QUEUED
  }
  const mustWait = userfaultfd_must_wait(k, vmf, reason)
  if (!k.alone) {
    k.remembers(`${known()} ${mustWait}`)
    yield POINT_MUST_WAIT
  }
  release_fault_lock(k, vmf)
  if (!k.alone) {
    k.remembers(`${known()} ${mustWait}`)
    yield POINT_LOCK_DROPPED
  }
  const now = k.m.rec('uffd', id)
  if (!isQueued(now, seq)) return VM_FAULT_RETRY
  if (!mustWait || now.released) {
    k.m.put('uffd', id, withoutWait(now, seq))
    k.stepAt(OP_MESSAGE, MO.message_withdrawn, vmf.mm.id, vmf.vpn, flags, 0)
    return now.released ? VM_FAULT_RETRY | VM_FAULT_CLOSING : VM_FAULT_RETRY
  }
  k.setTaskState(k.running.actor, { is: 'sleeping', uffd: id, resume: vmf.resume, event: false })
  k.stepAt(OP_SLEEP, MO.thread_sleeps, vmf.mm.id, vmf.vpn, flags, 0)
  return VM_FAULT_RETRY | VM_FAULT_SLEEPS
}

/** The context is being closed: no message. Behaviour `released-retry`: the lock is dropped here already. */
function releasedUnderUs(k: Kernel, vmf: vm_fault): number {
  if (!k.b['released-retry']) return VM_FAULT_NOPAGE | VM_FAULT_CLOSING
  release_fault_lock(k, vmf)
  return VM_FAULT_RETRY | VM_FAULT_CLOSING
}

/** Puts a message at the head of `fault_pending_wqh`; returns its serial number. */
function queue(k: Kernel, ctx: Uffd, vmf: vm_fault, flags: number): number {
  const session = k.m.rec('session', 0)
  const wait: UffdWait = { actor: k.running.actor, vpn: vmf.vpn, flags, seq: session.nextSeq }
  k.m.put('session', 0, { ...session, nextSeq: session.nextSeq + 1 })
  k.m.put('uffd', ctx.id, { ...ctx, pending: [wait, ...ctx.pending] })
  return wait.seq
}

function isQueued(ctx: Uffd, seq: number): boolean {
  return ctx.pending.some((w) => w.seq === seq) || ctx.waiting.some((w) => w.seq === seq)
}

/** The context without one waiter, in whichever queue it stood. */
export function withoutWait(ctx: Uffd, seq: number): Uffd {
  return {
    ...ctx,
    pending: ctx.pending.filter((w) => w.seq !== seq),
    waiting: ctx.waiting.filter((w) => w.seq !== seq),
  }
}

/**
 * A look at the tables without any lock: is there still a reason to sleep? RW is what counts, not the uffd-wp bit, so a
 * thread may go to sleep on a page that has been resolved but is still read-only for copy-on-write.
 */
function userfaultfd_must_wait(k: Kernel, vmf: vm_fault, reason: number): boolean {
  const end = walkTables(k.m, vmf.mm.pgd, vmf.vpn)
  const { pte } = end
  if (end.level === 2 && pmd_trans_huge(pte)) return reason === VM_UFFD_WP && !pte_write(pte)
  if (end.level !== 1) return true
  if (pte_none(pte) || is_pte_marker(pte)) return true
  if (!pte_present(pte)) {
    return !k.b['must-wait-present'] && reason === VM_UFFD_WP && (pte.lo & _PAGE_RW) === 0
  }
  return reason === VM_UFFD_WP && !pte_write(pte)
}

/** Lets go of whichever lock the fault came with. Linux: release_fault_lock(). */
function release_fault_lock(k: Kernel, vmf: vm_fault): void {
  if (vmf.byVmaLock) vma_end_read(k, vmf.mm)
  else mmap_read_unlock(k, vmf.mm)
}
