/**
 * The set of states, kept exactly. What threads change is cut into chunks of 16 slots; each content of a chunk that ever
 * occurs has a number, and a state is one number a thread and one a chunk. Two states are the same if, and only if, all
 * these numbers are. Hashes only say where to look.
 */
import type { Slots } from './slots.ts'

export const CHUNK = 16

/** Contents of chunks, as the xor against the beginning of the statement; number 0 is no change. */
export class Chunks {
  /** Content number n lies at 16 n. */
  words = new Uint32Array(1024 * CHUNK)
  private owner = new Int32Array(1024)
  private length = 1
  private table = new Int32Array(4096).fill(-1)
  /** Slot at each place of each chunk, -1 where there is none yet. */
  places = new Int32Array(8 * CHUNK).fill(-1)
  private placeOf = new Int32Array(1024).fill(-1)
  private used = 0
  /** Of each chunk, the content that the row `now` holds; -1: not known. Shared by all searches, as the row is. */
  private loaded = new Int32Array(64).fill(-1)

  /** Chunks in use. */
  get count(): number {
    return Math.ceil(this.used / CHUNK)
  }

  /** The chunk of a slot that some step changes; gives it a place if it has none. */
  chunkOf(slot: number): number {
    if (slot >= this.placeOf.length) {
      const next = new Int32Array(2 ** Math.ceil(Math.log2(slot + 1))).fill(-1)
      next.set(this.placeOf)
      this.placeOf = next
    }
    let place = this.placeOf[slot] as number
    if (place < 0) {
      place = this.used++
      this.placeOf[slot] = place
      if (place >= this.places.length) {
        const next = new Int32Array(this.places.length * 2).fill(-1)
        next.set(this.places)
        this.places = next
      }
      this.places[place] = slot
    }
    return place >> 4
  }

  /** Makes the row `now` hold content `content` of chunk `chunk`. */
  load(chunk: number, content: number, now: Uint32Array, base: Uint32Array): void {
    const { words, places } = this
    if (chunk >= this.loaded.length) {
      const next = new Int32Array(chunk * 2).fill(-1)
      next.set(this.loaded)
      this.loaded = next
    }
    if (this.loaded[chunk] === content) return
    this.loaded[chunk] = content
    const from = content * CHUNK
    const first = chunk * CHUNK
    for (let i = 0; i < CHUNK; i++) {
      const slot = places[first + i] as number
      if (slot < 0) return
      now[slot] = (base[slot] as number) ^ (words[from + i] as number)
    }
  }

  /** The number of what chunk `chunk` holds in the row `now`. */
  contentOf(chunk: number, slots: Slots): number {
    const { now, base } = slots
    if ((this.length + 1) * CHUNK > this.words.length) this.grow()
    const { words, places } = this
    const at = this.length * CHUNK
    const first = chunk * CHUNK
    let hash = chunk
    let any = 0
    for (let i = 0; i < CHUNK; i++) {
      const slot = places[first + i] as number
      const x = slot < 0 ? 0 : (now[slot] as number) ^ (base[slot] as number)
      words[at + i] = x
      any |= x
      hash = Math.imul(hash ^ x, 0x9e3779b1)
      hash ^= hash >>> 15
    }
    if (any === 0) return 0
    const mask = this.table.length - 1
    for (let probe = hash & mask; ; probe = (probe + 1) & mask) {
      const known = this.table[probe] as number
      if (known < 0) {
        this.table[probe] = this.length
        this.owner[this.length] = chunk
        const number = this.length++
        if (this.length * 2 > this.table.length) this.rehash()
        return number
      }
      if (this.owner[known] === chunk && this.isEqual(known * CHUNK, at)) return known
    }
  }

  private isEqual(a: number, b: number): boolean {
    const { words } = this
    for (let i = 0; i < CHUNK; i++) if (words[a + i] !== words[b + i]) return false
    return true
  }

  private grow(): void {
    const words = new Uint32Array(this.words.length * 2)
    words.set(this.words)
    this.words = words
    const owner = new Int32Array(words.length / CHUNK)
    owner.set(this.owner)
    this.owner = owner
  }

