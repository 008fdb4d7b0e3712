/** munmap(2). Linux: mm/mmap.c, mm/vma.c do_vmi_munmap(). */
import type { UnmappedArea } from '../../machine/records.ts'
import type { Vpn } from '../../machine/units.ts'
import {
  mmapChanging,
  unmapListeners,
  userfaultfd_event_wait_completion,
} from '../fs/userfaultfd/events.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { mmap_write_lock, mmap_write_unlock } from '../kernel/locking.ts'
import { unmap_region, vmasIn } from './mmap.ts'

/** Unmaps `[start, end)`, holes included; 'sleeping': done, but an event has to be read first. */
export function* do_munmap(k: Kernel, start: Vpn, end: Vpn): Kfn<0 | 'sleeping'> {
  const mm = k.currentMm()
  yield* mmap_write_lock(k, mm)
  const heard = unmapListeners(k, vmasIn(k.currentMm(), start, end), start, end)
  for (const { ctx } of heard) mmapChanging(k, ctx, 1)
  yield* unmap_region(k, k.currentMm(), start, end)
  mmap_write_unlock(k, mm)
  return userfaultfd_unmap_complete(k, heard)
}

/** Tells of the areas that are gone, one after the other: each event has to be read before the next is sent. */
export function userfaultfd_unmap_complete(
  k: Kernel,
  gone: readonly UnmappedArea[],
): 0 | 'sleeping' {
  const [first, ...rest] = gone.filter(({ ctx }) => !k.m.rec('uffd', ctx).released)
  if (first === undefined) return 0
  const { ctx, start, end } = first
  userfaultfd_event_wait_completion(
    k,
    ctx,
    { kind: 'unmap', actor: k.running.actor, start, end },
    rest.length === 0 ? { does: 'return' } : { does: 'tell-unmapped', rest },
  )
  return 'sleeping'
}
