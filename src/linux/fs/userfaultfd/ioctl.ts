/** The calls a monitor makes. Linux: fs/userfaultfd.c userfaultfd_ioctl() and what it dispatches to. */

import type { Uffd, UffdEvent, UffdWait, Vma, Word64 } from '../../../machine/records.ts'
import { MM_WORD_CLOSING } from '../../../machine/records.ts'
import { OP_MESSAGE, OP_VMA } from '../../../machine/trace.ts'
import type { Vpn } from '../../../machine/units.ts'
import { USER_PAGES } from '../../../machine/units.ts'
import { withFlags } from '../../arch/x86/mm/pgprot.ts'
import type { Ret } from '../../include/errno.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import { POINT_WAKE } from '../../include/kernel.ts'
import {
  VM_MAYWRITE,
  VM_UFFD_FLAGS,
  VM_UFFD_MINOR,
  VM_UFFD_MISSING,
  VM_UFFD_WP,
  vma_is_anonymous,
} from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { mmap_write_lock, mmap_write_unlock } from '../../kernel/locking.ts'
import { changeVmas, sliceVma, vmasIn } from '../../mm/mmap.ts'
import type { FillKind } from '../../mm/userfaultfd.ts'
import { mfill_atomic, mwriteprotect_range, uffd_wp_range } from '../../mm/userfaultfd.ts'
import type { BehaviourId } from '../../profiles/behaviours.ts'
import { UFFD_PAGEFAULT_FLAG_WP } from './fault.ts'
import { wake_userfault, wakeAll, wakeTask } from './wake.ts'

/** Of a message's flags: it is about write-protection. */
export const UFFD_WP_MESSAGE = UFFD_PAGEFAULT_FLAG_WP

/** Which behaviour brings a feature; features without one are older than every profile. */
const FEATURE_NEEDS: Readonly<Record<string, BehaviourId>> = {
  'wp-hugetlbfs-shmem': 'wp-file-enable',
  'wp-unpopulated': 'wp-unpopulated',
  'wp-async': 'wp-async',
  'minor-shmem': 'feature-minor-shmem',
  'exact-address': 'feature-exact-address',
}

const MODE_FLAGS: Readonly<Record<string, number>> = {
  missing: VM_UFFD_MISSING,
  wp: VM_UFFD_WP,
  minor: VM_UFFD_MINOR,
}

/** userfaultfd(2) and UFFDIO_API. On EINVAL nothing is open. */
export function userfaultfd_api(k: Kernel, features: readonly string[]): Ret {
  const session = k.m.rec('session', 0)
  if (session.uffd !== 0) return 'EBUSY'
  k.enter(FN.userfaultfd_ioctl)
  const isKnown = features.every((f) => {
    const needs = FEATURE_NEEDS[f]
    return needs === undefined || k.b[needs]
  })
  if (isKnown) {
    const id = Math.max(1, k.m.nextId('uffd'))
    const mm = k.current().mm
    k.m.put('uffd', id, {
      id,
      mm,
      features,
      pending: [],
      waiting: [],
      events: [],
      changing: 0,
      released: false,
    })
    k.m.put('session', 0, { ...session, uffd: id })
    k.step(OP_MESSAGE, MO.uffd_opened, 0, 0, 0, 2)
  }
  k.leave()
  return isKnown ? 0 : 'EINVAL'
}

/** The context that the running thread's process has open, or null. */
export function openUffd(k: Kernel): Uffd | null {
  return openUffdOf(k, k.current().mm)
}

/** The context that a process has open, or null. */
export function openUffdOf(k: Kernel, mm: number): Uffd | null {
  const { uffd } = k.m.rec('session', 0)
  if (uffd === 0) return null
  const ctx = k.m.rec('uffd', uffd)
  return ctx.mm === mm ? ctx : null
}

/** EINVAL for what no range may be. Linux: validate_range(). */
function validate_range(start: Vpn, end: Vpn): Ret {
  return start < end && end <= USER_PAGES ? 0 : 'EINVAL'
}

/** May an area be registered in these modes at all? */
function vma_can_userfault(k: Kernel, ctx: Uffd, vma: Vma, modes: number): boolean {
  const isAnonymous = vma_is_anonymous(vma)
  if ((modes & VM_UFFD_MINOR) !== 0 && isAnonymous) return false
  const isAsyncWp = ctx.features.includes('wp-async') && modes === VM_UFFD_WP
  if (isAsyncWp || isAnonymous) return true
  return (modes & VM_UFFD_WP) === 0 || k.b['wp-file-enable']
}

