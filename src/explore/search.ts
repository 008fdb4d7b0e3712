/**
 * All states that the line can reach, and the steps between them. Whoever can take a step in a state does; with a
 * reduction only so many as are needed to reach every end (see `futures.ts`).
 */
import type { Session, Task, Uffd } from '../machine/records.ts'
import { MOST_SEQ } from '../sim/serve.ts'
import type { Driver } from './drive.ts'
import type { Futures } from './futures.ts'
import type { Line } from './line.ts'
import type { ChunkChange, Cont, Leaf } from './memo.ts'
import { lookUp, RECENT, SERVING, WOKEN } from './memo.ts'
import type { Slots } from './slots.ts'
import type { Chunks } from './states.ts'
import { hashTerm, States } from './states.ts'

export interface Bounds {
  readonly states: number
  readonly milliseconds: number
  /** Times that a thread may be left although it could go on. */
  readonly preemptions: number
}

export type Limit = 'states' | 'milliseconds' | 'preemptions' | 'stopped'

/** How a state stands: not looked at yet, inside, an end, or an end because all wait for locks. */
export const OPEN = 0
export const INNER = 1
export const END = 2
export const DEADLOCK = 3
/** Left to another part, unless this part comes by. */
const LEFT = 4
/** Room for chunks that will be found, in a new row. */
const SPARE = 4

export class Search {
  readonly states: States
  readonly chunks: Chunks
  /** Places of a row for threads: one an actor and, if the monitor may serve, one for that. */
  readonly actors: number
  /** Where the monitor serves; -1: it does not. */
  readonly serverLane: number
  /** Of each state: OPEN, INNER, END or DEADLOCK; first edge; edges. */
  kind = new Uint8Array(1024)
  firstEdge = new Int32Array(1024)
  edgeCount = new Uint8Array(1024)
  /** Pairs actor, state. */
  edges = new Int32Array(4096)
  edgeLength = 0
  limit: Limit | null = null
  /** Of a part: 1 for a state that was looked at before the parts were made and that this part has not come by yet. */
  private early: Uint8Array | null = null
  private readonly slots: Slots
  private readonly driver: Driver
  private readonly bounds: Bounds
  private readonly futures: Futures | null
  private readonly stack: number[] = []
  private readonly taskSlots: number[]
  private readonly server: Line['server']
  private readonly sessionSlot: number
  private readonly woken = new Map<number, Cont>()
  private row: Int32Array
  private readonly undoSlots: number[] = []
  private readonly undoValues: number[] = []
  private readonly ready: Cont[] = []

  constructor(
    line: Line,
    slots: Slots,
    driver: Driver,
    chunks: Chunks,
    bounds: Bounds,
    futures: Futures | null,
  ) {
    this.slots = slots
    this.driver = driver
    this.chunks = chunks
    this.bounds = bounds
    this.futures = futures
    const tasks = line.kernel.m.nextId('task')
    this.server = line.server
    this.serverLane = line.server === null ? -1 : tasks
    this.sessionSlot = slots.ofRecord('session', 0)
    this.actors = tasks + (line.server === null ? 0 : 1)
    this.taskSlots = Array.from({ length: tasks }, (_, id) => slots.ofRecord('task', id))
    this.states = new States(this.actors + 1 + chunks.count + SPARE)
    this.row = new Int32Array(this.states.width)
    const { threads, statements } = line.started
    for (const [i, thread] of threads.entries()) {
      const { actor } = thread.running
      this.row[actor] = driver.begin(actor, statements[i] as number, 'statement').id
    }
    this.push(this.row, this.states.hashOfRow(this.row))
  }

  get transitions(): number {
    return this.edgeLength / 2
  }

  /** States found but not looked at. */
  get frontier(): number {
    return this.stack.length
  }

  /** Looks at up to `budget` states; false when there is nothing left to do. */
  advance(budget: number): boolean {
    for (let i = 0; i < budget; i++) {
      const state = this.stack.pop()
      if (state === undefined) return false
      if (this.states.count > this.bounds.states) {
        this.limit = 'states'
        return false
      }
      if (this.kind[state] === OPEN) this.expand(state)
    }
    return this.stack.length > 0
  }

