/**
 * What a thread may still touch, as far as is known: the words, records and ghosts of every step that was ever seen to
 * follow from where it stands. The reduction asks it which threads can be left waiting.
 *
 * Why an incomplete knowledge is enough. A search that leaves threads waiting on the strength of `Futures` is repeated
 * until it has seen no access that `Futures` did not know. Suppose then that it missed an end. On the way to it some
 * thread takes a step that conflicts with a step chosen in its place; take the first such. Until then everything commutes,
 * so the search has gone, from the chosen step on, some way on which this thread does the very same things up to that
 * conflicting access: and there the access would have been seen.
 */
import type { Cont, Leaf } from './memo.ts'
import { eachLeaf } from './memo.ts'

/** A set of slots. */
class Bits {
  words: Int32Array

  constructor(slots: number) {
    this.words = new Int32Array((slots + 31) >> 5)
  }

  add(slot: number): void {
    const at = slot >> 5
    if (at >= this.words.length) {
      const next = new Int32Array(at + 8)
      next.set(this.words)
      this.words = next
    }
    this.words[at] = (this.words[at] as number) | (1 << (slot & 31))
  }

  has(slot: number): boolean {
    const word = this.words[slot >> 5]
    return word !== undefined && (word & (1 << (slot & 31))) !== 0
  }

  /** True if something came in. */
  addAll(other: Bits): boolean {
    let grew = false
    if (other.words.length > this.words.length) {
      const next = new Int32Array(other.words.length)
      next.set(this.words)
      this.words = next
    }
    for (let i = 0; i < other.words.length; i++) {
      const both = (this.words[i] as number) | (other.words[i] as number)
      if (both !== this.words[i]) {
        this.words[i] = both
        grew = true
      }
    }
    return grew
  }
}

interface Future {
  readonly reads: Bits
  readonly writes: Bits
  readonly updates: Bits
}

export class Futures {
  private readonly of = new Map<Cont, Future>()
  /** By lane: everything that is done there after a wake, or in serving. */
  private readonly woken = new Map<number, Future>()

  /** Takes in all that has been learnt; true if that was more than before. */
  update(conts: readonly Cont[]): boolean {
    let grewAtAll = false
    for (let grew = true; grew; ) {
      grew = false
      for (const cont of conts) if (this.takeIn(cont)) grew = true
      if (grew) grewAtAll = true
    }
    return grewAtAll
  }

  private futureOf(cont: Cont): Future {
    let future = this.of.get(cont)
    if (future === undefined) {
      future = { reads: new Bits(64), writes: new Bits(64), updates: new Bits(64) }
      this.of.set(cont, future)
    }
    return future
  }

  private takeIn(cont: Cont): boolean {
    let grew = !this.of.has(cont)
    const future = this.futureOf(cont)
    const own: Future = { reads: new Bits(64), writes: new Bits(64), updates: new Bits(64) }
    for (let i = 0; i < cont.obstacles.length; i += 2) own.reads.add(cont.obstacles[i] as number)
    eachLeaf(cont.tree, (leaf) => {
      for (const slot of leaf.readSlots) own.reads.add(slot)
      for (const slot of leaf.writeSlots) own.writes.add(slot)
      for (let i = 0; i < leaf.bits.length; i += 3) own.updates.add(leaf.bits[i] as number)
      for (let i = 0; i < leaf.adds.length; i += 2) own.updates.add(leaf.adds[i] as number)
      if (this.join(future, this.futureOf(leaf.next))) grew = true
      // A thread that falls asleep may be woken and go on.
      if (leaf.next.kind === 'idle') {
        const woken = this.woken.get(cont.lane)
        if (woken !== undefined && this.join(future, woken)) grew = true
      }
    })
    if (this.join(future, own)) grew = true
    if (cont.root !== null && cont.root.statement < 0 && cont.from === null) {
      let all = this.woken.get(cont.lane)
      if (all === undefined) {
        all = { reads: new Bits(64), writes: new Bits(64), updates: new Bits(64) }
        this.woken.set(cont.lane, all)
      }
      if (this.join(all, future)) grew = true
    }
    return grew
  }

  private join(into: Future, from: Future): boolean {
    const reads = into.reads.addAll(from.reads)
    const writes = into.writes.addAll(from.writes)
    const updates = into.updates.addAll(from.updates)
    return reads || writes || updates
  }

  /** Lanes where nobody runs here but somebody has been seen to run after a wake, or to serve. */
  *sleepers(actors: number, running: readonly Cont[]): Iterable<number> {
    for (let actor = 0; actor < actors; actor++) {
      if (this.woken.has(actor) && !running.some((cont) => cont.lane === actor)) yield actor
    }
  }

  conflictAsleep(cont: Cont, leaf: Leaf | null, actor: number): boolean {
    return this.meets(cont, leaf, this.woken.get(actor) as Future)
  }

  /**
   * Does the next step of `cont` conflict with anything that `other` may still do?
   *
   * @param leaf the step, or null where `cont` waits: then it is about what it waits for
   */
  conflict(cont: Cont, leaf: Leaf | null, other: Cont): boolean {
    return this.meets(cont, leaf, this.futureOf(other))
  }

  private meets(cont: Cont, leaf: Leaf | null, future: Future): boolean {
    const { reads, writes, updates } = future
    for (let i = 0; i < cont.obstacles.length; i += 2) {
      const slot = cont.obstacles[i] as number
      if (writes.has(slot) || updates.has(slot)) return true
    }
    if (leaf === null) return false
    for (const slot of leaf.readSlots) if (writes.has(slot) || updates.has(slot)) return true
    for (const slot of leaf.writeSlots) {
      if (reads.has(slot) || writes.has(slot) || updates.has(slot)) return true
    }
    for (let i = 0; i < leaf.bits.length; i += 3) {
      const slot = leaf.bits[i] as number
      if (reads.has(slot) || writes.has(slot)) return true
    }
    for (let i = 0; i < leaf.adds.length; i += 2) {
      const slot = leaf.adds[i] as number
      if (reads.has(slot) || writes.has(slot)) return true
    }
    return false
  }
}
