/**
 * struct page as columns: eight words a frame, each column of neighbouring frames in neighbouring words, so that what
 * looks at one column of many frames reads nothing else. A table frame owns 1,024 more words, a data frame keeps just the first
 * eight bytes of its page, all that a scenario can store.
 *
 * | column | data frame                          | table frame              |
 * | ------ | ----------------------------------- | ------------------------ |
 * | 0      | FRAME_* flags                       | FRAME_TABLE and level    |
 * | 1      | reference count                     | –                        |
 * | 2      | map count (page-table entries)      | –                        |
 * | 3, 4   | value, low and high word            | first word, lock (ptl)   |
 * | 5      | file id + 1, or swap slot + 1       | deposited tables         |
 * | 6      | index in the file                   | –                        |
 * | 7      | map count as a huge page (head)     | next free frame + 1      |
 */
import type { Machine } from './machine.ts'
import {
  chunkWord,
  FIRST_PFN,
  FRAME_COLUMNS,
  FRAME_DIRECTORY,
  FRAMES_PER_CHUNK,
  frameWord,
  HEADER_FRAMES,
  HEADER_FREE_HEAD,
  HEADER_FREE_TAIL,
  HUGE_ZERO_PFN,
  MAX_FRAMES,
  ZERO_PFN,
} from './phys.ts'
import type { Word64 } from './records.ts'
import type { Pfn, WordIndex } from './units.ts'
import { PTRS_PER_TABLE, WORDS_PER_TABLE } from './units.ts'

export const COL_FLAGS = 0 * FRAMES_PER_CHUNK
export const COL_REFCOUNT = 1 * FRAMES_PER_CHUNK
export const COL_MAPCOUNT = 2 * FRAMES_PER_CHUNK
export const COL_VALUE = 3 * FRAMES_PER_CHUNK
export const COL_VALUE_HI = 4 * FRAMES_PER_CHUNK
export const COL_MAPPING = 5 * FRAMES_PER_CHUNK
export const COL_INDEX = 6 * FRAMES_PER_CHUNK
export const COL_HUGE_MAPCOUNT = 7 * FRAMES_PER_CHUNK
/** Columns of a table frame that share places with the above. */
export const COL_TABLE_WORDS = COL_VALUE
export const COL_TABLE_LOCK = COL_VALUE_HI
export const COL_NEXT_FREE = COL_HUGE_MAPCOUNT

export const FRAME_USED = 1 << 0
export const FRAME_TABLE = 1 << 1
/** Anonymous memory; otherwise a data frame belongs to a page cache. */
export const FRAME_ANON = 1 << 2
/** PageAnonExclusive: this process alone may write it in place. */
export const FRAME_ANON_EXCLUSIVE = 1 << 3
export const FRAME_DIRTY = 1 << 4
export const FRAME_LOCKED = 1 << 5
/** Also in the swap cache: column 5 holds the slot. */
export const FRAME_SWAPCACHE = 1 << 6
/** First of, or one of, 512 frames that were allocated together. */
export const FRAME_HUGE_HEAD = 1 << 7
export const FRAME_HUGE_TAIL = 1 << 8
/** Has been filled (Linux: uptodate). */
export const FRAME_UPTODATE = 1 << 9
/** MADV_FREE made it droppable (Linux: not swapbacked). */
export const FRAME_LAZYFREE = 1 << 10
/** Order of the folio that a small page-cache frame belongs to, in bits 16–19; its frames are aligned to it. */
export const FRAME_ORDER_SHIFT = 16
/** Level of a table frame, in bits 12–14. */
export const FRAME_LEVEL_SHIFT = 12

/** Freed frames are not used again before this many have been handed out: a new page is easier to see as new. */
const REUSE_AFTER = 2 ** 16

export function isZeroPfn(pfn: Pfn): boolean {
  return pfn === ZERO_PFN || (pfn >= HUGE_ZERO_PFN && pfn < HUGE_ZERO_PFN + PTRS_PER_TABLE)
}

/** Is there a struct page worth asking (not the zero page)? */
export function hasFrame(pfn: Pfn): boolean {
  return pfn >= FIRST_PFN
}

/** Where a frame's columns lie; for a thread that is watched, the way there is part of what it reads. */
function columnsOf(m: Machine, pfn: Pfn): number {
  if (m.footprint !== null) m.note(chunkWord(pfn))
  return frameWord(m.words, pfn)
}

/** The word of a frame's column, for locks that are waited for. */
export function colWord(m: Machine, pfn: Pfn, column: number): number {
  return columnsOf(m, pfn) + column
}

export function col(m: Machine, pfn: Pfn, column: number): number {
  return m.read(columnsOf(m, pfn) + column)
}

export function setCol(m: Machine, pfn: Pfn, column: number, value: number): void {
  m.write(columnsOf(m, pfn) + column, value)
}

/** Sets one column of `count` frames from `first` on, all of one chunk, in which it is 0. */
export function setColRun(m: Machine, first: Pfn, count: number, column: number, to: number): void {
  m.xorWords(columnsOf(m, first) + column, count, to)
}

/** Counts up or down without looking. */
export function bumpCol(m: Machine, pfn: Pfn, column: number, by: number): void {
  m.bump(columnsOf(m, pfn) + column, by)
}

export function addCol(m: Machine, pfn: Pfn, column: number, by: number): number {
  const at = columnsOf(m, pfn) + column
  const next = m.read(at) + by
  m.write(at, next >>> 0)
  return next
}