  /** The number of the state that the row says; new ones will be looked at. */
  private push(row: Int32Array, hash: number): number {
    const found = this.states.add(row, hash)
    if (found >= 0) {
      if (this.early !== null) this.takeUp(found)
      return found
    }
    const state = -1 - found
    if (state >= this.kind.length) this.grow()
    this.stack.push(state)
    return state
  }

  private grow(): void {
    const length = this.kind.length * 2
    this.kind = extended(this.kind, new Uint8Array(length))
    this.firstEdge = extended(this.firstEdge, new Int32Array(length))
    this.edgeCount = extended(this.edgeCount, new Uint8Array(length))
  }

  /** Makes `slots.now` the state's row. */
  load(state: number): void {
    this.widen()
    const { states, chunks, slots } = this
    const at = state * states.width + this.actors + 1
    const count = chunks.count
    for (let c = 0; c < count; c++) {
      chunks.load(c, states.rows[at + c] as number, slots.now, slots.base)
    }
  }

  contOf(state: number, actor: number): Cont {
    return this.driver.conts[this.states.rows[state * this.states.width + actor] as number] as Cont
  }

  /** Looks at one state before its turn, if nobody has. */
  expandNow(state: number): void {
    if (this.kind[state] === OPEN) this.expand(state)
  }

  *targetsOf(state: number): Iterable<number> {
    const first = this.firstEdge[state] as number
    for (let e = 0; e < (this.edgeCount[state] as number); e++) {
      yield this.edges[first + 2 * e + 1] as number
    }
  }

  /** Goes on from these states only, and from what they lead to. */
  onlyFrom(states: readonly number[]): void {
    this.stack.length = 0
    this.early = new Uint8Array(this.states.count)
    for (let state = 0; state < this.states.count; state++) {
      if (this.kind[state] === OPEN) this.kind[state] = LEFT
      else if (this.kind[state] === INNER) this.early[state] = 1
    }
    for (const state of states) this.takeUp(state)
  }

  /**
   * A state that was left is looked at after all. One that was looked at before the parts were made leads to such states
   * perhaps: they too are this part's, now that it comes by.
   */
  private takeUp(from: number): void {
    const { early } = this
    if (early === null) return
    const open = [from]
    for (let state = open.pop(); state !== undefined; state = open.pop()) {
      if (this.kind[state] === LEFT) {
        this.kind[state] = OPEN
        this.stack.push(state)
      } else if (early[state] === 1) {
        early[state] = 0
        open.push(...this.targetsOf(state))
      }
    }
  }

  isLookedAt(state: number): boolean {
    return this.kind[state] !== OPEN && this.kind[state] !== LEFT
  }

  schedulerOf(state: number): number {
    return this.states.rows[state * this.states.width + this.actors] as number
  }

  private expand(state: number): void {
    this.load(state)
    const { ready } = this
    ready.length = 0
    let waits = false
    for (let actor = 0; actor < this.actors; actor++) {
      const cont = this.runnable(state, actor)
      if (cont === null) continue
      if (this.isClear(cont)) ready.push(cont)
      else waits = true
    }
    this.firstEdge[state] = this.edgeLength
    if (ready.length === 0) {
      this.kind[state] = waits ? DEADLOCK : END
      return
    }
    this.kind[state] = INNER
    const chosen = this.futures === null ? ready : this.persistent(state)
    const { rows, width } = this.states
    const { row } = this
    for (let i = 0, at = state * width; i < width; i++) row[i] = rows[at + i] as number
    const before = row[this.actors] as number
    for (const cont of chosen) this.take(state, cont, before)
    this.edgeCount[state] = this.edgeLength / 2 - (this.firstEdge[state] as number) / 2
  }

