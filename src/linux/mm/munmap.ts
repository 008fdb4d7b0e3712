/** munmap(2). Linux: mm/mmap.c, mm/vma.c do_vmi_munmap(). */
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
  const heard = unmapListeners(k, vmasIn(k.currentMm(), start, end))
  for (const { id } of heard) mmapChanging(k, id, 1)
  yield* unmap_region(k, k.currentMm(), start, end)
  mmap_write_unlock(k, mm)
  for (const { id, start: from, end: to } of heard) {
    userfaultfd_event_wait_completion(
      k,
      id,
      { kind: 'unmap', actor: k.running.actor, start: from, end: to },
      { does: 'return' },
    )
  }
  return heard.length === 0 ? 0 : 'sleeping'
}
