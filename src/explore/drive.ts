/**
 * Runs the kernel's code for one step that was not seen before, and learns it. Generators cannot be copied, so a thread
 * that is not at hand is run again from its beginning, alone: every value it read is put where it will look for it.
 */
import { assert } from '../base/assert.ts'
import { newRunning } from '../linux/include/kernel.ts'
import type { Footprint } from '../machine/machine.ts'
import type { CallEnd, Ends, Thread } from '../sim/scheduler.ts'
import { resume, startThread, wokenCall } from '../sim/scheduler.ts'
import { serveCall } from '../sim/serve.ts'
import { digestOf, digestOfText, NO_DIGEST } from './digest.ts'
import type { Line } from './line.ts'
import type { Cont, Digest, Leaf, Root } from './memo.ts'
import { learn, SERVING, WOKEN } from './memo.ts'
import type { Monitors } from './monitors.ts'
import type { Slots } from './slots.ts'
import { Watch, watchChanges } from './watch.ts'

/** Threads kept at hand; beyond it the oldest is dropped and, if need be, run again. */
const PARKED = 256
const NONE = new Int32Array(0)

export class Driver {
  readonly conts: Cont[] = []
  /** Ends of calls, by the number that a cont carries. */
  readonly ends: CallEnd[] = []
  /** Steps that kernel code was run for. */
  learnt = 0
  readonly watch: Watch
  private readonly changes: Footprint
  private readonly line: Line
  private readonly slots: Slots
  private readonly monitors: Monitors
  private readonly parked = new Map<number, Thread>()
  private readonly known = new Map<string, Cont>()
  private readonly endIds = new Map<string, number>()

  constructor(line: Line, slots: Slots, monitors: Monitors) {
    this.line = line
    this.slots = slots
    this.monitors = monitors
    this.watch = new Watch(line.kernel.m, slots)
    this.changes = watchChanges(slots)
    this.make('nobody', { kind: 'idle', actor: -1, lane: -1 })
  }

  /** Cont 0 is that of an actor who does not run. */
  idle(): Cont {
    return this.conts[0] as Cont
  }

  /** Where a thread stands that has not begun: one of the line's statements, or a thread that was woken. */
  begin(actor: number, statement: number, how: string, lane = actor): Cont {
    const root: Root = { actor, lane, statement, key: `${actor} ${statement} ${how}` }
    const found = this.known.get(`root ${root.key}`)
    return found ?? this.make(`root ${root.key}`, { kind: 'point', actor, lane, root })
  }

  private make(key: string, what: Partial<Cont> & Pick<Cont, 'kind' | 'actor' | 'lane'>): Cont {
    const cont: Cont = {
      id: this.conts.length,
      root: null,
      point: 0,
      digest: digestOfText(NO_DIGEST, key),
      from: null,
      via: null,
      obstacles: NONE,
      waitsFor: null,
      end: -1,
      held: 0,
      tree: null,
      ...what,
    }
    this.conts.push(cont)
    this.known.set(key, cont)
    return cont
  }

  /** The step of `cont` in the state `slots.now`, which is the same afterwards. */
  step(cont: Cont): Leaf {
    const { kernel: k } = this.line
    const thread = this.threadAt(cont)
    this.slots.pokeAll(this.slots.now)
    const before = this.line.mark()
    this.watch.begin()
    k.m.footprint = this.watch
    const ends: Ends = new Map()
    const running = thread ?? this.spawn(cont.root as Root)
    const isOver = resume(k, running, ends)
    const end = isOver ? (ends.get(cont.actor) ?? null) : null
    const held = this.monitors.after({
      watch: this.watch,
      cont,
      isOver,
      end,
      point: running.running.point,
      from: before.rows,
    })
    k.m.footprint = null
    const noted = this.watch.end()
    this.watch.undoGhosts()
    this.line.forget(before)
    const reached = isOver ? this.over(cont, end) : this.at(cont, running, held, noted)
    const leaf: Leaf = {
      is: 'leaf',
      readSlots: Int32Array.from(noted.reads),
      readValues: Uint32Array.from(noted.values),
      writeSlots: Int32Array.from(noted.writes),
      writeValues: Uint32Array.from(noted.written),
      bits: Int32Array.from(noted.bits),
      adds: Int32Array.from(noted.adds),
      next: reached ?? this.anew(cont, running, held, noted),
      changes: [],
    }
    if (reached === null) Object.assign(leaf.next, { via: leaf })
    else if (reached.via === null && reached.kind === 'point') {
      Object.assign(reached, { from: cont, via: leaf })
    }
    learn(cont, leaf)
    this.learnt++
    if (!isOver) this.park(leaf.next, running)
    return leaf
  }

