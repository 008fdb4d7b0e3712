import type { AdviceResumed, Mm, Vma } from '../../machine/records.ts'
import type { Vpn } from '../../machine/units.ts'
import { withFlags } from '../arch/x86/mm/pgprot.ts'
import {
  listener,
  mmapChanging,
  userfaultfd_event_wait_completion,
} from '../fs/userfaultfd/events.ts'
import type { Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { vma_lookup } from '../include/kernel.ts'
import {
  VM_HUGEPAGE,
  VM_MAYWRITE,
  VM_NOHUGEPAGE,
  VM_SHARED,
  vma_is_anonymous,
} from '../include/mm_types.ts'
import { FN } from '../include/sites.ts'
import {
  mmap_read_lock,
  mmap_read_unlock,
  mmap_write_lock,
  mmap_write_unlock,
} from '../kernel/locking.ts'
import { filePageOf } from './filemap.ts'
import { faultin_page_range } from './gup.ts'
import { madvise_collapse } from './khugepaged.ts'
import { adviseColdOrPageout, madvise_free_single_vma } from './madvise-pages.ts'
import { unmap_page_range, ZAP_DONTNEED } from './memory/zap.ts'
import { changeVmas, sliceVma, vmasIn } from './mmap.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from './mmu_gather.ts'
import { shmem_fallocate } from './shmem.ts'
export type AdviceEnd = Ret | 'sleeping'

const FRESH: AdviceResumed = { tried: false, hole: false, told: null }

const isPopulate = (advice: string): boolean => advice.startsWith('populate-')

/** madvise(2). @param resumed of a call that slept and goes on at `start` */
export function* do_madvise(
  k: Kernel,
  start: Vpn,
  end: Vpn,
  advice: string,
  resumed: AdviceResumed = FRESH,
): Kfn<AdviceEnd> {
  if (!madvise_behavior_valid(k, advice)) return 'EINVAL'
  if (isPopulate(advice) && k.b['populate-stops-at-hole']) {
    return yield* populate(k, start, end, { callEnd: end, advice, ...resumed })
  }
  const mm = k.currentMm()
  k.enter(FN.madvise_walk_vmas, mm.id, start)
  const result = yield* walkVmas(k, start, end, advice, resumed)
  k.leave()
  return result
}

function madvise_behavior_valid(k: Kernel, advice: string): boolean {
  if (isPopulate(advice)) return k.b.populate
  return advice !== 'collapse' || k.b.collapse
}

interface Populate {
  /** Where the call ends, which may go on behind this area when it is resumed. */
  readonly callEnd: Vpn
  readonly advice: string
  readonly tried: boolean
  readonly hole: boolean
}

/** Linux: madvise_populate(). */
function* populate(k: Kernel, start: Vpn, end: Vpn, how: Populate): Kfn<AdviceEnd> {
  const { advice, callEnd, hole, tried } = how
  return yield* faultin_page_range(k, start, end, {
    isWrite: advice === 'populate-write',
    tried,
    resume: (vpn) => ({
      does: 'redo-advise',
      start: vpn,
      end: callEnd,
      advice,
      resumed: { tried: true, hole, told: null },
    }),
  })
}

/** Area by area; a hole is ENOMEM, but what lies beyond it is advised all the same. */
function* walkVmas(
  k: Kernel,
  start: Vpn,
  end: Vpn,
  advice: string,
  { tried, hole, told }: AdviceResumed,
): Kfn<AdviceEnd> {
  let from = start
  if (told !== null) {
    const next = yield* madviseTold(k, start, advice, told)
    if (typeof next !== 'number') return next
    from = next
  }
  let behind: AdviceResumed = { tried, hole, told: null }
  for (const slice of vmasIn(k.currentMm(), from, end)) {
    if (slice.start !== from) behind = { ...behind, hole: true }
    const result = yield* madvise_vma_behavior(k, slice, end, advice, behind)
    if (result !== 0) return result
    behind = { ...behind, tried: false }
    from = slice.end
  }
  return behind.hole || from !== end ? 'ENOMEM' : 0
}

/**
 * The remove event of the area at `start` has been read. Whose pages are removed was settled before; whose mapping is
 * zapped is looked up again, and may have been cut or gone meanwhile.
 *
 * @returns where to go on, or the error
 */
function* madviseTold(
  k: Kernel,
  start: Vpn,
  advice: string,
  told: NonNullable<AdviceResumed['told']>,
): Kfn<Vpn | Ret> {
  if (advice === 'remove') {
    yield* shmem_fallocate(k, told.file as number, told.first, told.first + (told.end - start))
    return told.end
  }
  const vma = vma_lookup(k.currentMm(), start)
  if (vma === null) return 'ENOMEM'
  const end = Math.min(vma.end, told.end)
  const done = yield* madvise_dontneed_free(k, sliceVma(vma, start, end), advice)
  if (done !== 0) return done
  return k.b['advice-follows-areas'] ? end : told.end
}

function* madvise_vma_behavior(
  k: Kernel,
  vma: Vma,
  callEnd: Vpn,
  advice: string,
  behind: AdviceResumed,
): Kfn<AdviceEnd> {
  const mm = k.currentMm()
  if (isPopulate(advice)) {
    return yield* populate(k, vma.start, vma.end, { callEnd, advice, ...behind })
  }
  switch (advice) {
    case 'hugepage':
    case 'nohugepage':
      return yield* hugepage_madvise(k, mm, vma, advice === 'hugepage')
    case 'collapse':
      return yield* madvise_collapse(k, mm, vma)
    case 'remove':
      return yield* madvise_remove(k, vma, callEnd, behind.hole)
    case 'dontneed':
    case 'free':
      if (userfaultfd_remove(k, vma, callEnd, advice, behind.hole)) return 'sleeping'
      return yield* madvise_dontneed_free(k, vma, advice)
    default:
      return yield* underReadLock(k, vma, (now) =>
        adviseColdOrPageout(k, mm, now, advice === 'pageout'),
      )
  }
}

function* madvise_remove(k: Kernel, vma: Vma, callEnd: Vpn, hole: boolean): Kfn<AdviceEnd> {
  if (vma.file === null) return 'EINVAL'
  if ((vma.flags & (VM_SHARED | VM_MAYWRITE)) !== (VM_SHARED | VM_MAYWRITE)) return 'EACCES'
  if (userfaultfd_remove(k, vma, callEnd, 'remove', hole)) return 'sleeping'
  const first = filePageOf(vma, vma.start)
  yield* shmem_fallocate(k, vma.file, first, first + (vma.end - vma.start))
  return 0
}

/** Tells the area's monitor, if it wants to hear of it; true if the caller sleeps until the event has been read. */
function userfaultfd_remove(
  k: Kernel,
  vma: Vma,
  callEnd: Vpn,
  advice: string,
  hole: boolean,
): boolean {
  const ctx = listener(k, vma, 'event-remove')
  if (ctx === null) return false
  mmapChanging(k, ctx.id, 1)
  const told = { end: vma.end, file: vma.file, first: filePageOf(vma, vma.start) }
  userfaultfd_event_wait_completion(
    k,
    ctx.id,
    { kind: 'remove', actor: k.running.actor, start: vma.start, end: vma.end },
    {
      does: 'redo-advise',
      start: vma.start,
      end: callEnd,
      advice,
      resumed: { tried: false, hole, told },
    },
  )
  return true
}

function* madvise_dontneed_free(k: Kernel, vma: Vma, advice: string): Kfn<Ret> {
  const mm = k.currentMm()
  if (advice === 'free' && !vma_is_anonymous(vma)) return 'EINVAL'
  return yield* underReadLock(k, vma, (now) =>
    advice === 'free'
      ? madvise_free_single_vma(k, mm, now)
      : madvise_dontneed_single_vma(k, mm, now),
  )
}

/** What the area has become when the lock is taken, part by part. */
function* underReadLock(k: Kernel, vma: Vma, advise: (now: Vma) => Kfn<void>): Kfn<0> {
  const mm = k.currentMm()
  yield* mmap_read_lock(k, mm)
  for (const now of vmasIn(k.currentMm(), vma.start, vma.end)) yield* advise(now)
  mmap_read_unlock(k, mm)
  return 0
}

function* hugepage_madvise(k: Kernel, mm: Mm, vma: Vma, wants: boolean): Kfn<Ret> {
  yield* mmap_write_lock(k, mm)
  const set = wants ? VM_HUGEPAGE : VM_NOHUGEPAGE
  const clear = wants ? VM_NOHUGEPAGE : VM_HUGEPAGE
  const flags = (vma.flags & ~clear) | set
  // Advice that changes nothing cuts nothing.
  if (flags !== vma.flags) {
    changeVmas(k, mm.id, vma.start, vma.end, (part) => withFlags(k.b, part, flags))
  }
  mmap_write_unlock(k, mm)
  return 0
}

function* madvise_dontneed_single_vma(k: Kernel, mm: Mm, vma: Vma): Kfn<void> {
  const gather = tlb_gather_mmu(k, mm)
  yield* unmap_page_range(k, gather, vma, vma.start, vma.end, ZAP_DONTNEED)
  yield* tlb_finish_mmu(k, gather)
}
