/** Statements about files: no page table is involved, unless pages are taken away from under one. */
import type { Op } from '../../lang/ast.ts'
import type { Kernel, Kfn } from '../../linux/include/kernel.ts'
import { MO } from '../../linux/include/sites.ts'
import { CACHE_BLOCKS } from '../../linux/mm/filemap.ts'
import { FINE_PAGES } from '../../linux/mm/run-steps.ts'
import {
  shmem_fallocate,
  shmem_file_read,
  shmem_file_write,
  shmem_setattr,
} from '../../linux/mm/shmem.ts'
import { pageValue } from '../../machine/frames.ts'
import type { Inode, Word64 } from '../../machine/records.ts'
import { OP_CACHE } from '../../machine/trace.ts'
import type { Call, CallEnd } from '../scheduler.ts'

type FileOp = Extract<Op, { verb: 'file' | 'pwrite' | 'pread' | 'punch' | 'truncate' }>

export function* fileCall(k: Kernel, op: FileOp): Call {
  if (op.verb === 'file') return memfd_create(k, op.name, op.pages, op.thp)
  const file = fileOf(k, op)
  if (file === null) return { outcome: 'EBADF' }
  switch (op.verb) {
    case 'pwrite':
      return yield* pwrite(k, file, op)
    case 'pread':
      return pread(k, file, op.page.index)
    case 'punch': {
      const first = op.range.first ?? 0
      const last = op.range.last ?? file.pages - 1
      if (last >= first) yield* shmem_fallocate(k, file.id, first, last + 1)
      return { outcome: 'ok' }
    }
    case 'truncate':
      yield* shmem_setattr(k, file.id, op.pages)
      return { outcome: 'ok' }
  }
}

function fileOf(k: Kernel, op: Exclude<FileOp, { verb: 'file' }>): Inode | null {
  const name = op.verb === 'truncate' ? op.name : op.verb === 'pread' ? op.page.name : op.range.name
  const known = k.m.rec('session', 0).files.find((f) => f.name === name)
  return known === undefined ? null : k.m.rec('inode', known.inode)
}

/** A new file in memory; null when memory is used up. */
export function createInode(
  k: Kernel,
  name: string,
  pages: number,
  how: { readonly thp: boolean; readonly hidden: boolean },
): Inode | null {
  const cache = k.m.allocWords(CACHE_BLOCKS)
  if (cache === null) return null
  const id = Math.max(1, k.m.nextId('inode'))
  const inode: Inode = { id, name, pages, cache, ...how }
  k.m.put('inode', id, inode)
  return inode
}

function memfd_create(k: Kernel, name: string, pages: number, thp: boolean): CallEnd {
  const inode = createInode(k, name, pages, { thp, hidden: false })
  if (inode === null) return { outcome: 'ENOMEM' }
  const session = k.m.rec('session', 0)
  const others = session.files.filter((f) => f.name !== name)
  k.m.put('session', 0, { ...session, files: [...others, { name, inode: inode.id }] })
  return { outcome: 'ok' }
}

/** Few pages are a step each, many are one step together. */
function* pwrite(k: Kernel, file: Inode, op: Extract<FileOp, { verb: 'pwrite' }>): Call {
  const first = op.range.first ?? 0
  const last = op.range.last ?? file.pages - 1
  const pages = { file: file.id, first, last, value: word64(op.value) }
  const isFine = last - first < FINE_PAGES || !k.mayBulk()
  const ok = isFine ? yield* writePages(k, pages) : yield* k.quietly(writePages(k, pages))
  if (!isFine) k.step(OP_CACHE, MO.cache_pages_written, 0, first, file.id, last - first + 1)
  return { outcome: ok ? 'ok' : 'ENOMEM' }
}

// biome-ignore lint/correctness/useYield: what may be done quietly is a generator
function* writePages(
  k: Kernel,
  pages: {
    readonly file: number
    readonly first: number
    readonly last: number
    readonly value: Word64
  },
): Kfn<boolean> {
  for (let index = pages.first; index <= pages.last; index++) {
    if (!shmem_file_write(k, pages.file, index, pages.value)) return false
  }
  return true
}

function pread(k: Kernel, file: Inode, index: number): CallEnd {
  const got = shmem_file_read(k, file.id, index)
  if (got === null) return { outcome: 'ok', value: 'eof' }
  return { outcome: 'ok', value: got === 'hole' ? { lo: 0, hi: 0 } : pageValue(k.m, got) }
}

/** A value of the language as two words. */
export function word64(value: bigint): Word64 {
  const near = Number(value)
  if (near <= Number.MAX_SAFE_INTEGER) return { lo: near >>> 0, hi: Math.floor(near / 2 ** 32) }
  return { lo: Number(value & 0xffffffffn), hi: Number(value >> 32n) }
}
