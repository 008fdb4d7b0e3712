/** Statements about mappings and memory. */
import type { Op } from '../../lang/ast.ts'
import { userAccess } from '../../linux/arch/x86/mm/fault.ts'
import { vmaPageProt } from '../../linux/arch/x86/mm/pgprot.ts'
import type { Kernel } from '../../linux/include/kernel.ts'
import {
  VM_ACCOUNT,
  VM_MAYREAD,
  VM_MAYWRITE,
  VM_READ,
  VM_SHARED,
  VM_WRITE,
} from '../../linux/include/mm_types.ts'
import { mmap_write_lock, mmap_write_unlock } from '../../linux/kernel/locking.ts'
import { holdPage, releasePage } from '../../linux/mm/gup-hold.ts'
import { do_madvise } from '../../linux/mm/madvise.ts'
import { mmap_region, vmasIn } from '../../linux/mm/mmap.ts'
import { do_mprotect } from '../../linux/mm/mprotect-call.ts'
import { do_mremap } from '../../linux/mm/mremap.ts'
import { do_munmap } from '../../linux/mm/munmap.ts'
import type { Vma } from '../../machine/records.ts'
import type { Vpn } from '../../machine/units.ts'
import { USER_PAGES } from '../../machine/units.ts'
import type { Context } from '../dispatch-context.ts'
import { pageOf, spanOf } from '../places.ts'
import type { Call, CallEnd } from '../scheduler.ts'
import { accessCall, plainCall } from '../scheduler.ts'
import { createInode, word64 } from './file.ts'

type MemoryOp = Extract<
  Op,
  {
    verb: 'map' | 'unmap' | 'protect' | 'remap' | 'advise' | 'read' | 'write' | 'hold' | 'release'
  }
>

const NEVER_MAPPED: CallEnd = { outcome: 'EFAULT' }

export function* memoryCall(k: Kernel, op: MemoryOp, context: Context): Call {
  switch (op.verb) {
    case 'map':
      return yield* map(k, op, context)
    case 'read':
    case 'write': {
      const vpn = pageOf(k, op.page)
      if (vpn === null) return NEVER_MAPPED
      return yield* accessCall(userAccess(k, vpn, op.verb === 'write' ? word64(op.value) : null))
    }
    case 'hold':
    case 'release': {
      const vpn = pageOf(k, op.page)
      if (vpn === null) return NEVER_MAPPED
      if (op.verb === 'hold') return yield* plainCall(holdPage(k, vpn))
      const end = releasePage(k, vpn)
      return { outcome: end === 0 ? 'ok' : end }
    }
    default:
      return yield* rangeCall(k, op)
  }
}

function* rangeCall(
  k: Kernel,
  op: Extract<MemoryOp, { verb: 'unmap' | 'protect' | 'remap' | 'advise' }>,
): Call {
  const span = spanOf(k, op.range)
  if (span === null) return NEVER_MAPPED
  if (span.start >= span.end) return { outcome: 'EINVAL' }
  switch (op.verb) {
    case 'unmap': {
      const end = yield* do_munmap(k, span.start, span.end)
      const isAll =
        span.start === span.region.start && span.end === span.region.start + span.region.pages
      if (isAll) unlist(k, op.range.name)
      return end === 'sleeping' ? null : { outcome: 'ok' }
    }
    case 'protect': {
      const end = yield* do_mprotect(k, span.start, span.end, PROTECTION[op.access])
      return { outcome: end === 0 ? 'ok' : end }
    }
    case 'advise':
      return yield* plainCall(do_madvise(k, span.start, span.end, op.advice))
    case 'remap':
      return yield* remap(k, op.range.name, span.start, span.end, Number(op.at >> 12n))
  }
}

const PROTECTION = { none: 0, r: VM_READ, rw: VM_READ | VM_WRITE } as const

function unlist(k: Kernel, name: string): void {
  const mm = k.currentMm()
  const regions = mm.regions.map((r) => (r.name === name ? { ...r, listed: false } : r))
  k.m.put('mm', mm.id, { ...mm, regions })
}

function* remap(k: Kernel, name: string, start: Vpn, end: Vpn, to: Vpn): Call {
  const pages = end - start
  if (vmasIn(k.currentMm(), to, to + pages).length > 0) return { outcome: 'EEXIST' }
  const result = yield* do_mremap(k, start, to, pages)
  if (typeof result === 'string' && result !== 'sleeping') return { outcome: result }
  const mm = k.currentMm()
  const regions = mm.regions.map((r) => (r.name === name ? { ...r, start: to } : r))
  k.m.put('mm', mm.id, { ...mm, regions })
  return result === 'sleeping' ? null : { outcome: 'ok' }
}

function* map(k: Kernel, op: Extract<MemoryOp, { verb: 'map' }>, context: Context): Call {
  const { placed } = context
  if (placed === null || placed.pages === 0) return { outcome: 'EINVAL' }
  const { start, pages } = placed
  const end = start + pages
  if (end > USER_PAGES - 1) return { outcome: 'ENOMEM' }
  if (vmasIn(k.currentMm(), start, end).length > 0) return { outcome: 'EEXIST' }
  const file = fileFor(k, op, pages)
  if (file === undefined) return { outcome: 'ENOMEM' }
  yield* mmap_write_lock(k, k.currentMm())
  mmap_region(k, k.currentMm(), areaOf(k, op, { start, pages, file }))
  mmap_write_unlock(k, k.currentMm())
  const mm = k.currentMm()
  const others = mm.regions.filter((r) => r.name !== op.name)
  k.m.put('mm', mm.id, {
    ...mm,
    regions: [...others, { name: op.name, start, pages, listed: true }],
  })
  return { outcome: 'ok' }
}

function areaOf(
  k: Kernel,
  op: Extract<MemoryOp, { verb: 'map' }>,
  at: { readonly start: Vpn; readonly pages: number; readonly file: number | null },
): Vma {
  const rights = VM_READ | (op.readOnly ? 0 : VM_WRITE) | VM_MAYREAD | VM_MAYWRITE
  const isCommitted = !op.shared && !op.readOnly
  const flags = rights | (op.shared ? VM_SHARED : 0) | (isCommitted ? VM_ACCOUNT : 0)
  const prot = vmaPageProt(k.b, flags)
  const { start, pages, file } = at
  const fileStart = op.source.kind === 'file' ? op.source.from : 0
  return {
    start,
    end: start + pages,
    flags,
    protLo: prot.lo,
    protHi: prot.hi,
    file,
    pgoff: file === null ? start : fileStart,
    anonVma: 0,
    uffd: 0,
  }
}

/** The file behind a mapping: none, a memfd, or a nameless one for shared anonymous memory. Undefined: no memory. */
function fileFor(
  k: Kernel,
  op: Extract<MemoryOp, { verb: 'map' }>,
  pages: number,
): number | null | undefined {
  const { source } = op
  if (source.kind === 'file') {
    return k.m.rec('session', 0).files.find((f) => f.name === source.file)?.inode
  }
  if (!op.shared) return null
  return createInode(k, op.name, pages, { thp: false, hidden: true })?.id
}
