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
  rowHead,
  writeRow,
} from '../../machine/trace.ts'
import type { ActorId, EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import type { Behaviours } from '../profiles/behaviours.ts'
import { FN } from './sites.ts'

/**
 * Where another CPU may step in. Kernel functions yield one of these, and nothing else; in a statement that runs alone
 * they go on at once. What lies between two of them is one step: nobody sees the middle of it.
 *
 * | point        | the thread is about to                                                                  |
 * | ------------ | --------------------------------------------------------------------------------------- |
 * | ACCESS       | load or store again, after a fault: TLB look-up, walk and access in one                   |
 * | FAULT        | take mmap_lock or the area's lock for a fault, or for the fault of a woken thread         |
 * | ORIG_PTE     | act on the entry that it has read without a lock                                          |
 * | PTL          | take the lock of a page table                                                             |
 * | UNLOCKED     | queue itself in handle_userfault(); the table's lock is dropped                           |
 * | QUEUED       | look once more whether it must wait; its message can be read                              |
 * | MUST_WAIT    | drop the lock of the fault                                                                |
 * | LOCK_DROPPED | sleep, or go back because somebody has woken it already                                   |
 * | COPY         | copy the page; the table's lock is dropped                                                |
 * | CLEARED      | put the copy where the entry was; the entry is gone and flushed, the table locked         |
 * | MMAP         | take mmap_lock                                                                            |
 * | PREPARE      | make a table that a protection needs                                                      |
 * | FLUSH        | flush translations that changed entries have left behind                                  |
 * | WAKE         | wake those who wait; the call's own work is done                                          |
 * | PAGE         | take a page's lock that somebody else holds                                               |
 * | CLOSING      | fault again while the userfaultfd that the area still names is being closed               |
 * | REMOVE       | take a page out of a file's cache                                                         |
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
export const POINT_CLEARED = 10
export const POINT_MMAP = 11
export const POINT_PREPARE = 12
export const POINT_FLUSH = 13
export const POINT_WAKE = 14
export const POINT_PAGE = 15
export const POINT_CLOSING = 16
export const POINT_REMOVE = 17
export type Point = number

/** Names of the points, by number: for schedules as text. */
export const POINT_NAMES = [
  'start',
  'access',
  'fault',
  'orig-pte',
  'ptl',
  'unlocked',
  'queued',
  'must-wait',
  'lock-dropped',
  'copy',
  'cleared',
  'mmap',
  'prepare',
  'flush',
  'wake',
  'page',
  'closing',
  'remove',
] as const

/** Bits of a word that have to be clear before a thread can go on. */
export interface Obstacle {
  readonly word: number
  readonly mask: number
}

/** A kernel function that another CPU may interrupt: yields at each such place, returns as the C function does. */
export type Kfn<T> = Generator<Point, T, void>

const OVER = { done: true, value: undefined } as const

/**
 * For `yield*`, from a kernel function that has done its work without stopping: a lock that a lone thread takes at once
 * needs no generator of its own.
 */
export const AT_ONCE: Kfn<void> = {
  next: () => OVER,
  return: () => OVER,
  throw: (error) => {
    throw error
  },
  [Symbol.iterator]: () => AT_ONCE,
}

/** The thread that is running, and how deep it is in calls. */
export interface Running {
  readonly actor: ActorId
  readonly cpu: number
  /** Sites of the functions entered, outermost first. */
  readonly stack: number[]
  /** The lock that it is about to take, in words, and what must be clear first; both of the latest yield only. */
  waitsFor: string | null
  waitsOn: readonly Obstacle[]
  /**
   * All that the thread's future depends on besides the machine and the call it runs, if it says so at this yield; null:
   * everything that it has read may matter. Exploration tells threads apart by it, nothing else does.
   */
  memory: string | null
  /** Where it yielded last; 0: it has not begun. */
  point: Point
}

/** A thread that has not begun. */
export function newRunning(actor: ActorId, cpu: number): Running {
  return { actor, cpu, stack: [], waitsFor: null, waitsOn: [], memory: null, point: 0 }
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
  /**
   * Whether the running thread has the machine to itself. Then nobody could step in at a point, so it does not stop
   * there: stopping costs more than all the work between two points.
   */
  alone = true
  private muted = false

  constructor(m: Machine, b: Behaviours, trace: Trace, cpus: number, actors: readonly string[]) {
    this.m = m
    this.b = b
    this.trace = trace
    this.cpus = cpus
    this.actors = actors
    this.running = newRunning(0, 0)
  }

  /** The record of the running thread. */
  current(): Task {
    return this.m.rec('task', this.running.actor)
  }

  /** The running thread's address space. */
  currentMm(): Mm {
    return this.m.rec('mm', this.current().mm)
  }

  /** Says what of all it knows the thread still needs from the coming yield on; nobody asks while it is alone. */
  remembers(memory: string): void {
    this.running.memory = memory
  }

  /** May many alike pages be done in one step? Not while the explorer watches, nor while others may step in. */
  mayBulk(): boolean {
    return this.alone && this.m.footprint === null && !this.b['lru-cache-ref']
  }

  /** Runs what is told in one step later: its changes belong to the next row that is written. */
  *quietly<T>(work: Kfn<T>): Kfn<T> {
    this.muted = true
    try {
      return yield* work
    } finally {
      this.muted = false
    }
  }

  setTaskState(actor: ActorId, state: TaskState): void {
    const { id, name, mm, cpu, held } = this.m.rec('task', actor)
    this.m.put('task', actor, { id, name, mm, cpu, state, held })
  }

  /** Writes one row of the trace; what has changed since the row before belongs to it. */
  step(op: number, site: number, a = 0, b = 0, c = 0, d = 0): void {
    if (this.muted) return
    const { actor, cpu, stack } = this.running
    const { m } = this
    const depth = stack.length
    const fn = depth === 0 ? 0 : (stack[depth - 1] as number)
    const head = rowHead(op, actor, cpu, depth, this.statement)
    const sites = site | (fn << 16)
    writeRow(this.trace, head, sites, a, b, c, d, m.journal.length, m.deltas.length)
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