/** UFFDIO_REGISTER. No entry changes; the areas do. */
export function* userfaultfd_register(
  k: Kernel,
  ctx: Uffd,
  start: Vpn,
  end: Vpn,
  modeWords: readonly string[],
): Kfn<Ret> {
  let modes = 0
  for (const word of modeWords) modes |= MODE_FLAGS[word] as number
  if (modes === 0) return 'EINVAL'
  if ((modes & VM_UFFD_MINOR) !== 0 && !k.b['feature-minor-shmem']) return 'EINVAL'
  if ((modes & VM_UFFD_WP) !== 0 && !k.b['wp-api']) return 'EINVAL'
  const bad = validate_range(start, end)
  if (bad !== 0) return bad
  const mm = k.m.rec('mm', ctx.mm)
  k.enter(FN.userfaultfd_register, mm.id, start)
  yield* mmap_write_lock(k, mm)
  const result = registerLocked(k, ctx, start, end, modes)
  mmap_write_unlock(k, mm)
  k.leave()
  return result
}

function registerLocked(k: Kernel, ctx: Uffd, start: Vpn, end: Vpn, modes: number): Ret {
  const mm = k.m.rec('mm', ctx.mm)
  const vmas = vmasIn(mm, start, end)
  if (vmas.length === 0) return 'EINVAL'
  for (const vma of vmas) {
    if (!vma_can_userfault(k, ctx, vma, modes)) return 'EINVAL'
    if ((vma.flags & VM_MAYWRITE) === 0) return 'EPERM'
    if (vma.uffd !== 0 && vma.uffd !== ctx.id) return 'EBUSY'
    const dropsWp = (vma.flags & VM_UFFD_WP) !== 0 && (modes & VM_UFFD_WP) === 0
    if (k.b['rereg-busy'] && vma.uffd === ctx.id && dropsWp) return 'EBUSY'
  }
  for (const area of vmas) {
    // Nothing to do, not even a cut, where these modes and perhaps more are registered already.
    if (area.uffd === ctx.id && (area.flags & modes) === modes) continue
    const change = (vma: Vma): Vma => {
      const flags = (vma.flags & ~VM_UFFD_FLAGS) | modes
      return { ...withFlags(k.b, vma, flags), uffd: ctx.id }
    }
    changeVmas(k, mm.id, area.start, area.end, change, mergesRight(k, mm.id, area))
  }
  k.stepAt(OP_VMA, MO.area_registered, mm.id, start, 0, end - start)
  return 0
}

/** An area from the middle of which a call starts did not merge with the one behind it before `vma-cut`. */
function mergesRight(k: Kernel, mmId: number, part: Vma): boolean {
  const { vmas } = k.m.rec('mm', mmId)
  return k.b['vma-cut'] || !vmas.some((vma) => vma.start < part.start && part.start < vma.end)
}

/** UFFDIO_UNREGISTER. */
export function* userfaultfd_unregister(k: Kernel, ctx: Uffd, start: Vpn, end: Vpn): Kfn<Ret> {
  const bad = validate_range(start, end)
  if (bad !== 0) return bad
  const mm = k.m.rec('mm', ctx.mm)
  k.enter(FN.userfaultfd_unregister, mm.id, start)
  yield* mmap_write_lock(k, mm)
  const result = yield* unregisterLocked(k, ctx, start, end)
  mmap_write_unlock(k, mm)
  k.leave()
  return result
}

function* unregisterLocked(k: Kernel, ctx: Uffd, start: Vpn, end: Vpn): Kfn<Ret> {
  const mm = k.m.rec('mm', ctx.mm)
  const vmas = vmasIn(mm, start, end)
  if (vmas.length === 0) return 'EINVAL'
  if (vmas.some((vma) => !vma_can_userfault(k, ctx, vma, vma.flags & VM_UFFD_FLAGS)))
    return 'EINVAL'
  const isForeign = vmas.some((vma) => vma.uffd !== 0 && vma.uffd !== ctx.id)
  if (k.b['unregister-owner'] && isForeign) return 'EINVAL'
  for (const vma of vmas) {
    if (vma.uffd === 0) continue
    const wakes = (vma.flags & VM_UFFD_MISSING) !== 0 || k.b['unregister-wake']
    if (wakes) wake_userfault(k, vma.uffd, vma.start, vma.end)
    yield* clearVma(k, mm.id, vma, k.b['unregister-reset'])
  }
  return 0
}

/** Ends a registration; with `resets` its bits and markers go too. Linux: userfaultfd_clear_vma(). */
function* clearVma(k: Kernel, mmId: number, vma: Vma, resets: boolean): Kfn<void> {
  k.enter(FN.userfaultfd_clear_vma, mmId, vma.start)
  const mm = k.m.rec('mm', mmId)
  const isWp = (vma.flags & VM_UFFD_WP) !== 0
  if (resets && isWp) yield* uffd_wp_range(k, mm, vma, vma.start, vma.end, false)
  const change = (part: Vma): Vma => ({
    ...withFlags(k.b, part, part.flags & ~VM_UFFD_FLAGS),
    uffd: 0,
  })
  changeVmas(k, mmId, vma.start, vma.end, change, mergesRight(k, mmId, vma))
  k.stepAt(OP_VMA, MO.area_unregistered, mmId, vma.start, 0, vma.end - vma.start)
  k.leave()
}

