/** Making and ending processes. Linux: kernel/fork.c, kernel/exit.c. */
import { allocFrame, makeTable, releaseFrame } from '../../machine/frames.ts'
import type { Mm, Uffd, Vma } from '../../machine/records.ts'
import { MM_WORDS } from '../../machine/records.ts'
import type { Pfn, WordIndex } from '../../machine/units.ts'
import { USER_PAGES } from '../../machine/units.ts'
import { withFlags } from '../arch/x86/mm/pgprot.ts'
import { flush_tlb_mm_range } from '../arch/x86/mm/tlb.ts'
import {
  listener,
  mmapChanging,
  userfaultfd_event_wait_completion,
} from '../fs/userfaultfd/events.ts'
import type { Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { POINT_FLUSH } from '../include/kernel.ts'
import { VM_UFFD_FLAGS } from '../include/mm_types.ts'
import { FN } from '../include/sites.ts'
import { copy_page_range } from '../mm/memory/copy.ts'
import { nextAnonVma, unmap_region } from '../mm/mmap.ts'
import { mmap_write_lock, mmap_write_unlock } from './locking.ts'

/** A new, empty address space; null when memory is used up. */
export function mm_init(k: Kernel, process: string): Mm | null {
  const pgd = allocFrame(k.m)
  const words = k.m.allocWords(MM_WORDS)
  if (pgd === null || words === null || !makeTable(k.m, pgd, 4)) return null
  const id = Math.max(1, k.m.nextId('mm'))
  const mm: Mm = {
    id,
    process,
    pgd: pgd as Pfn,
    words: words as WordIndex,
    vmas: [],
    regions: [],
    alive: true,
  }
  k.m.put('mm', id, mm)
  return mm
}

/** A new thread in an address space. */
export function createTask(k: Kernel, name: string, mm: number): void {
  const id = k.m.nextId('task')
  const cpu = Math.max(0, k.actors.indexOf(name)) % k.cpus
  k.m.put('task', id, { id, name, mm, cpu, state: { is: 'idle' }, held: [] })
}

/** fork(2). 'sleeping': the child is ready, but the parent waits until the fork event has been read. */
export function* copy_process(k: Kernel, name: string): Kfn<Ret | 'sleeping'> {
  const parent = k.currentMm()
  k.enter(FN.dup_mmap, parent.id)
  yield* mmap_write_lock(k, parent)
  const child = mm_init(k, name)
  if (child === null) {
    mmap_write_unlock(k, parent)
    k.leave()
    return 'ENOMEM'
  }
  const heard = yield* dup_mmap(k, parent.id, child.id)
  if (!k.alone) yield POINT_FLUSH
  flush_tlb_mm_range(k, parent, 0, USER_PAGES)
  mmap_write_unlock(k, parent)
  if (heard.length === 0) createTask(k, name, child.id)
  for (const { ctx, forked } of heard) {
    userfaultfd_event_wait_completion(
      k,
      ctx,
      { kind: 'fork', actor: k.running.actor, child: forked },
      { does: 'fork-done', child: child.id, name },
    )
  }
  k.leave()
  return heard.length === 0 ? 0 : 'sleeping'
}

interface Heard {
  readonly ctx: number
  readonly forked: number
}

function* dup_mmap(k: Kernel, parentId: number, childId: number): Kfn<readonly Heard[]> {
  const parent = k.m.rec('mm', parentId)
  k.m.put('mm', childId, { ...k.m.rec('mm', childId), regions: parent.regions })
  const heard: Heard[] = []
  for (const src of parent.vmas) {
    const dst = dup_userfaultfd(k, src, childId, heard)
    const child = k.m.rec('mm', childId)
    const anonVma = src.anonVma === 0 ? 0 : -nextAnonVma(k)
    k.m.put('mm', childId, { ...child, vmas: [...child.vmas, { ...dst, anonVma }] })
    yield* copy_page_range(k, k.m.rec('mm', childId), k.m.rec('mm', parentId), dst, src)
  }
  return heard
}

/** The child's area: registered, with a context of its own, only where the parent's wants fork events. */
function dup_userfaultfd(k: Kernel, src: Vma, childId: number, heard: Heard[]): Vma {
  k.call(FN.dup_userfaultfd)
  if (src.uffd === 0) return src
  const ctx = listener(k, src, 'event-fork')
  if (ctx === null) return { ...withFlags(k.b, src, src.flags & ~VM_UFFD_FLAGS), uffd: 0 }
  let known = heard.find((h) => h.ctx === ctx.id)
  if (known === undefined) {
    const id = k.m.nextId('uffd')
    const forked: Uffd = {
      ...ctx,
      id,
      mm: childId,
      pending: [],
      waiting: [],
      events: [],
      changing: 0,
    }
    k.m.put('uffd', id, forked)
    mmapChanging(k, ctx.id, 1)
    known = { ctx: ctx.id, forked: id }
    heard.push(known)
  }
  return { ...src, uffd: known.forked }
}

/** The address space of a process that ended: everything goes. */
export function* exit_mmap(k: Kernel, mmId: number): Kfn<void> {
  const mm = k.m.rec('mm', mmId)
  k.enter(FN.exit_mmap, mmId)
  yield* mmap_write_lock(k, mm)
  yield* unmap_region(k, mm, 0, USER_PAGES)
  mmap_write_unlock(k, mm)
  releaseFrame(k.m, mm.pgd)
  k.m.put('mm', mmId, { ...k.m.rec('mm', mmId), vmas: [], alive: false })
  k.leave()
}
