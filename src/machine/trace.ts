/**
 * The trace: one row of eight words a micro-step, in the order in which things happened. A row closes when it is
 * written: the changes since the row before it belong to it, so seeking to step k means applying rows 0…k-1.
 *
 * | word | meaning                                                                                   |
 * | ---- | ----------------------------------------------------------------------------------------- |
 * | 0    | OP_* in bits 0–4, actor 5–8, cpu 9–11, call depth 12–19, ordinal of the statement 20–31    |
 * | 1    | site: what happened, in words (see `linux/include/sites.ts`); the function's site << 16    |
 * | 2–5  | arguments a b c d, by op (below)                                                          |
 * | 6    | length of the word journal after the step                                                 |
 * | 7    | number of record deltas after the step                                                    |
 *
 * A place is (b, c): b the low 32 bits of the page number, c the address space << 8 and its high bits.
 *
 * | op             | a                     | b, c        | d                          |
 * | -------------- | --------------------- | ----------- | -------------------------- |
 * | begin, end     | actor's outcome code  | –           | –                          |
 * | enter, leave   | –                     | place or 0  | –                          |
 * | walk           | entry                 | place       | level                      |
 * | set            | entry                 | place       | consecutive entries        |
 * | table, untable | frame of the table    | place       | level                      |
 * | alloc, free    | frame                 | –           | frames                     |
 * | copy           | frame copied from     | frame to, – | –                          |
 * | cache          | frame                 | file page, file | –                      |
 * | lock, unlock   | LOCK_*                | id, –       | 0 read, 1 write            |
 * | flush          | mask of CPUs that lost one | place  | pages                      |
 * | fault          | –                     | place       | 1 write, 2 entry present   |
 * | access         | frame                 | place       | 0 load, 1 store            |
 * | sleep          | message flags         | place       | 1: an event, not a fault   |
 * | wake           | actor woken           | place       | –                          |
 * | message        | flags                 | place       | 0 queued, 1 read, 2 event  |
 * | vma, note      | –                     | place       | –                          |
 */
import type { Vpn } from './units.ts'

export const ROW_WORDS = 8

export const OP_BEGIN = 0
export const OP_END = 1
export const OP_ENTER = 2
export const OP_LEAVE = 3
export const OP_WALK = 4
export const OP_SET = 5
export const OP_TABLE = 6
export const OP_UNTABLE = 7
export const OP_ALLOC = 8
export const OP_FREE = 9
export const OP_COPY = 10
export const OP_CACHE = 11
export const OP_LOCK = 12
export const OP_UNLOCK = 13
export const OP_FLUSH = 14
export const OP_FAULT = 15
export const OP_ACCESS = 16
export const OP_SLEEP = 17
export const OP_WAKE = 18
export const OP_MESSAGE = 19
export const OP_VMA = 20
export const OP_NOTE = 21

/** Words for the ops, in their order: for tests, exports and the accessible text. */
export const OP_NAMES = [
  'begin',
  'end',
  'enter',
  'leave',
  'walk',
  'set',
  'table',
  'untable',
  'alloc',
  'free',
  'copy',
  'cache',
  'lock',
  'unlock',
  'flush',
  'fault',
  'access',
  'sleep',
  'wake',
  'message',
  'vma',
  'note',
] as const

export const LOCK_MMAP = 0
export const LOCK_PTL = 1
export const LOCK_VMA = 2
export const LOCK_PAGE = 3
export const LOCK_INODE = 4
export const LOCK_RMAP = 5

export interface Trace {
  rows: Uint32Array
  length: number
}

export function createTrace(): Trace {
  return { rows: new Uint32Array(256 * ROW_WORDS), length: 0 }
}

/** One row as an object; for everything but the hot path. */
export interface Row {
  readonly op: number
  readonly actor: number
  readonly cpu: number
  readonly depth: number
  readonly site: number
  readonly fn: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly words: number
  readonly deltas: number
  readonly statement: number
}

/** Word 0 of a row. */
export function rowHead(
  op: number,
  actor: number,
  cpu: number,
  depth: number,
  statement: number,
): number {
  return op | (actor << 5) | (cpu << 9) | (depth << 12) | (statement << 20)
}

/** Appends a row of these eight words: numbers and no object, since a step is written every other moment. */
export function writeRow(
  trace: Trace,
  head: number,
  sites: number,
  a: number,
  b: number,
  c: number,
  d: number,
  words: number,
  deltas: number,
): void {
  const at = trace.length * ROW_WORDS
  if (at + ROW_WORDS > trace.rows.length) growRows(trace)
  const { rows } = trace
  rows[at] = head
  rows[at + 1] = sites
  rows[at + 2] = a
  rows[at + 3] = b
  rows[at + 4] = c
  rows[at + 5] = d
  rows[at + 6] = words
  rows[at + 7] = deltas
  trace.length++
}

function growRows(trace: Trace): void {
  const next = new Uint32Array(trace.rows.length * 2)
  next.set(trace.rows)
  trace.rows = next
}

/** As `writeRow`, of an object. */
export function pushRow(trace: Trace, row: Row): void {
  const { op, actor, cpu, depth, statement, site, fn, a, b, c, d, words, deltas } = row
  const head = rowHead(op, actor, cpu, depth, statement)
  writeRow(trace, head, site | (fn << 16), a, b, c, d, words, deltas)
}

/** The op of row `index` alone: what a pass over a million rows asks first. */
export function opAt(rows: Uint32Array, index: number): number {
  return (rows[index * ROW_WORDS] as number) & 31
}

/** The site of row `index` alone. */
export function siteAt(rows: Uint32Array, index: number): number {
  return (rows[index * ROW_WORDS + 1] as number) & 0xffff
}

/** Row `index` of an array of rows; the index must be below its length. */
export function rowAt(rows: Uint32Array, index: number): Row {
  const at = index * ROW_WORDS
  const head = rows[at] as number
  const sites = rows[at + 1] as number
  return {
    op: head & 31,
    actor: (head >>> 5) & 15,
    cpu: (head >>> 9) & 7,
    depth: (head >>> 12) & 255,
    site: sites & 0xffff,
    fn: sites >>> 16,
    a: rows[at + 2] as number,
    b: rows[at + 3] as number,
    c: rows[at + 4] as number,
    d: rows[at + 5] as number,
    words: rows[at + 6] as number,
    deltas: rows[at + 7] as number,
    statement: head >>> 20,
  }
}

/** The two words of a place. */
export function placeWords(mm: number, vpn: Vpn): { b: number; c: number } {
  return { b: vpn >>> 0, c: (mm << 8) | Math.floor(vpn / 0x100000000) }
}

export function vpnOfRow(row: Row): Vpn {
  return (row.c & 0xff) * 0x100000000 + row.b
}

export function mmOfRow(row: Row): number {
  return row.c >>> 8
}