/** UFFDIO_WRITEPROTECT. */
export function* userfaultfd_writeprotect(
  k: Kernel,
  ctx: Uffd,
  start: Vpn,
  end: Vpn,
  how: { readonly enable: boolean; readonly dontwake: boolean },
): Kfn<Ret> {
  if (!k.b['wp-api']) return 'EINVAL'
  if (ctx.changing > 0) return 'EAGAIN'
  const bad = validate_range(start, end)
  if (bad !== 0) return bad
  k.enter(FN.userfaultfd_writeprotect, ctx.mm, start)
  const result = yield* mwriteprotect_range(k, ctx.mm, ctx.id, start, end, how.enable)
  if (result === 0 && !how.enable && !how.dontwake) {
    if (!k.alone) {
      k.remembers(`${ctx.id} ${start} ${end}`)
      yield POINT_WAKE
    }
    wake_userfault(k, ctx.id, start, end)
  }
  k.leave()
  return result
}

/** UFFDIO_COPY, UFFDIO_ZEROPAGE, UFFDIO_CONTINUE of one page. */
export function* userfaultfd_fill(
  k: Kernel,
  ctx: Uffd,
  kind: FillKind,
  vpn: Vpn,
  how: { readonly value: Word64; readonly wp: boolean; readonly dontwake: boolean },
): Kfn<Ret> {
  if (kind === 'continue' && !k.b['feature-minor-shmem']) return 'EINVAL'
  if (ctx.changing > 0) return 'EAGAIN'
  if (kind === 'continue' && how.wp && !k.b['continue-wp']) return 'EINVAL'
  const result = yield* mfill_atomic(k, ctx.mm, ctx.id, { kind, vpn, value: how.value, wp: how.wp })
  if (result === 0 && !how.dontwake) {
    if (!k.alone) {
      k.remembers(`${ctx.id} ${vpn}`)
      yield POINT_WAKE
    }
    wake_userfault(k, ctx.id, vpn, vpn + 1)
  }
  return result
}

/** UFFDIO_WAKE. Needs no registration. */
export function userfaultfd_wake(k: Kernel, ctx: Uffd, start: Vpn, end: Vpn): Ret {
  const bad = validate_range(start, end)
  if (bad !== 0) return bad
  wake_userfault(k, ctx.id, start, end)
  return 0
}

export type Read =
  | { readonly kind: 'fault'; readonly wait: UffdWait }
  | { readonly kind: 'event'; readonly event: UffdEvent }

/** read(2): the oldest unread fault, else the oldest event; null: EAGAIN. */
export function userfaultfd_ctx_read(k: Kernel, ctx: Uffd): Read | null {
  k.enter(FN.userfaultfd_read_iter)
  const read = readOne(k, ctx)
  k.leave()
  return read
}

function readOne(k: Kernel, ctx: Uffd): Read | null {
  const wait = ctx.pending[ctx.pending.length - 1]
  if (wait !== undefined) {
    k.m.put('uffd', ctx.id, {
      ...ctx,
      pending: ctx.pending.slice(0, -1),
      waiting: [wait, ...ctx.waiting],
    })
    const mm = k.m.rec('task', wait.actor).mm
    k.stepAt(OP_MESSAGE, MO.message_read, mm, wait.vpn, wait.flags, 1)
    return { kind: 'fault', wait }
  }
  const event = ctx.events[0]
  if (event === undefined) return null
  k.m.put('uffd', ctx.id, {
    ...ctx,
    events: ctx.events.slice(1),
    changing: Math.max(0, ctx.changing - 1),
  })
  k.step(OP_MESSAGE, MO.event_read, 0, 0, 0, 2)
  wakeTask(k, event.actor)
  return { kind: 'event', event }
}

/** close(2) of the last reference: every area is unregistered, every waiter woken. */
export function* userfaultfd_release(k: Kernel, ctx: Uffd): Kfn<void> {
  k.enter(FN.userfaultfd_release)
  k.m.put('uffd', ctx.id, { ...ctx, released: true })
  k.m.put('session', 0, { ...k.m.rec('session', 0), uffd: 0 })
  const mm = k.m.rec('mm', ctx.mm)
  if (mm.alive) {
    k.m.bump(mm.words + MM_WORD_CLOSING, 1)
    yield* mmap_write_lock(k, mm)
    for (const vma of k.m.rec('mm', mm.id).vmas) {
      if (vma.uffd === ctx.id)
        yield* clearVma(k, mm.id, sliceVma(vma, vma.start, vma.end), k.b['close-reset'])
    }
    k.m.bump(mm.words + MM_WORD_CLOSING, -1)
    mmap_write_unlock(k, mm)
  }
  if (!k.alone) yield POINT_WAKE
  wakeAll(k, k.m.rec('uffd', ctx.id))
  const now = k.m.rec('uffd', ctx.id)
  k.m.put('uffd', ctx.id, { ...now, pending: [], waiting: [], events: [], changing: 0 })
  k.leave()
}
