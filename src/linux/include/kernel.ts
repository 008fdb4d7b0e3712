/**
 * What kernel code holds on to while it runs: the machine, the behaviours of this kernel, the trace that it writes, and
 * which thread is running on which CPU. There is no other state, and no function keeps any over a `yield`.
 */
import { assert } from '../../base/assert.ts'
import type { Machine } from '../../machine/machine.ts'
import type { Mm, Task, TaskState, Vma } from '../../machine/records.ts'
import type { Trace } from '../../machine/trace.ts'
import {
  LOCK_MMAP,
  OP_ENTER,
  OP_LOCK,
  OP_SET,
  OP_TABLE,
  OP_UNLOCK,
  pushRow,
} from '../../machine/trace.ts'
import type { ActorId, EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import type { Behaviours } from '../profiles/behaviours.ts'
import { FN } from './sites.ts'

/**
 * Where another CPU may step in. Kernel functions yield one of these, and nothing else; a statement that runs alone is
 * resumed at once. The names are those of the races in the kernel's own discussions.
 */
export const POINT_ACCESS = 1
export const POINT_FAULT = 2
export const POINT_ORIG_PTE = 3
export const POINT_PTL = 4
export const POINT_UNLOCKED = 5
export const POINT_QUEUED = 6
export const POINT_MUST_WAIT = 7
export const POINT_LOCK_DROPPED = 8
export const POINT_COPY = 9
export const POINT_COPIED = 10
export const POINT_CLEARED = 11
export const POINT_IOCTL = 12
export const POINT_PREPARE = 13
export const POINT_TABLE = 14
export const POINT_FLUSH = 15
export const POINT_WAKE = 16
/** The lock that the thread wants is taken: it is not enabled until that changes. */
export const POINT_WAIT = 17
export type Point = number

/** A kernel function that another CPU may interrupt: yields at each such place, returns as the C function does. */
export type Kfn<T> = Generator<Point, T, void>

/** The thread that is running, and how deep it is in calls. */
export interface Running {
  readonly actor: ActorId
  readonly cpu: number
  /** Sites of the functions entered, outermost first. */
  readonly stack: number[]
  /** What it waits for, when it yielded POINT_WAIT. */
  waitsFor: string | null
}

export class Kernel {
  readonly m: Machine
  readonly b: Behaviours
  readonly trace: Trace
  readonly cpus: number
  /** Names of the scenario's actors: the k-th runs on CPU k mod `cpus`. */
  actors: readonly string[]
  running: Running
  statement = 0

  constructor(m: Machine, b: Behaviours, trace: Trace, cpus: number, actors: readonly string[]) {
    this.m = m
    this.b = b
    this.trace = trace
    this.cpus = cpus
    this.actors = actors
    this.running = { actor: 0, cpu: 0, stack: [], waitsFor: null }
  }

  /** The record of the running thread. */
  current(): Task {
    return this.m.rec('task', this.running.actor)
  }

  /** The running thread's address space. */
  currentMm(): Mm {
    return this.m.rec('mm', this.current().mm)
  }

  setTaskState(actor: ActorId, state: TaskState): void {
    this.m.put('task', actor, { ...this.m.rec('task', actor), state })
  }

  /** Writes one row of the trace; what has changed since the row before belongs to it. */
  step(op: number, site: number, a = 0, b = 0, c = 0, d = 0): void {
    const { actor, cpu, stack } = this.running
    const { m } = this
    pushRow(this.trace, {
      op,
      actor,
      cpu,
      depth: stack.length,
      site,
      fn: stack.length === 0 ? 0 : (stack[stack.length - 1] as number),
      a,
      b,
      c,
      d,
      words: m.journal.length,
      deltas: m.deltas.length,
      statement: this.statement,
    })
  }

  /** A step about one page. */
  stepAt(op: number, site: number, mm: number, vpn: Vpn, a = 0, d = 0): void {
    this.step(op, site, a, vpn >>> 0, (mm << 8) | Math.floor(vpn / 0x100000000), d)
  }

  /** An entry has changed; `count` consecutive ones alike. */
  set(site: number, mm: number, vpn: Vpn, entry: EntryRef, count = 1): void {
    this.stepAt(OP_SET, site, mm, vpn, entry, count)
  }

  /** A table has been made; its parent's entry points to it. */
  table(site: number, mm: number, vpn: Vpn, table: Pfn, level: number): void {
    this.stepAt(OP_TABLE, site, mm, vpn, table, level)
  }

  enter(fn: number, mm = 0, vpn: Vpn = 0): void {
    this.stepAt(OP_ENTER, fn, mm, vpn)
    this.running.stack.push(fn)
  }

  leave(): void {
    const fn = this.running.stack.pop()
    assert(fn !== undefined, 'left a function that was never entered')
  }

  /** A call of something that is not worth steps of its own. */
  call(fn: number, mm = 0, vpn: Vpn = 0): void {
    this.enter(fn, mm, vpn)
    this.leave()
  }

  locked(kind: number, id: number, write: boolean): void {
    const isMmapWrite = kind === LOCK_MMAP && write
    const site = isMmapWrite ? FN.mmap_write_lock : (LOCK_SITES[kind] as number)
    this.step(OP_LOCK, site, kind, id, 0, write ? 1 : 0)
  }

  unlocked(kind: number, id: number, write: boolean): void {
    this.step(OP_UNLOCK, UNLOCK_SITES[kind] as number, kind, id, 0, write ? 1 : 0)
  }
}

const LOCK_SITES: readonly number[] = [
  FN.mmap_read_lock,
  FN.pte_offset_map_lock,
  FN.lock_vma_under_rcu,
  FN.folio_lock,
  FN.inode_lock,
  FN.i_mmap_lock_read,
]
const UNLOCK_SITES: readonly number[] = [
  FN.mmap_unlock,
  FN.pte_unmap_unlock,
  FN.vma_end_read,
  FN.folio_unlock,
  FN.inode_unlock,
  FN.i_mmap_unlock_read,
]

/** The area that a page lies in, or the first one after it; null when there is none. Linux: find_vma(). */
export function find_vma(mm: Mm, vpn: Vpn): Vma | null {
  for (const vma of mm.vmas) if (vma.end > vpn) return vma
  return null
}

/** The area that a page lies in. Linux: vma_lookup(). */
export function vma_lookup(mm: Mm, vpn: Vpn): Vma | null {
  const vma = find_vma(mm, vpn)
  return vma !== null && vma.start <= vpn ? vma : null
}
