/** Statements of the monitor: everything that goes through the userfaultfd, and PAGEMAP_SCAN. */
import type { Op } from '../../lang/ast.ts'
import { do_pagemap_scan } from '../../linux/fs/proc/task_mmu.ts'
import type { Read } from '../../linux/fs/userfaultfd/ioctl.ts'
import {
  openUffd,
  userfaultfd_api,
  userfaultfd_ctx_read,
  userfaultfd_fill,
  userfaultfd_register,
  userfaultfd_release,
  userfaultfd_unregister,
  userfaultfd_wake,
  userfaultfd_writeprotect,
} from '../../linux/fs/userfaultfd/ioctl.ts'
import type { Ret } from '../../linux/include/errno.ts'
import type { Kernel, Kfn } from '../../linux/include/kernel.ts'
import { FN } from '../../linux/include/sites.ts'
import type { Uffd, UffdEvent } from '../../machine/records.ts'
import type { PolledMessage, ScanRange } from '../outcome.ts'
import { hexAddress, nameOfPage, pageOf, spanOf } from '../places.ts'
import type { Call, CallEnd } from '../scheduler.ts'
import { word64 } from './file.ts'

export type MonitorOp = Extract<
  Op,
  {
    verb:
      | 'uffd'
      | 'register'
      | 'unregister'
      | 'wp'
      | 'unwp'
      | 'wake'
      | 'copy'
      | 'zero'
      | 'continue'
      | 'poll'
      | 'close'
      | 'scan'
      | 'serve'
  }
>

const NOT_OPEN: CallEnd = { outcome: 'EBADF' }
const NEVER_MAPPED: CallEnd = { outcome: 'EFAULT' }

export function* monitorCall(k: Kernel, op: MonitorOp): Call {
  if (op.verb === 'uffd') return answer(userfaultfd_api(k, op.features))
  if (op.verb === 'scan') return yield* scan(k, op)
  const ctx = openUffd(k)
  if (ctx === null) return NOT_OPEN
  switch (op.verb) {
    case 'poll':
      return poll(k, ctx)
    case 'serve':
      k.m.put('session', 0, { ...k.m.rec('session', 0), serve: op.on })
      return { outcome: 'ok' }
    case 'close':
      k.m.put('session', 0, { ...k.m.rec('session', 0), serve: false })
      // A child that is being born has the descriptor too: with its copy open nothing is released.
      if (isForkWaiting(k, ctx)) k.m.put('session', 0, { ...k.m.rec('session', 0), uffd: 0 })
      else yield* userfaultfd_release(k, ctx)
      return { outcome: 'ok' }
    case 'copy':
    case 'zero':
    case 'continue':
      return yield* fill(k, ctx, op)
    default:
      return yield* rangeIoctl(k, ctx, op)
  }
}

function isForkWaiting(k: Kernel, ctx: Uffd): boolean {
  return k.m.all('task').some(({ mm, state }) => {
    return mm === ctx.mm && state.is === 'sleeping' && state.resume.does === 'fork-done'
  })
}

function answer(ret: Ret): CallEnd {
  return { outcome: ret === 0 ? 'ok' : ret }
}

function* ioctl(k: Kernel, call: Kfn<Ret>): Call {
  k.enter(FN.userfaultfd_ioctl)
  const ret = yield* call
  k.leave()
  return answer(ret)
}

function* rangeIoctl(
  k: Kernel,
  ctx: Uffd,
  op: Extract<MonitorOp, { verb: 'register' | 'unregister' | 'wp' | 'unwp' | 'wake' }>,
): Call {
  const span = spanOf(k, op.range)
  if (span === null) return NEVER_MAPPED
  const { start, end } = span
  switch (op.verb) {
    case 'register':
      return yield* ioctl(k, userfaultfd_register(k, ctx, start, end, op.modes))
    case 'unregister':
      return yield* ioctl(k, userfaultfd_unregister(k, ctx, start, end))
    case 'wp':
    case 'unwp': {
      const how = { enable: op.verb === 'wp', dontwake: op.verb === 'unwp' && op.dontwake }
      return yield* ioctl(k, userfaultfd_writeprotect(k, ctx, start, end, how))
    }
    case 'wake':
      k.enter(FN.userfaultfd_ioctl)
      return leaveWith(k, answer(userfaultfd_wake(k, ctx, start, end)))
  }
}

function leaveWith(k: Kernel, end: CallEnd): CallEnd {
  k.leave()
  return end
}

function* fill(
  k: Kernel,
  ctx: Uffd,
  op: Extract<MonitorOp, { verb: 'copy' | 'zero' | 'continue' }>,
): Call {
  const vpn = pageOf(k, op.page)
  if (vpn === null) return NEVER_MAPPED
  const value = op.verb === 'copy' ? word64(op.value) : { lo: 0, hi: 0 }
  const wp = op.verb !== 'zero' && op.wp
  return yield* ioctl(
    k,
    userfaultfd_fill(k, ctx, op.verb, vpn, { value, wp, dontwake: op.dontwake }),
  )
}

function poll(k: Kernel, ctx: Uffd): CallEnd {
  const read = userfaultfd_ctx_read(k, ctx)
  if (read === null) return { outcome: 'EAGAIN' }
  return { outcome: 'ok', message: messageOf(k, ctx, read) }
}

function messageOf(k: Kernel, ctx: Uffd, read: Read): PolledMessage {
  if (read.kind === 'event') return eventOf(read.event)
  const { flags, vpn, actor } = read.wait
  const words = [
    ...(flags & 2 ? ['wp'] : []),
    ...(flags & 4 ? ['minor'] : []),
    ...(flags & 1 ? ['write'] : []),
  ]
  const message = {
    event: 'pagefault' as const,
    flags: words as ('wp' | 'minor' | 'write')[],
    at: nameOfPage(k.m.rec('mm', ctx.mm), vpn),
  }
  return ctx.features.includes('thread-id')
    ? { ...message, thread: k.m.rec('task', actor).name }
    : message
}

function eventOf(event: UffdEvent): PolledMessage {
  if (event.kind === 'fork') return { event: 'fork' }
  if (event.kind === 'remap') {
    return {
      event: 'remap',
      from: hexAddress(event.from),
      to: hexAddress(event.to),
      pages: event.pages,
    }
  }
  return { event: event.kind, start: hexAddress(event.start), end: hexAddress(event.end) }
}

function* scan(k: Kernel, op: Extract<MonitorOp, { verb: 'scan' }>): Call {
  if (!k.b['pagemap-scan']) return { outcome: 'ENOTTY' }
  const span = spanOf(k, op.range)
  if (span === null) return NEVER_MAPPED
  const found = yield* do_pagemap_scan(k, span.start, span.end, op)
  if (typeof found === 'string') return { outcome: found }
  const mm = k.currentMm()
  const ranges: ScanRange[] = found.map(({ start, end, categories }) => ({
    at: rangeName(nameOfPage(mm, start), end - start),
    categories,
  }))
  return { outcome: 'ok', ranges }
}

/** `A[3]` and a length make `A[3]` or `A[3..5]`. */
function rangeName(first: string, pages: number): string {
  if (pages === 1) return first
  const at = first.lastIndexOf('[')
  const index = Number(first.slice(at + 1, -1))
  return `${first.slice(0, at)}[${index}..${index + pages - 1}]`
}
