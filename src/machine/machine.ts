/**
 * The machine's whole state, and the only way to change it: every word and every record goes through here, is
 * journalled, and can be undone. Knows nothing of Linux.
 */
import { fail } from '../base/assert.ts'
import type { Pte } from './entry.ts'
import { NONE } from './entry.ts'
import type { Journal, Mark } from './journal.ts'
import { createJournal, noteRun, noteSeries, noteWord, toggleWords } from './journal.ts'
import type { MakeBuffer, PhysMem } from './phys.ts'
import { FIRST_BLOCK, HEADER_NEXT_WORD } from './phys.ts'
import type { RecordKind, RecordKinds } from './records.ts'
import { xorAlike, xorAlikeFrames } from './runs.ts'
import type { EntryRef, WordIndex } from './units.ts'

/** Watches what the running actor reads and writes; the explorer tells states and dependences by it. */
export interface Footprint {
  read(index: number, value: number): void
  write(index: number): void
  /** Bits set and cleared, or an amount added, without looking at what was there; called before the change. */
  update(index: number, set: number, clear: number, add: number): void
  readRecord(kind: RecordKind, id: number, value: unknown): void
  writeRecord(kind: RecordKind, id: number): void
}

/** The change of one record, both sides; undefined: there was, or is, none. */
export interface RecordDelta {
  readonly kind: RecordKind
  readonly id: number
  readonly before: unknown
  readonly after: unknown
}

/** Words beyond which no scenario within the limits can go; a larger need is reported as ENOMEM. */
export const MAX_WORDS = 2 ** 28

const KINDS: readonly RecordKind[] = ['mm', 'inode', 'uffd', 'task', 'session']

export class Machine implements PhysMem {
  words: Uint32Array
  readonly journal: Journal = createJournal()
  readonly deltas: RecordDelta[] = []
  footprint: Footprint | null = null
  /** Where in the history the state stands; behind the journal's end while the user looks at the past. */
  at: Mark = { words: 0, records: 0 }

  private readonly makeBuffer: MakeBuffer
  private readonly mms: unknown[] = []
  private readonly inodes: unknown[] = []
  private readonly uffds: unknown[] = []
  private readonly tasks: unknown[] = []
  private readonly sessions: unknown[] = []

  constructor(makeBuffer: MakeBuffer, initialWords = 2 ** 16) {
    this.makeBuffer = makeBuffer
    this.words = new Uint32Array(makeBuffer(initialWords * 4))
    this.words[HEADER_NEXT_WORD] = FIRST_BLOCK
  }

  read(index: number): number {
    const value = this.words[index] as number
    if (this.footprint !== null) this.footprint.read(index, value)
    return value
  }

  write(index: number, value: number): void {
    const xor = ((this.words[index] as number) ^ value) >>> 0
    if (this.footprint !== null) this.footprint.write(index)
    if (xor === 0) return
    this.words[index] = value
    noteWord(this.journal, index, xor)
  }

  /** A word that the caller asks for without the machine's help to decide anything else: noted like any read. */
  note(index: number): void {
    if (this.footprint !== null) this.footprint.read(index, this.words[index] as number)
  }

  /** Adds to a counter that the caller does not look at. */
  bump(index: number, by: number): void {
    if (this.footprint !== null) this.footprint.update(index, 0, 0, by)
    this.blind(index, ((this.words[index] as number) + by) >>> 0)
  }

  /** Sets and clears bits of a word that the caller does not look at. */
  setBits(index: number, set: number, clear: number): void {
    if (this.footprint !== null) this.footprint.update(index, set, clear, 0)
    this.blind(index, (((this.words[index] as number) & ~clear) | set) >>> 0)
  }

  private blind(index: number, value: number): void {
    const xor = ((this.words[index] as number) ^ value) >>> 0
    if (xor === 0) return
    this.words[index] = value
    noteWord(this.journal, index, xor)
  }

  getPte(entry: EntryRef): Pte {
    const lo = this.read(entry)
    const hi = this.read(entry + 1)
    return lo === 0 && hi === 0 ? NONE : { lo, hi }
  }