  /** What the actor is in the middle of, or would begin now that it is woken; null: nothing. */
  private runnable(state: number, actor: number): Cont | null {
    const cont = this.contOf(state, actor)
    if (cont.kind === 'point') return cont
    if (actor === this.serverLane) return this.serving()
    const record = this.slots.now[this.taskSlots[actor] as number] as number
    if (this.slots.records.isWoken[record] !== true) return null
    const key = record * 64 + actor
    let begun = this.woken.get(key)
    if (begun === undefined) {
      const task = this.slots.records.at(record) as { readonly state: { readonly resume: unknown } }
      begun = this.driver.begin(actor, WOKEN, JSON.stringify(task.state.resume))
      this.woken.set(key, begun)
    }
    return begun
  }

  /** The beginning of a turn of serving, if a message waits and the monitor is free (`serverNow` says the same). */
  private serving(): Cont | null {
    const { server, slots } = this
    if (server === null) return null
    const { records, now } = slots
    const session = records.at(now[this.sessionSlot] as number) as Session
    if (!session.serve || session.uffd === 0 || session.nextSeq - server.since > MOST_SEQ)
      return null
    const ctx = records.at(now[slots.ofRecord('uffd', session.uffd)] as number) as Uffd
    if (ctx.pending.length === 0 && ctx.events.length === 0) return null
    const task = records.at(now[this.taskSlots[server.monitor] as number] as number) as Task
    if (task.state.is !== 'idle') return null
    return this.driver.begin(server.monitor, SERVING, '', this.serverLane)
  }

  private isClear(cont: Cont): boolean {
    const { obstacles } = cont
    for (let i = 0; i < obstacles.length; i += 2) {
      const value = this.slots.now[obstacles[i] as number] as number
      if ((value & (obstacles[i + 1] as number)) !== 0) return false
    }
    return true
  }

  private stepOf(cont: Cont): Leaf {
    const known = lookUp(cont, this.slots.now)
    if (known !== null) return known
    const leaf = this.driver.step(cont)
    const chunks = new Set<number>()
    for (const slot of leaf.writeSlots) chunks.add(this.chunks.chunkOf(slot))
    for (let i = 0; i < leaf.bits.length; i += 3) {
      chunks.add(this.chunks.chunkOf(leaf.bits[i] as number))
    }
    for (let i = 0; i < leaf.adds.length; i += 2) {
      chunks.add(this.chunks.chunkOf(leaf.adds[i] as number))
    }
    leaf.changes = [...chunks].map(
      (chunk): ChunkChange => ({
        chunk,
        known: new Map(),
        recent: new Int32Array(2 * RECENT).fill(-1),
      }),
    )
    this.widen()
    return leaf
  }

  /** Makes room for chunks that have been found since; a row that is being built keeps what it holds. */
  private widen(): void {
    const width = this.actors + 1 + this.chunks.count
    if (width <= this.states.width) return
    this.states.widen(width + SPARE)
    this.row = extended(this.row, new Int32Array(this.states.width))
  }

  /** The step of `cont`. `this.row` is the state's row, before and afterwards. */
  private take(state: number, cont: Cont, before: number): void {
    const sched = this.schedulerAfter(cont, before)
    if (sched < 0) {
      this.limit = 'preemptions'
      return
    }
    const leaf = this.stepOf(cont)
    const { row, actors } = this
    const actor = cont.lane
    const own = row[actor] as number
    row[actor] = leaf.next.id
    row[actors] = sched
    let hash = (this.states.hashOfState(state) - hashTerm(actor, own)) | 0
    hash = (hash + hashTerm(actor, leaf.next.id) - hashTerm(actors, before)) | 0
    hash = (hash + hashTerm(actors, sched)) | 0
    for (const change of leaf.changes) {
      const place = actors + 1 + change.chunk
      const content = row[place] as number
      const after = this.contentAfter(leaf, change, content)
      row[place] = after
      hash = (hash - hashTerm(place, content) + hashTerm(place, after)) | 0
    }
    const target = this.push(row, hash)
    const { rows, width } = this.states
    row[actor] = own
    row[actors] = before
    for (const { chunk } of leaf.changes) {
      row[actors + 1 + chunk] = rows[state * width + actors + 1 + chunk] as number
    }
    if (this.edgeLength + 2 > this.edges.length) {
      this.edges = extended(this.edges, new Int32Array(this.edges.length * 2))
    }
    this.edges[this.edgeLength] = actor
    this.edges[this.edgeLength + 1] = target
    this.edgeLength += 2
  }

