/** Waking those who wait for an answer. Linux: fs/userfaultfd.c __wake_userfault(). */
import type { Uffd, UffdWait } from '../../../machine/records.ts'
import { OP_WAKE } from '../../../machine/trace.ts'
import type { ActorId, Vpn } from '../../../machine/units.ts'
import type { Kernel } from '../../include/kernel.ts'
import { FN, MO } from '../../include/sites.ts'

/** The thread leaves its sleep and is runnable; the scheduler starts what it does next. */
export function wakeTask(k: Kernel, actor: ActorId): void {
  const task = k.m.rec('task', actor)
  if (task.state.is !== 'sleeping') return
  const session = k.m.rec('session', 0)
  k.m.put('session', 0, { ...session, nextSeq: session.nextSeq + 1 })
  k.setTaskState(actor, { is: 'woken', resume: task.state.resume, order: session.nextSeq })
}

/**
 * Wakes every waiter, read or not, whose page lies in `[from, to)`; each waiter is asked. A wake is remembered nowhere.
 */
export function wake_userfault(k: Kernel, id: number, from: Vpn, to: Vpn): void {
  const waiting = waiters(k.m.rec('uffd', id))
  if (waiting.length === 0) return
  k.enter(FN.__wake_userfault)
  for (const wait of waiting) {
    if (wait.vpn >= from && wait.vpn < to) wakeOne(k, id, wait)
    else k.call(FN.userfaultfd_wake_function, k.m.rec('task', wait.actor).mm, wait.vpn)
  }
  k.leave()
}

/** In the order in which their queues are walked: unread messages, then those that were read, the newest of each first. */
function waiters(ctx: Uffd): UffdWait[] {
  return [...ctx.pending, ...ctx.waiting]
}

function wakeOne(k: Kernel, id: number, wait: UffdWait): void {
  k.enter(FN.userfaultfd_wake_function)
  const ctx = k.m.rec('uffd', id)
  k.m.put('uffd', id, {
    ...ctx,
    pending: ctx.pending.filter((w) => w.seq !== wait.seq),
    waiting: ctx.waiting.filter((w) => w.seq !== wait.seq),
  })
  wakeTask(k, wait.actor)
  const mm = k.m.rec('task', wait.actor).mm
  k.stepAt(OP_WAKE, MO.thread_woken, mm, wait.vpn, wait.actor)
  k.leave()
}

/** Everybody who waits for this context, faults and events alike: its last reference is gone. */
export function wakeAll(k: Kernel, ctx: Uffd): void {
  for (const wait of waiters(ctx)) wakeOne(k, ctx.id, wait)
  for (const event of k.m.rec('uffd', ctx.id).events) wakeTask(k, event.actor)
}