  setPte(entry: EntryRef, pte: Pte): void {
    this.write(entry, pte.lo)
    this.write(entry + 1, pte.hi)
  }

  /**
   * Changes one entry by an xor, and up to `max` from it on as long as they are alike: one journal entry however many
   * they are. With a FRAME_* `flag`, it must be `want` of all frames that they map: the flag itself, or 0. Returns how
   * many; just one while somebody watches what is written.
   */
  xorEntries(
    entry: EntryRef,
    max: number,
    xorLo: number,
    xorHi: number,
    flag = 0,
    want = 0,
  ): number {
    if (max === 1 || this.footprint !== null) {
      if (xorLo !== 0) this.write(entry, ((this.words[entry] as number) ^ xorLo) >>> 0)
      if (xorHi !== 0) this.write(entry + 1, ((this.words[entry + 1] as number) ^ xorHi) >>> 0)
      return 1
    }
    const count =
      flag === 0
        ? xorAlike(this.words, entry, max, xorLo, xorHi)
        : xorAlikeFrames(this.words, entry, max, xorLo, xorHi, flag, want)
    if (count === 1) {
      if (xorLo !== 0) noteWord(this.journal, entry, xorLo)
      if (xorHi !== 0) noteWord(this.journal, entry + 1, xorHi)
    } else if (xorLo !== 0 || xorHi !== 0) noteRun(this.journal, entry, count, xorLo, xorHi)
    return count
  }

  /** Changes `count` consecutive entries from `entry` on by the same xor, alike or not. */
  xorRun(entry: EntryRef, count: number, xorLo: number, xorHi: number): void {
    if (this.footprint !== null) {
      for (let i = entry; i < entry + 2 * count; i++) this.footprint.write(i)
    }
    noteRun(this.journal, entry, count, xorLo, xorHi)
    const { journal } = this
    toggleWords(this.words, journal.words, journal.length - 4, journal.length)
  }

  /** Fills `count` entries from `entry` on, all none: the first with these halves, each next one naming the next frame. */
  setSeries(entry: EntryRef, count: number, lo: number, hi: number): void {
    if (this.footprint !== null) {
      for (let i = entry; i < entry + 2 * count; i++) this.footprint.write(i)
    }
    noteSeries(this.journal, entry, count, lo, hi)
    const { journal } = this
    toggleWords(this.words, journal.words, journal.length - 4, journal.length)
  }

  /** Changes `count` consecutive words by the same xor: two journal entries at most. */
  xorWords(index: number, count: number, xor: number): void {
    const pairs = count >>> 1
    if (pairs > 0) this.xorRun(index as EntryRef, pairs, xor, xor)
    const last = index + 2 * pairs
    if (last < index + count) this.write(last, ((this.words[last] as number) ^ xor) >>> 0)
  }

  /** Records of a kind by their ids. The kind is mostly known where this is compiled into, and then nothing is looked up. */
  private listOf(kind: RecordKind): unknown[] {
    switch (kind) {
      case 'mm':
        return this.mms
      case 'inode':
        return this.inodes
      case 'uffd':
        return this.uffds
      case 'task':
        return this.tasks
      case 'session':
        return this.sessions
    }
  }

  rec<K extends RecordKind>(kind: K, id: number): RecordKinds[K] {
    const record = this.find(kind, id)
    if (record === undefined) fail(`no ${kind} ${id}`)
    return record as RecordKinds[K]
  }

  find<K extends RecordKind>(kind: K, id: number): RecordKinds[K] | undefined {
    const record = this.listOf(kind)[id] as RecordKinds[K] | undefined
    if (this.footprint !== null) this.footprint.readRecord(kind, id, record)
    return record
  }

  put<K extends RecordKind>(kind: K, id: number, next: RecordKinds[K] | undefined): void {
    const before = this.listOf(kind)[id]
    if (this.footprint !== null) this.footprint.writeRecord(kind, id)
    if (before === next) return
    this.listOf(kind)[id] = next
    this.deltas.push({ kind, id, before, after: next })
  }