  private contentAfter(leaf: Leaf, change: ChunkChange, before: number): number {
    const { recent } = change
    const at = 2 * (before & (RECENT - 1))
    if (recent[at] === before) return recent[at + 1] as number
    let after = change.known.get(before)
    if (after === undefined) {
      this.apply(leaf)
      after = this.chunks.contentOf(change.chunk, this.slots)
      this.undo()
      change.known.set(before, after)
    }
    recent[at] = before
    recent[at + 1] = after
    return after
  }

  /** Who ran last and how often it was left, if that is bounded; -1: once too often. */
  private schedulerAfter(cont: Cont, before: number): number {
    if (this.bounds.preemptions === Number.POSITIVE_INFINITY) return 0
    const last = (before & 0xff) - 1
    let preemptions = before >>> 8
    if (last >= 0 && last !== cont.lane && this.ready.some((c) => c.lane === last)) preemptions++
    return preemptions > this.bounds.preemptions ? -1 : (preemptions << 8) | (cont.lane + 1)
  }

  private apply(leaf: Leaf): void {
    const { now } = this.slots
    const { writeSlots, writeValues, bits, adds } = leaf
    for (let i = 0; i < writeSlots.length; i++) {
      const slot = writeSlots[i] as number
      this.undoSlots.push(slot)
      this.undoValues.push(now[slot] as number)
      now[slot] = writeValues[i] as number
    }
    for (let i = 0; i < bits.length; i += 3) {
      const slot = bits[i] as number
      this.undoSlots.push(slot)
      this.undoValues.push(now[slot] as number)
      now[slot] = ((now[slot] as number) & ~(bits[i + 2] as number)) | (bits[i + 1] as number)
    }
    for (let i = 0; i < adds.length; i += 2) {
      const slot = adds[i] as number
      this.undoSlots.push(slot)
      this.undoValues.push(now[slot] as number)
      now[slot] = (now[slot] as number) + (adds[i + 1] as number)
    }
  }

  private undo(): void {
    const { now } = this.slots
    for (let i = this.undoSlots.length - 1; i >= 0; i--) {
      now[this.undoSlots[i] as number] = this.undoValues[i] as number
    }
    this.undoSlots.length = 0
    this.undoValues.length = 0
  }

  /** The threads whose steps are enough here: what they do next concerns nobody else, now or later. */
  private persistent(state: number): readonly Cont[] {
    const { ready } = this
    if (ready.length === 1 || this.futures === null) return ready
    const all: Cont[] = []
    for (let actor = 0; actor < this.actors; actor++) {
      const cont = this.runnable(state, actor)
      if (cont !== null) all.push(cont)
    }
    let best: readonly Cont[] = ready
    for (const seed of ready) {
      const set = this.closure(seed, all)
      if (set !== null && set.length < best.length) best = set
    }
    return [...best]
  }

  private closure(seed: Cont, all: readonly Cont[]): Cont[] | null {
    const futures = this.futures as Futures
    const inside = [seed]
    for (let i = 0; i < inside.length; i++) {
      const cont = inside[i] as Cont
      const isReady = this.ready.includes(cont)
      const leaf = isReady ? this.stepOf(cont) : null
      for (const other of all) {
        if (inside.includes(other)) continue
        if (futures.conflict(cont, leaf, other)) inside.push(other)
      }
      if (inside.length === all.length) return null
      for (const actor of futures.sleepers(this.actors, all)) {
        if (futures.conflictAsleep(cont, leaf, actor)) return null
      }
    }
    return inside.filter((cont) => this.ready.includes(cont))
  }
}

function extended<T extends Int32Array | Uint8Array>(from: T, to: T): T {
  to.set(from)
  return to
}