export function hasFlag(m: Machine, pfn: Pfn, flag: number): boolean {
  return (col(m, pfn, COL_FLAGS) & flag) !== 0
}

export function setFlag(m: Machine, pfn: Pfn, flag: number, on: boolean): void {
  const flags = col(m, pfn, COL_FLAGS)
  setCol(m, pfn, COL_FLAGS, (on ? flags | flag : flags & ~flag) >>> 0)
}

/** The value of a page; the zero page reads as 0. */
export function pageValue(m: Machine, pfn: Pfn): Word64 {
  if (!hasFrame(pfn)) return { lo: 0, hi: 0 }
  return { lo: col(m, pfn, COL_VALUE), hi: col(m, pfn, COL_VALUE_HI) }
}

export function setValue(m: Machine, pfn: Pfn, value: Word64): void {
  setCol(m, pfn, COL_VALUE, value.lo)
  setCol(m, pfn, COL_VALUE_HI, value.hi)
}

function ensureChunk(m: Machine, k: number): boolean {
  const slot = FRAME_DIRECTORY + Math.floor(k / FRAMES_PER_CHUNK)
  if (m.read(slot) !== 0) return true
  const block = m.allocWords(FRAMES_PER_CHUNK * FRAME_COLUMNS)
  if (block === null) return false
  m.write(slot, block)
  return true
}

function clearColumns(m: Machine, pfn: Pfn): void {
  for (let c = 0; c < FRAME_COLUMNS; c++) setCol(m, pfn, c * FRAMES_PER_CHUNK, 0)
}

/** Hands out one frame with all columns 0, or null when memory is used up. */
export function allocFrame(m: Machine): Pfn | null {
  const handedOut = m.read(HEADER_FRAMES)
  const head = m.read(HEADER_FREE_HEAD)
  if (head !== 0 && handedOut >= REUSE_AFTER) {
    const pfn = (head - 1) as Pfn
    const next = col(m, pfn, COL_NEXT_FREE)
    m.write(HEADER_FREE_HEAD, next)
    if (next === 0) m.write(HEADER_FREE_TAIL, 0)
    clearColumns(m, pfn)
    return pfn
  }
  if (handedOut >= MAX_FRAMES || !ensureChunk(m, handedOut)) return null
  m.write(HEADER_FRAMES, handedOut + 1)
  return (FIRST_PFN + handedOut) as Pfn
}

/**
 * Hands out up to `max` consecutive frames that were never used, all columns 0, at one change of the count. Fewer, down
 * to none, where a chunk ends, memory is used up, or frames that were used before must come first.
 */
export function allocFreshFrames(m: Machine, max: number): { first: Pfn; count: number } {
  const handedOut = m.read(HEADER_FRAMES)
  const first = (FIRST_PFN + handedOut) as Pfn
  const mustReuse = m.read(HEADER_FREE_HEAD) !== 0 && handedOut + max > REUSE_AFTER
  if (mustReuse || handedOut >= MAX_FRAMES || !ensureChunk(m, handedOut)) return { first, count: 0 }
  const count = Math.min(max, FRAMES_PER_CHUNK - (handedOut % FRAMES_PER_CHUNK))
  m.write(HEADER_FRAMES, handedOut + count)
  return { first, count }
}

/** Hands out 512 frames, aligned to 512; the frames skipped for it go to the free list. Null when memory is used up. */
export function allocHugeFrame(m: Machine): Pfn | null {
  let handedOut = m.read(HEADER_FRAMES)
  const skip = (PTRS_PER_TABLE - ((FIRST_PFN + handedOut) % PTRS_PER_TABLE)) % PTRS_PER_TABLE
  if (handedOut + skip + PTRS_PER_TABLE > MAX_FRAMES) return null
  if (!ensureChunk(m, handedOut) || !ensureChunk(m, handedOut + skip + PTRS_PER_TABLE - 1))
    return null
  m.write(HEADER_FRAMES, handedOut + skip + PTRS_PER_TABLE)
  for (let i = 0; i < skip; i++) releaseFrame(m, (FIRST_PFN + handedOut + i) as Pfn)
  handedOut += skip
  return (FIRST_PFN + handedOut) as Pfn
}

/** Puts a frame on the free list; its columns are cleared, a table's words with them. */
export function releaseFrame(m: Machine, pfn: Pfn): void {
  clearColumns(m, pfn)
  const tail = m.read(HEADER_FREE_TAIL)
  if (tail === 0) m.write(HEADER_FREE_HEAD, pfn + 1)
  else setCol(m, (tail - 1) as Pfn, COL_NEXT_FREE, pfn + 1)
  m.write(HEADER_FREE_TAIL, pfn + 1)
}

/** First word of a table frame's 512 entries. */
export function tableWords(m: Machine, pfn: Pfn): WordIndex {
  return col(m, pfn, COL_TABLE_WORDS) as WordIndex
}

/** Makes a frame into an empty table of that level; false when memory is used up. */
export function makeTable(m: Machine, pfn: Pfn, level: number): boolean {
  const block = m.allocWords(WORDS_PER_TABLE)
  if (block === null) return false
  setCol(m, pfn, COL_FLAGS, FRAME_USED | FRAME_TABLE | (level << FRAME_LEVEL_SHIFT))
  setCol(m, pfn, COL_TABLE_WORDS, block)
  return true
}