  /** All records of a kind that exist, in order of their ids. */
  all<K extends RecordKind>(kind: K): RecordKinds[K][] {
    const list = this.listOf(kind) as RecordKinds[K][]
    if (this.footprint !== null) this.noteAll(kind)
    return list.includes(undefined as never) ? list.filter((r) => r !== undefined) : list.slice()
  }

  /** The lowest id that no record of the kind ever had (ids are not used twice within a history). */
  nextId(kind: RecordKind): number {
    if (this.footprint !== null) this.noteAll(kind)
    return this.lengthOf(kind)
  }

  private lengthOf(kind: RecordKind): number {
    let id = this.listOf(kind).length
    while (id > 0 && this.listOf(kind)[id - 1] === undefined) id--
    return id
  }

  /** Every record up to, and with, the first that there is not: it may be somebody's next one. */
  private noteAll(kind: RecordKind): void {
    const end = Math.max(1, this.lengthOf(kind))
    for (let id = 0; id <= end; id++) {
      this.footprint?.readRecord(kind, id, this.listOf(kind)[id])
    }
  }

  /** Puts a word where the explorer wants it, past journal and footprint. */
  poke(index: number, value: number): void {
    this.words[index] = value
  }

  /** Puts a record where the explorer wants it, past journal and footprint. */
  pokeRecord(kind: RecordKind, id: number, record: unknown): void {
    this.listOf(kind)[id] = record
  }

  /** Looks at a record without leaving a footprint. */
  peekRecord(kind: RecordKind, id: number): unknown {
    return this.listOf(kind)[id]
  }

  /** Hands out a block of zeroed words, or null beyond MAX_WORDS. */
  allocWords(count: number): WordIndex | null {
    const at = this.read(HEADER_NEXT_WORD)
    const end = at + count + (count & 1)
    if (end > MAX_WORDS) return null
    if (end > this.words.length) this.growTo(end)
    this.write(HEADER_NEXT_WORD, end)
    return at as WordIndex
  }

  private growTo(least: number): void {
    let length = this.words.length
    while (length < least) length *= 2
    const next = new Uint32Array(this.makeBuffer(Math.min(length, MAX_WORDS) * 4))
    next.set(this.words)
    this.words = next
  }

  mark(): Mark {
    return { words: this.journal.length, records: this.deltas.length }
  }

  /** Takes the state to another place in the history, backwards or forwards. */
  seek(to: Mark): void {
    const from = this.at
    const { journal } = this
    toggleWords(
      this.words,
      journal.words,
      Math.min(from.words, to.words),
      Math.max(from.words, to.words),
    )
    for (let i = from.records - 1; i >= to.records; i--) this.restore(i, 'before')
    for (let i = from.records; i < to.records; i++) this.restore(i, 'after')
    this.at = to
  }

  private restore(index: number, side: 'before' | 'after'): void {
    const delta = this.deltas[index] as RecordDelta
    this.listOf(delta.kind)[delta.id] = delta[side]
  }

  /** Forgets everything after `to`; the state must stand there. */
  truncate(to: Mark): void {
    this.journal.length = to.words
    this.deltas.length = to.records
    this.at = to
  }

  /** Declares that the state stands at the journal's end, after a stretch of running. */
  settle(): void {
    this.at = this.mark()
  }

  /** A digest of the whole state: used words and records. Two equal states have equal digests. */
  hash(): string {
    let a = 0x811c9dc5
    let b = 0x9e3779b9
    const end = this.words[HEADER_NEXT_WORD] as number
    for (let i = 1; i < end; i++) {
      const w = this.words[i] as number
      a = Math.imul(a ^ w, 0x01000193)
      b = Math.imul(b ^ w ^ (a >>> 15), 0x85ebca6b)
    }
    // By id: places that a record once had, and that undoing has emptied, are no part of the state.
    const text = JSON.stringify(
      KINDS.map((kind) => this.listOf(kind).flatMap((r, id) => (r === undefined ? [] : [[id, r]]))),
    )
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      a = Math.imul(a ^ c, 0x01000193)
      b = Math.imul(b ^ c ^ (a >>> 15), 0x85ebca6b)
    }
    return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0')
  }
}
