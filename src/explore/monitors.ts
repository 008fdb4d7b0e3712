/**
 * What has to hold while the line runs, checked step by step. What has to be remembered for it lives in ghost slots, so
 * that it is part of the state, and its reads and writes part of a step's footprint.
 */
import type { Kernel } from '../linux/include/kernel.ts'
import { POINT_ACCESS } from '../linux/include/kernel.ts'
import { MO } from '../linux/include/sites.ts'
import type { Row } from '../machine/trace.ts'
import {
  LOCK_INODE,
  LOCK_MMAP,
  LOCK_PAGE,
  LOCK_PTL,
  LOCK_RMAP,
  LOCK_VMA,
  OP_ACCESS,
  OP_COPY,
  OP_LOCK,
  OP_SET,
  OP_UNLOCK,
  rowAt,
} from '../machine/trace.ts'
import type { CallEnd } from '../sim/scheduler.ts'
import type { Cont } from './memo.ts'
import type { Promises } from './promises.ts'
import type { Slots } from './slots.ts'
import { VIOLATION_BITS } from './violations.ts'
import type { Watch } from './watch.ts'

/** One step that has just been run, with the machine and the footprint still at its end. */
export interface Stepped {
  readonly watch: Watch
  readonly cont: Cont
  readonly isOver: boolean
  readonly end: CallEnd | null
  /** The point where the thread stands now, if it is not over. */
  readonly point: number
  /** First row of the step. */
  readonly from: number
}

/** The order in which locks are taken: mm/rmap.c lists it. */
const RANK: Readonly<Record<number, number>> = {
  [LOCK_INODE]: 0,
  [LOCK_MMAP]: 1,
  [LOCK_VMA]: 1,
  [LOCK_PAGE]: 2,
  [LOCK_RMAP]: 3,
  [LOCK_PTL]: 4,
}

export class Monitors {
  private readonly k: Kernel
  private readonly slots: Slots
  private readonly promises: Promises
  private readonly violations: number

  constructor(k: Kernel, slots: Slots, promises: Promises) {
    this.k = k
    this.slots = slots
    this.promises = promises
    this.violations = slots.ofGhost('violations')
  }

  /** The slot whose bits are the violations on the way here. */
  get violationsSlot(): number {
    return this.violations
  }

  /** Draws the conclusions from a step; returns the kinds of locks that its thread holds now. */
  after(step: Stepped): number {
    const { trace } = this.k
    let { held } = step.cont
    if (step.cont.from === null) this.promises.begins(step.watch, step.cont)
    for (let i = step.from; i < trace.length; i++) {
      const row = rowAt(trace.rows, i)
      if (row.op === OP_LOCK) held = this.takes(step.watch, held, row)
      else if (row.op === OP_UNLOCK) held &= ~(1 << row.a)
      else if (row.op === OP_COPY) this.copies(step.watch, row)
      else if (row.op === OP_ACCESS && row.d === 1) this.stores(step.watch, row)
      else if (row.op === OP_SET && row.site === MO.copy_mapped) this.mapsCopy(step.watch, row)
    }
    if (step.isOver || step.point === POINT_ACCESS) this.forgetsCopy(step.watch, step.cont.actor)
    if (step.isOver) this.promises.ends(step.watch, step.cont, step.end)
    return held
  }

  private found(watch: Watch, violation: keyof typeof VIOLATION_BITS): void {
    watch.setGhostBits(this.violations, VIOLATION_BITS[violation])
  }

  private takes(watch: Watch, held: number, row: Row): number {
    const rank = RANK[row.a] as number
    for (let kind = 0; kind <= LOCK_RMAP; kind++) {
      if ((held & (1 << kind)) !== 0 && (RANK[kind] as number) > rank)
        this.found(watch, 'lock-order')
    }
    return held | (1 << row.a)
  }

  /** The page that an actor is copying, and whether a store has come too late for the copy. */
  private copying(actor: number): number {
    return this.slots.ofGhost(`copying ${actor}`)
  }

  private copies(watch: Watch, row: Row): void {
    watch.writeGhost(this.copying(row.actor), row.a * 2)
  }

  /** A store into a page that others are copying: it is in no copy. */
  private stores(watch: Watch, row: Row): void {
    for (const { id } of this.k.m.all('task')) {
      if (id === row.actor) continue
      const slot = this.copying(id)
      const copied = watch.readGhost(slot)
      if (copied === row.a * 2) watch.writeGhost(slot, copied + 1)
    }
    this.promises.stores(watch, row, () => this.found(watch, 'unreported-write'))
  }

  /** The copy takes the page's place: what was stored too late is gone. */
  private mapsCopy(watch: Watch, row: Row): void {
    const slot = this.copying(row.actor)
    if (watch.readGhost(slot) % 2 === 1) this.found(watch, 'lost-write')
    watch.writeGhost(slot, 0)
  }

  private forgetsCopy(watch: Watch, actor: number): void {
    const slot = this.copying(actor)
    if (watch.readGhost(slot) !== 0) watch.writeGhost(slot, 0)
  }
}
