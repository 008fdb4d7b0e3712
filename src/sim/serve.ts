/** The monitor that answers by itself (`serve`): reads every message, resolves the write-protect ones. */
import {
  openUffdOf,
  UFFD_WP_MESSAGE,
  userfaultfd_ctx_read,
  userfaultfd_writeprotect,
} from '../linux/fs/userfaultfd/ioctl.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { FN } from '../linux/include/sites.ts'
import type { Task } from '../machine/records.ts'
import type { ActorId } from '../machine/units.ts'
import type { Call, Ends } from './scheduler.ts'
import { runAlone, startThread } from './scheduler.ts'

/** How often each fault was answered during one statement. */
export type Served = Map<string, number>

/** A store that faults this often on one page within one statement will fault for ever: it is left blocked. */
const MOST_ROUNDS = 32

/** True if a message was read. */
export function serveMessages(k: Kernel, ends: Ends, served: Served): boolean {
  const session = k.m.rec('session', 0)
  if (!session.serve || session.uffd === 0) return false
  const ctx = k.m.rec('uffd', session.uffd)
  if (ctx.pending.length === 0 && ctx.events.length === 0) return false
  const monitor = monitorOf(k, ctx.mm)
  if (monitor === undefined || monitor.state.is !== 'idle') return false
  const next = ctx.pending[ctx.pending.length - 1]
  const fault = next === undefined ? '' : `${next.actor} ${next.vpn}`
  const rounds = served.get(fault) ?? 0
  if (next !== undefined && rounds >= MOST_ROUNDS) return false
  served.set(fault, rounds + 1)
  const mine: Ends = new Map()
  runAlone(k, startThread(k, monitor.id, serveOne(k, ctx.mm)), mine)
  for (const [actor, end] of mine) if (actor !== monitor.id) ends.set(actor, end)
  return true
}

/**
 * Beside a `||` line the monitor serves as soon as a message waits and it has no statement of its own to run.
 *
 * @param since the session's `nextSeq` when the line began
 * @returns the monitor, if it would serve now
 */
export function serverNow(k: Kernel, since: number): ActorId | null {
  const session = k.m.rec('session', 0)
  if (!session.serve || session.uffd === 0 || session.nextSeq - since > MOST_SEQ) return null
  const ctx = k.m.rec('uffd', session.uffd)
  if (ctx.pending.length === 0 && ctx.events.length === 0) return null
  const monitor = monitorOf(k, ctx.mm)
  return monitor?.state.is === 'idle' ? monitor.id : null
}

/** A message and a wake each take a number; beyond so many a line is left as it is. */
export const MOST_SEQ = 2 * MOST_ROUNDS

export function monitorOf(k: Kernel, mm: number): Task | undefined {
  return k.m.all('task').find((t) => t.mm === mm && t.name === 'monitor')
}

/** One turn of serving, as a call of the monitor. */
export function serveCall(k: Kernel, monitor: ActorId): Call {
  return serveOne(k, k.m.rec('task', monitor).mm)
}

function* serveOne(k: Kernel, mm: number): Call {
  const ctx = openUffdOf(k, mm)
  const read = ctx === null ? null : userfaultfd_ctx_read(k, ctx)
  if (read?.kind === 'fault' && (read.wait.flags & UFFD_WP_MESSAGE) !== 0) {
    const { vpn } = read.wait
    const now = k.m.rec('uffd', (ctx as { id: number }).id)
    k.enter(FN.userfaultfd_ioctl)
    yield* userfaultfd_writeprotect(k, now, vpn, vpn + 1, { enable: false, dontwake: false })
    k.leave()
  }
  return { outcome: 'ok' }
}
