/** References that a pipe holds to pages. Linux: fs/splice.c vmsplice, mm/gup.c. */
import { hasFrame } from '../../machine/frames.ts'
import { leafPfn, walkTables } from '../../machine/mmu.ts'
import type { Resume } from '../../machine/records.ts'
import type { Vpn } from '../../machine/units.ts'
import type { Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { faultin_page_range } from './gup.ts'
import { folio_get, folio_put } from './page_alloc.ts'

/** One more reference to the page, faulted in for reading if need be. @param tried a fault has slept on it already */
export function* holdPage(k: Kernel, vpn: Vpn, tried = false): Kfn<Ret | 'sleeping'> {
  const resume = (): Resume => ({ does: 'redo-hold', vpn })
  const end = yield* faultin_page_range(k, vpn, vpn + 1, { isWrite: false, tried, resume })
  if (end !== 0) return end === 'sleeping' ? end : 'EFAULT'
  const leaf = walkTables(k.m, k.currentMm().pgd, vpn)
  const pfn = leafPfn(leaf.pte, leaf.level, vpn)
  const task = k.current()
  if (hasFrame(pfn)) folio_get(k, pfn)
  k.m.put('task', task.id, { ...task, held: [...task.held, { vpn, pfn }] })
  return 0
}

/** Drops the latest reference that the process took through this page's address. */
export function releasePage(k: Kernel, vpn: Vpn): Ret {
  const mm = k.current().mm
  for (const task of k.m.all('task')) {
    if (task.mm !== mm) continue
    const held = task.held.findLast((h) => h.vpn === vpn)
    if (held === undefined) continue
    k.m.put('task', task.id, { ...task, held: task.held.filter((h) => h !== held) })
    if (hasFrame(held.pfn)) folio_put(k, held.pfn)
    return 0
  }
  return 'EAGAIN'
}
