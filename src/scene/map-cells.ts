/**
 * The entries of a stretch of an address space as one byte each: what the map draws, counts and announces. Follows the
 * tables a whole table at a time, so that a gigabyte of entries costs about a millisecond; a test keeps the classes in
 * step with `decode-entry.ts`.
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

/** Classes of the `count` entries of one table from word `from` on, into `cells` at `at`. */
function decodeTable(
  words: Uint32Array,
  from: number,
  count: number,
  cells: Uint8Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) {
    cells[at + i] = cellOf(words[from + 2 * i] as number, words[from + 2 * i + 1] as number)
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

/** How many cells of each class there are among `cells[from, to)`. */
export function countCells(cells: Uint8Array, from = 0, to = cells.length): Uint32Array {
  const all = new Uint32Array(2 * CELL_HUGE)
  for (let i = from; i < to; i++) {
    const cell = cells[i] as number
    all[cell] = (all[cell] as number) + 1
  }
  const counts = new Uint32Array(CELL_CLASSES)
  for (let cell = 0; cell < CELL_CLASSES; cell++) {
    counts[cell] = (all[cell] as number) + (all[cell | CELL_HUGE] as number)
  }
  return counts
}
