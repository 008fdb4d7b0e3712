/** Notes what one step reads and writes, in the order in which it learns things. */
import type { Footprint, Machine } from '../machine/machine.ts'
import type { RecordKind } from '../machine/records.ts'
import type { Slots } from './slots.ts'

const READ = 1
const WRITTEN = 2
const BLIND_BITS = 4
const BLIND_ADD = 8

/** Only minds which slots are changed, for steps whose footprint is known. */
export function watchChanges(slots: Slots): Footprint {
  return {
    read: () => {},
    readRecord: () => {},
    write: (index) => slots.changed(slots.ofWord(index)),
    writeRecord: (kind, id) => slots.changed(slots.ofRecord(kind, id)),
    update: (index) => slots.changed(slots.ofWord(index)),
  }
}

/** What a step did, in slots. */
export interface Noted {
  readonly reads: number[]
  readonly values: number[]
  readonly writes: number[]
  readonly written: number[]
  readonly bits: number[]
  readonly adds: number[]
}

export class Watch implements Footprint {
  private readonly m: Machine
  private readonly slots: Slots
  private reads: number[] = []
  private values: number[] = []
  private readonly state = new Map<number, number>()
  private readonly ghosts: number[] = []
  private readonly blind = new Map<number, { start: number; a: number; b: number }>()

  constructor(m: Machine, slots: Slots) {
    this.m = m
    this.slots = slots
  }

  begin(): void {
    this.reads = []
    this.values = []
    this.state.clear()
    this.blind.clear()
    this.ghosts.length = 0
  }

  read(index: number, value: number): void {
    this.noteRead(this.slots.ofWord(index), value)
  }

  readRecord(kind: RecordKind, id: number, value: unknown): void {
    this.noteRead(this.slots.ofRecord(kind, id), this.slots.records.idOf(value))
  }

  private noteRead(slot: number, value: number): void {
    const state = this.state.get(slot) ?? 0
    if ((state & (READ | WRITTEN)) !== 0) return
    const blind = this.blind.get(slot)
    this.reads.push(slot)
    this.values.push(blind === undefined ? value : blind.start)
    this.state.set(slot, blind === undefined ? READ : READ | WRITTEN)
    this.blind.delete(slot)
  }

  write(index: number): void {
    this.noteWrite(this.slots.ofWord(index))
  }

  writeRecord(kind: RecordKind, id: number): void {
    this.noteWrite(this.slots.ofRecord(kind, id))
  }

  private noteWrite(slot: number): void {
    this.slots.changed(slot)
    this.state.set(slot, (this.state.get(slot) ?? 0) | WRITTEN)
    this.blind.delete(slot)
  }

  update(index: number, set: number, clear: number, add: number): void {
    this.noteUpdate(this.slots.ofWord(index), this.m.words[index] as number, set, clear, add)
  }

  private noteUpdate(slot: number, value: number, set: number, clear: number, add: number): void {
    this.slots.changed(slot)
    const state = this.state.get(slot) ?? 0
    if ((state & (READ | WRITTEN)) !== 0) {
      this.state.set(slot, state | WRITTEN)
      return
    }
    const kind = add === 0 ? BLIND_BITS : BLIND_ADD
    const blind = this.blind.get(slot)
    if (blind === undefined) {
      this.state.set(slot, kind)
      this.blind.set(slot, kind === BLIND_ADD ? start(value, add, 0) : start(value, set, clear))
    } else if (state !== kind) {
      this.noteRead(slot, value)
    } else if (kind === BLIND_ADD) blind.a += add
    else {
      blind.a = (blind.a & ~clear) | set
      blind.b = (blind.b & ~set) | clear
    }
  }

  /** Of the explorer's own memory. */
  readGhost(slot: number): number {
    const value = this.slots.now[slot] as number
    this.noteRead(slot, value)
    return value
  }

  writeGhost(slot: number, value: number): void {
    this.noteWrite(slot)
    this.setGhost(slot, value)
  }

  setGhostBits(slot: number, set: number): void {
    this.noteUpdate(slot, this.slots.now[slot] as number, set, 0, 0)
    this.setGhost(slot, ((this.slots.now[slot] as number) | set) >>> 0)
  }

  private setGhost(slot: number, value: number): void {
    this.ghosts.push(slot, this.slots.now[slot] as number)
    this.slots.now[slot] = value
  }

  /** The ghosts as they were before the step. */
  undoGhosts(): void {
    for (let i = this.ghosts.length - 2; i >= 0; i -= 2) {
      this.slots.now[this.ghosts[i] as number] = this.ghosts[i + 1] as number
    }
    this.ghosts.length = 0
  }

  /** Everything since `begin`; the machine and the ghosts stand at the step's end. */
  end(): Noted {
    const writes: number[] = []
    const written: number[] = []
    const bits: number[] = []
    const adds: number[] = []
    for (const [slot, state] of this.state) {
      if ((state & WRITTEN) !== 0) {
        writes.push(slot)
        written.push(this.valueNow(slot))
      }
    }
    for (const [slot, { a, b }] of this.blind) {
      if (this.state.get(slot) === BLIND_ADD) {
        if (a !== 0) adds.push(slot, a)
      } else bits.push(slot, a, b)
    }
    return { reads: this.reads, values: this.values, writes, written, bits, adds }
  }

  private valueNow(slot: number): number {
    const of = this.slots.list[slot]
    if (of?.is === 'word') return this.m.words[of.index] as number
    if (of?.is === 'record') return this.slots.records.idOf(this.m.peekRecord(of.kind, of.id))
    return this.slots.now[slot] as number
  }
}

function start(value: number, a: number, b: number): { start: number; a: number; b: number } {
  return { start: value, a, b }
}