  private rehash(): void {
    this.table = new Int32Array(this.table.length * 2).fill(-1)
    const mask = this.table.length - 1
    for (let n = 1; n < this.length; n++) {
      let hash = this.owner[n] as number
      for (let i = 0; i < CHUNK; i++) {
        hash = Math.imul(hash ^ (this.words[n * CHUNK + i] as number), 0x9e3779b1)
        hash ^= hash >>> 15
      }
      let probe = hash & mask
      while ((this.table[probe] as number) >= 0) probe = (probe + 1) & mask
      this.table[probe] = n
    }
  }

  /** How many contents there are. */
  get contents(): number {
    return this.length
  }

  ownerOf(content: number): number {
    return this.owner[content] as number
  }
}

/**
 * Rows of numbers, each kept once. The hash of a row is the sum of one term a place, so whoever changes a few places of a
 * known row need not hash the rest again; trailing zeros have no term, so a row keeps its place when it is widened.
 */
export class States {
  /** Numbers of a row: threads first, then one for the scheduler, then chunks. */
  width: number
  rows: Int32Array
  count = 0
  private hashes = new Int32Array(1024)
  private table = new Int32Array(2 ** 14).fill(-1)

  constructor(width: number) {
    this.width = width
    this.rows = new Int32Array(1024 * width)
  }

  /** Makes room for more chunks; their number in the states so far is 0. */
  widen(width: number): void {
    if (width <= this.width) return
    const rows = new Int32Array((this.rows.length / this.width) * width)
    for (let s = 0; s < this.count; s++) {
      const from = s * this.width
      rows.set(this.rows.subarray(from, from + this.width), s * width)
    }
    this.rows = rows
    this.width = width
  }

  hashOfRow(row: Int32Array): number {
    let hash = 0
    for (let i = 0; i < this.width; i++) hash = (hash + hashTerm(i, row[i] as number)) | 0
    return hash
  }

  hashOfState(state: number): number {
    return this.hashes[state] as number
  }

  /** The number of a row with that hash; a negative one, -1 - number, if it is new. */
  add(row: Int32Array, hash: number): number {
    const { hashes } = this
    const mask = this.table.length - 1
    for (let probe = spread(hash) & mask; ; probe = (probe + 1) & mask) {
      const known = this.table[probe] as number
      if (known < 0) {
        const number = this.count
        this.append(row, hash)
        this.table[probe] = number
        if (this.count * 2 > this.table.length) this.rehash(this.table.length * 2)
        return -1 - number
      }
      if (hashes[known] === hash && this.isRow(known, row)) return known
    }
  }

  private isRow(state: number, row: Int32Array): boolean {
    const { rows, width } = this
    const at = state * width
    for (let i = 0; i < width; i++) if (rows[at + i] !== row[i]) return false
    return true
  }

  private append(row: Int32Array, hash: number): void {
    const { width } = this
    if ((this.count + 1) * width > this.rows.length) {
      const next = new Int32Array(this.rows.length * 2)
      next.set(this.rows)
      this.rows = next
    }
    if (this.count === this.hashes.length) {
      const next = new Int32Array(this.hashes.length * 2)
      next.set(this.hashes)
      this.hashes = next
    }
    const { rows } = this
    const at = this.count * width
    for (let i = 0; i < width; i++) rows[at + i] = row[i] as number
    this.hashes[this.count++] = hash
  }

  private rehash(length: number): void {
    const { hashes } = this
    this.table = new Int32Array(length).fill(-1)
    const mask = length - 1
    for (let s = 0; s < this.count; s++) {
      let probe = spread(hashes[s] as number) & mask
      while ((this.table[probe] as number) >= 0) probe = (probe + 1) & mask
      this.table[probe] = s
    }
  }
}

/** What the number at one place of a row adds to its hash. */
export function hashTerm(place: number, value: number): number {
  if (value === 0) return 0
  let x = Math.imul(value + 1, 0x9e3779b1) ^ Math.imul(place + 1, 0x85ebca77)
  x = Math.imul(x ^ (x >>> 15), 0xc2b2ae3d)
  return x ^ (x >>> 13)
}

function spread(hash: number): number {
  return hash ^ (hash >>> 16)
}
