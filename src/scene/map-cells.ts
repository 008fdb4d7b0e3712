/**
 * The entries of a stretch of an address space as one byte each: what the map draws, counts and announces. Follows the
 * tables a whole table at a time, and what repeats in blocks, so that a gigabyte of entries costs less than a millisecond;
 * tests keep the classes in step with `decode-entry.ts`, and the blocks with single entries.
 */
import { GLOBAL, PRESENT, PSE, pfnOf, RW, SOFTW2 } from '../machine/entry.ts'
import { COL_TABLE_WORDS } from '../machine/frames.ts'
import { frameWord } from '../machine/phys.ts'
import type { Level, Pfn, Vpn } from '../machine/units.ts'
import { indexAt, PAGES_PER_PMD } from '../machine/units.ts'

export const CELL_NONE = 0
/** None, and not even a page table to say so. */
export const CELL_NO_TABLE = 1
export const CELL_WRITABLE = 2
export const CELL_READ_ONLY = 3
export const CELL_UFFD_WP = 4
export const CELL_NO_ACCESS = 5
export const CELL_MARKER = 6
export const CELL_SWAP = 7
export const CELL_MIGRATION = 8
/** Beyond the edge of the region. */
export const CELL_OUTSIDE = 9
/** Of a recording: present, and nothing says whether it may be written. */
export const CELL_PRESENT = 10
/** Number of classes. */
export const CELL_CLASSES = 11
/** Added to the class of an entry that is part of a huge one. */
export const CELL_HUGE = 16

const ACCESSED_DIRTY = 0x60
const FIRST_MIGRATION_TYPE = 27
const FIRST_MARKER_TYPE = 30

/** The class of one entry that is no table. */
export function cellOf(lo: number, hi: number): number {
  if ((lo & PRESENT) !== 0) {
    if ((lo & SOFTW2) !== 0) return CELL_UFFD_WP
    return (lo & RW) !== 0 ? CELL_WRITABLE : CELL_READ_ONLY
  }
  if (hi === 0 && (lo & ~ACCESSED_DIRTY) === 0) return CELL_NONE
  if ((lo & GLOBAL) !== 0) return CELL_NO_ACCESS
  const type = hi >>> 27
  if (type >= FIRST_MARKER_TYPE) return CELL_MARKER
  return type >= FIRST_MIGRATION_TYPE ? CELL_MIGRATION : CELL_SWAP
}

/** First word of a table, or 0 where the frame is none. */
function tableStart(words: Uint32Array, pfn: Pfn): number {
  return words[frameWord(words, pfn) + COL_TABLE_WORDS] ?? 0
}

/**
 * The PMD entry for a page: its word index, or 0 where a table above is missing. Words may be cut off after the last
 * one in use, which reads as none.
 */
function pmdEntryAt(words: Uint32Array, pgd: Pfn, vpn: Vpn): number {
  let table = pgd
  for (let level: Level = 4; level > 2; level = (level - 1) as Level) {
    const at = tableStart(words, table) + 2 * indexAt(vpn, level)
    const lo = words[at] ?? 0
    if ((lo & PRESENT) === 0 || (lo & PSE) !== 0) return 0
    table = pfnOf({ lo, hi: words[at + 1] ?? 0 })
  }
  return tableStart(words, table) + 2 * indexAt(vpn, 2)
}

/** What tells the classes of present entries apart. */
const CLASS_BITS = PRESENT | RW | SOFTW2
/** Entries that are looked at together. */
const BLOCK = 8
/** From so many on, filling is worth a call. */
const FILL_FROM = 4 * BLOCK

/** All that `cellOf` looks at, as ten bits: P, RW, G, SOFTW2, whether anything is set, and the type of a swap entry. */
function keyOf(lo: number, hi: number): number {
  const any = hi | (lo & ~ACCESSED_DIRTY)
  const isAny = (any | -any) >>> 31
  return (lo & 3) | ((lo >>> 6) & 4) | ((lo >>> 7) & 8) | (isAny << 4) | ((hi >>> 27) << 5)
}

/** The class by key: without branches, since entries of many classes side by side would mislead a prediction of them. */
const CELL_OF_KEY = new Uint8Array(1024)
for (let type = 0; type < 32; type++) {
  for (const lo of [0, 0x1000]) {
    for (let bits = 0; bits < 16; bits++) {
      const flags = (bits & 3) | ((bits & 4) << 6) | ((bits & 8) << 7)
      const hi = (type << 27) >>> 0
      CELL_OF_KEY[keyOf(lo | flags, hi)] = cellOf(lo | flags, hi)
    }
  }
}

/**
 * How many of the `count` entries from word `from` on are of the class of the first, in whole blocks; 0 where the first
 * block is mixed. Of present entries it reads three bits of the low half; others are alike where they are equal.
 */