  private over(cont: Cont, end: CallEnd | null): Cont {
    if (end === null || cont.root?.statement === SERVING) return this.idle()
    const text = JSON.stringify(end)
    let id = this.endIds.get(text)
    if (id === undefined) {
      id = this.ends.length
      this.ends.push(end)
      this.endIds.set(text, id)
    }
    const key = `over ${cont.actor} ${text}`
    const { actor, lane } = cont
    return this.known.get(key) ?? this.make(key, { kind: 'over', actor, lane, end: id })
  }

  /** A thread that says what it remembers stands where every other with the same memory does; null: it does not say. */
  private at(cont: Cont, thread: Thread, held: number, noted: { reads: number[] }): Cont | null {
    const { memory, point, waitsFor } = thread.running
    if (memory === null || !this.line.mayForget || noted.reads.length < 0) return null
    const root = cont.root as Root
    const obstacles = this.obstaclesOf(thread)
    const key = `at ${root.key} | ${point} ${held} ${wordsOf(thread)} | ${memory}`
    const found = this.known.get(key)
    if (found !== undefined) return found
    return this.make(key, {
      kind: 'point',
      actor: cont.actor,
      lane: cont.lane,
      root,
      point,
      obstacles,
      waitsFor,
      held,
    })
  }

  private anew(
    cont: Cont,
    thread: Thread,
    held: number,
    noted: { readonly reads: readonly number[]; readonly values: readonly number[] },
  ): Cont {
    const { point, waitsFor } = thread.running
    return this.make(`from ${cont.id} ${this.learnt}`, {
      kind: 'point',
      actor: cont.actor,
      lane: cont.lane,
      root: cont.root,
      point,
      digest: this.digestOfHistory(cont.digest, noted),
      from: cont,
      obstacles: this.obstaclesOf(thread),
      waitsFor,
      held,
    })
  }

  private digestOfHistory(
    from: Digest,
    noted: { readonly reads: readonly number[]; readonly values: readonly number[] },
  ): Digest {
    let digest = from
    for (const [i, slot] of noted.reads.entries()) {
      const of = this.slots.list[slot]
      const value = noted.values[i] as number
      if (of?.is === 'word') digest = digestOf(digest, [1, of.index, value])
      else if (of?.is === 'ghost') digest = digestOf(digestOfText(digest, of.name), [value])
      else if (of?.is === 'record') {
        const text = JSON.stringify(this.slots.records.at(value)) ?? 'none'
        digest = digestOfText(digestOfText(digest, `${of.kind} ${of.id}`), text)
      }
    }
    return digest
  }

  private obstaclesOf(thread: Thread): Int32Array {
    const { waitsOn } = thread.running
    if (waitsOn.length === 0) return NONE
    return Int32Array.from(waitsOn.flatMap((o) => [this.slots.ofWord(o.word), o.mask | 0]))
  }

  private park(cont: Cont, thread: Thread): void {
    this.parked.delete(cont.id)
    this.parked.set(cont.id, thread)
    if (this.parked.size <= PARKED) return
    for (const oldest of this.parked.keys()) {
      this.parked.delete(oldest)
      break
    }
  }

  /** The thread, standing at `cont`; null: it has not begun. */
  private threadAt(cont: Cont): Thread | null {
    if (cont.from === null) return null
    const parked = this.parked.get(cont.id)
    if (parked !== undefined) {
      this.parked.delete(cont.id)
      return parked
    }
    return this.runAgain(cont)
  }

  private runAgain(cont: Cont): Thread {
    const path: Leaf[] = []
    let root: Cont = cont
    for (let at: Cont = cont; at.from !== null; at = at.from) {
      path.push(at.via as Leaf)
      root = at.from
    }
    const { kernel: k } = this.line
    const before = this.line.mark()
    this.slots.pokeAll(this.slots.base)
    k.m.footprint = this.changes
    let thread: Thread | null = null
    for (const leaf of path.reverse()) {
      for (let i = 0; i < leaf.readSlots.length; i++) {
        this.slots.poke(leaf.readSlots[i] as number, leaf.readValues[i] as number)
      }
      thread ??= this.spawn(root.root as Root)
      resume(k, thread, new Map())
    }
    k.m.footprint = null
    this.line.forget(before)
    assert(thread !== null && thread.running.point === cont.point, 'a thread ran differently')
    return thread
  }

  private spawn(root: Root): Thread {
    const { kernel: k } = this.line
    if (root.statement === WOKEN) return startThread(k, root.actor, wokenCall(k, root.actor))
    if (root.statement === SERVING) return startThread(k, root.actor, serveCall(k, root.actor))
    const { cpu } = k.m.peekRecord('task', root.actor) as { readonly cpu: number }
    return { running: newRunning(root.actor, cpu), call: this.line.callOf(root.statement) }
  }
}

function wordsOf(thread: Thread): string {
  return thread.running.waitsOn.map((o) => `${o.word}/${o.mask}`).join(' ')
}
