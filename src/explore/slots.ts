/**
 * The part of the state that a `||` statement touches, as one row of numbers: each word and each record that any thread
 * has read or written so far has a slot. A record's number is that of its content, so equal records are one number.
 */
import type { Machine } from '../machine/machine.ts'
import type { RecordKind } from '../machine/records.ts'

/** What a slot stands for. Ghosts are the explorer's own memory: they exist in no machine. */
export type SlotOf =
  | { readonly is: 'word'; readonly index: number }
  | { readonly is: 'record'; readonly kind: RecordKind; readonly id: number }
  | { readonly is: 'ghost'; readonly name: string }

/** Gives records numbers by content; 0: there is no record. */
export class RecordPool {
  private readonly byText = new Map<string, number>()
  private readonly byObject = new WeakMap<object, number>()
  private readonly objects: unknown[] = [undefined]
  /** Of each number: does it stand for a task that was woken and has not gone on yet? */
  readonly isWoken: boolean[] = [false]

  idOf(record: unknown): number {
    if (record === undefined) return 0
    const known = this.byObject.get(record as object)
    if (known !== undefined) return known
    const text = JSON.stringify(record)
    let id = this.byText.get(text)
    if (id === undefined) {
      id = this.objects.length
      this.objects.push(record)
      this.byText.set(text, id)
      const { state } = record as { readonly state?: { readonly is: string } }
      this.isWoken.push(state?.is === 'woken')
    }
    this.byObject.set(record as object, id)
    return id
  }

  at(id: number): unknown {
    return this.objects[id]
  }
}

export class Slots {
  readonly records = new RecordPool()
  readonly list: SlotOf[] = []
  /** Values when the statement began, and now; both as long as the list. */
  base = new Uint32Array(1024)
  now = new Uint32Array(1024)
  /** 1: the machine holds what `held` says. */
  private isHeld = new Uint8Array(1024)
  private held = new Uint32Array(1024)
  private wordSlots = new Int32Array(2 ** 16).fill(-1)
  private readonly recordSlots = new Map<number, number>()
  private readonly ghostSlots = new Map<string, number>()
  private readonly m: Machine

  constructor(m: Machine) {
    this.m = m
  }

  get count(): number {
    return this.list.length
  }

  /** The slot of a word; a new one has the value that the word has in the machine, which must be untouched so far. */
  ofWord(index: number): number {
    if (index >= this.wordSlots.length) {
      const next = new Int32Array(2 ** Math.ceil(Math.log2(index + 1))).fill(-1)
      next.set(this.wordSlots)
      this.wordSlots = next
    }
    const known = this.wordSlots[index] as number
    if (known >= 0) return known
    const slot = this.add({ is: 'word', index }, this.m.words[index] as number)
    this.wordSlots[index] = slot
    return slot
  }

  ofRecord(kind: RecordKind, id: number): number {
    const key = KINDS.indexOf(kind) * 4096 + id
    const known = this.recordSlots.get(key)
    if (known !== undefined) return known
    const value = this.records.idOf(this.m.peekRecord(kind, id))
    const slot = this.add({ is: 'record', kind, id }, value)
    this.recordSlots.set(key, slot)
    return slot
  }

  /** @param initial what it is when the statement begins */
  ofGhost(name: string, initial = 0): number {
    const known = this.ghostSlots.get(name)
    if (known !== undefined) return known
    const slot = this.add({ is: 'ghost', name }, initial)
    this.ghostSlots.set(name, slot)
    return slot
  }

  private add(of: SlotOf, value: number): number {
    const slot = this.list.length
    this.list.push(of)
    if (slot >= this.base.length) {
      this.base = longer(this.base)
      this.now = longer(this.now)
      this.held = longer(this.held)
      const isHeld = new Uint8Array(this.base.length)
      isHeld.set(this.isHeld)
      this.isHeld = isHeld
    }
    this.base[slot] = value
    this.now[slot] = value
    return slot
  }

  /** Puts one value into the machine; a ghost has no place there. */
  poke(slot: number, value: number): void {
    const of = this.list[slot] as SlotOf
    if (of.is === 'word') this.m.poke(of.index, value)
    else if (of.is === 'record') this.m.pokeRecord(of.kind, of.id, this.records.at(value))
    this.held[slot] = value
    this.isHeld[slot] = 1
  }

  /** Makes the machine as the row says: `base` or `now`. Slots that hold their value already are left alone. */
  pokeAll(row: Uint32Array): void {
    const { held, isHeld } = this
    for (let slot = 0; slot < this.list.length; slot++) {
      const value = row[slot] as number
      if (isHeld[slot] === 0 || held[slot] !== value) this.poke(slot, value)
    }
  }

  /** Kernel code has changed the slot in the machine. */
  changed(slot: number): void {
    this.isHeld[slot] = 0
  }

  /** Anything in the machine may have changed. */
  changedAll(): void {
    this.isHeld.fill(0)
  }
}

const KINDS: readonly RecordKind[] = ['mm', 'inode', 'uffd', 'task', 'session']

function longer(row: Uint32Array): Uint32Array<ArrayBuffer> {
  const next = new Uint32Array(row.length * 2)
  next.set(row)
  return next
}