function alike(words: Uint32Array, from: number, count: number): number {
  const start = from | 0
  const end = start + 2 * (count - (count % BLOCK))
  const lo = (words[start] as number) | 0
  const hi = (words[start + 1] as number) | 0
  const isPresent = (lo & PRESENT) !== 0
  const mask = isPresent ? CLASS_BITS : -1
  let at = start
  for (; at < end; at += 2 * BLOCK) {
    const odd =
      ((words[at] as number) ^ lo) |
      ((words[at + 2] as number) ^ lo) |
      ((words[at + 4] as number) ^ lo) |
      ((words[at + 6] as number) ^ lo) |
      ((words[at + 8] as number) ^ lo) |
      ((words[at + 10] as number) ^ lo) |
      ((words[at + 12] as number) ^ lo) |
      ((words[at + 14] as number) ^ lo)
    if ((odd & mask) !== 0) break
    if (isPresent) continue
    const oddHi =
      ((words[at + 1] as number) ^ hi) |
      ((words[at + 3] as number) ^ hi) |
      ((words[at + 5] as number) ^ hi) |
      ((words[at + 7] as number) ^ hi) |
      ((words[at + 9] as number) ^ hi) |
      ((words[at + 11] as number) ^ hi) |
      ((words[at + 13] as number) ^ hi) |
      ((words[at + 15] as number) ^ hi)
    if (oddHi !== 0) break
  }
  return (at - start) >> 1
}

/** Classes of the `count` entries of one table from word `from` on, into `cells` at `at`. */
function decodeTable(
  words: Uint32Array,
  from: number,
  count: number,
  cells: Uint8Array,
  at: number,
): void {
  for (let i = 0; i < count; ) {
    const first = (from + 2 * i) | 0
    const run = alike(words, first, count - i)
    const next = run === 0 ? Math.min(count, i + BLOCK) : i + run
    if (run >= FILL_FROM) {
      cells.fill(cellOf(words[first] as number, words[first + 1] as number), at + i, at + next)
    } else decodeEach(words, first, next - i, cells, at + i)
    i = next
  }
}

function decodeEach(
  words: Uint32Array,
  from: number,
  count: number,
  cells: Uint8Array,
  at: number,
): void {
  const start = from | 0
  const by = at | 0
  for (let i = 0; i < count; i++) {
    const lo = (words[start + 2 * i] as number) | 0
    const hi = (words[start + 2 * i + 1] as number) | 0
    cells[by + i] = CELL_OF_KEY[keyOf(lo, hi)] as number
  }
}

/**
 * Decodes the entries of pages `[start, start + count)` of the address space with root `pgd`.
 *
 * @param into taken for the result when it has the right length, so that playing allocates nothing
 */
export function decodeCells(
  words: Uint32Array,
  pgd: Pfn,
  start: Vpn,
  count: number,
  into?: Uint8Array,
): Uint8Array {
  const cells = into?.length === count ? into : new Uint8Array(count)
  for (let at = 0; at < count; ) {
    const vpn = start + at
    const pages = Math.min(count - at, PAGES_PER_PMD - (vpn % PAGES_PER_PMD))
    const entry = pmdEntryAt(words, pgd, vpn)
    const lo = entry === 0 ? 0 : (words[entry] ?? 0)
    const hi = entry === 0 ? 0 : (words[entry + 1] ?? 0)
    if ((lo & PRESENT) !== 0 && (lo & PSE) === 0) {
      const table = tableStart(words, pfnOf({ lo, hi }))
      decodeTable(words, table + 2 * (vpn % PAGES_PER_PMD), pages, cells, at)
    } else if (lo === 0 && hi === 0) cells.fill(CELL_NO_TABLE, at, at + pages)
    else cells.fill(cellOf(lo, hi) | CELL_HUGE, at, at + pages)
    at += pages
  }
  return cells
}

/**
 * How many cells of each class there are among `cells[from, to)`, as far as there are any: four of them at a time where
 * they repeat.
 */
export function countCells(cells: Uint8Array, from = 0, to = cells.length): Uint32Array {
  const all = new Uint32Array(2 * CELL_HUGE)
  const end = Math.min(to, cells.length)
  const lead = Math.min(end, from + (-(cells.byteOffset + from) & 3))
  const quads = Math.max(0, end - lead) >> 2
  for (let i = from; i < lead; i++) add(all, cells[i] as number, 1)
  if (quads > 0) addQuads(all, new Uint32Array(cells.buffer, cells.byteOffset + lead, quads))
  for (let i = lead + 4 * quads; i < end; i++) add(all, cells[i] as number, 1)
  const counts = new Uint32Array(CELL_CLASSES)
  for (let cell = 0; cell < CELL_CLASSES; cell++) {
    counts[cell] = (all[cell] as number) + (all[cell | CELL_HUGE] as number)
  }
  return counts
}

function addQuads(all: Uint32Array, quads: Uint32Array): void {
  for (let i = 0; i < quads.length; ) {
    const quad = (quads[i] as number) | 0
    const first = i++
    while (i < quads.length && ((quads[i] as number) | 0) === quad) i++
    add(all, quad & 0xff, i - first)
    add(all, (quad >>> 8) & 0xff, i - first)
    add(all, (quad >>> 16) & 0xff, i - first)
    add(all, quad >>> 24, i - first)
  }
}

function add(all: Uint32Array, cell: number, times: number): void {
  all[cell] = (all[cell] as number) + times
}
