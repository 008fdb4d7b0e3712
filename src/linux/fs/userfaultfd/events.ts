/** Events about the address space, and those who wait until they are read. Linux: fs/userfaultfd.c. */
import type { Resume, Uffd, UffdEvent, UnmappedArea, Vma } from '../../../machine/records.ts'
import { OP_MESSAGE, OP_SLEEP } from '../../../machine/trace.ts'
import type { Vpn } from '../../../machine/units.ts'
import type { Kernel } from '../../include/kernel.ts'
import { FN, MO } from '../../include/sites.ts'
import { hasFeature } from './fault.ts'

export type EventFeature = 'event-fork' | 'event-remap' | 'event-remove' | 'event-unmap'

/** The context of an area, if it wants to hear of this kind of event. */
export function listener(k: Kernel, vma: Vma, feature: EventFeature): Uffd | null {
  const ctx = vma.uffd === 0 ? undefined : k.m.find('uffd', vma.uffd)
  return ctx !== undefined && !ctx.released && hasFeature(ctx, feature) ? ctx : null
}

/** From now on the tables change under the monitor's feet: its data ioctls answer EAGAIN. */
export function mmapChanging(k: Kernel, id: number, by: 1 | -1): void {
  const ctx = k.m.rec('uffd', id)
  k.m.put('uffd', id, { ...ctx, changing: Math.max(0, ctx.changing + by) })
}

/** Queues the event; the thread sleeps until somebody has read it. */
export function userfaultfd_event_wait_completion(
  k: Kernel,
  id: number,
  event: UffdEvent,
  resume: Resume,
): void {
  k.enter(FN.userfaultfd_event_wait_completion)
  const ctx = k.m.rec('uffd', id)
  k.m.put('uffd', id, { ...ctx, events: [...ctx.events, event] })
  k.step(OP_MESSAGE, MO.event_queued, 0, 0, 0, 2)
  k.setTaskState(k.running.actor, { is: 'sleeping', uffd: id, resume, event: true })
  k.step(OP_SLEEP, MO.thread_waits_for_reader, 0, 0, 0, 1)
  k.leave()
}

/**
 * The contexts that hear of `[start, end)` being unmapped: each once and of the whole range, however many of these areas
 * are its own. Linux: userfaultfd_unmap_prep().
 */
export function unmapListeners(
  k: Kernel,
  vmas: readonly Vma[],
  start: Vpn,
  end: Vpn,
): UnmappedArea[] {
  const ids = vmas.map((vma) => listener(k, vma, 'event-unmap')?.id)
  return [...new Set(ids.filter((id) => id !== undefined))].map((ctx) => ({ ctx, start, end }))
}
