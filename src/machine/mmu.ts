/**
 * The hardware walk. `walk` is what a CPU does: it sets A and D and fills the TLB. `observe` follows the same path
 * without leaving a trace, for the page and for records.
 */
import type { Pte } from './entry.ts'
import { ACCESSED, DIRTY, PRESENT, PSE, pfnBits, pfnOf, RW } from './entry.ts'
import { COL_TABLE_WORDS } from './frames.ts'
import type { Machine } from './machine.ts'
import { FIRST_PFN, FRAME_DIRECTORY, frameWord } from './phys.ts'
import { fill, invalidate, lookup } from './tlb.ts'
import type { CpuId, EntryRef, Level, Pfn, Vpn } from './units.ts'
import { indexAt } from './units.ts'

/** Where a walk ended: the entry at the lowest level reached, and its value. */
export interface WalkEnd {
  readonly level: Level
  readonly entry: EntryRef
  readonly pte: Pte
}

/** The entry for `vpn` in the table `table`. */
export function entryIn(words: Uint32Array, table: Pfn, vpn: Vpn, level: Level): EntryRef {
  const first = words[frameWord(words, table) + COL_TABLE_WORDS] as number
  return (first + 2 * indexAt(vpn, level)) as EntryRef
}

/** First word of a table; every `| 0` spares a check whether the sum is still a small integer. */
function startOf(words: Uint32Array, pfn: number): number {
  const k = (pfn - FIRST_PFN) | 0
  const chunk = (words[FRAME_DIRECTORY + (k >>> 12)] as number) | 0
  return (words[(chunk + (k & 4095) + COL_TABLE_WORDS) | 0] as number) | 0
}

/** First word of the table that an entry with these halves points to; frames of tables are below 2^31. */
function tableStart(words: Uint32Array, lo: number, hi: number): number {
  return startOf(words, (lo >>> 12) | ((hi & 0x7ff) << 20))
}

/**
 * The walk itself: where it ends, as the word of the entry times 4 plus its level less 1. Small integers only, so that
 * a walk costs its loads and nothing else; `observe` gives the same as an object.
 */
export function findLeaf(words: Uint32Array, pgd: Pfn, vpn: Vpn): number {
  const low = vpn & 0x3ffff
  const top = (vpn / 0x40000) | 0
  let at = (startOf(words, pgd) + 2 * (top >>> 9)) | 0
  let lo = (words[at] as number) | 0
  if ((lo & (PRESENT | PSE)) !== PRESENT) return (at << 2) | 3
  at = (tableStart(words, lo, (words[at + 1] as number) | 0) + 2 * (top & 511)) | 0
  lo = (words[at] as number) | 0
  if ((lo & (PRESENT | PSE)) !== PRESENT) return (at << 2) | 2
  at = (tableStart(words, lo, (words[at + 1] as number) | 0) + 2 * (low >>> 9)) | 0
  lo = (words[at] as number) | 0
  if ((lo & (PRESENT | PSE)) !== PRESENT) return (at << 2) | 1
  return (tableStart(words, lo, (words[at + 1] as number) | 0) + 2 * (low & 511)) << 2
}

/** The table of that level on the way to `vpn`, or null where an entry above does not lead to one. */
export function findTable(words: Uint32Array, pgd: Pfn, vpn: Vpn, level: Level): Pfn | null {
  const low = vpn & 0x3ffff
  const top = ((vpn - low) / 0x40000) | 0
  let table = pgd
  for (let at = 4; at > level; at--) {
    const index = at === 4 ? top >>> 9 : at === 3 ? top & 511 : low >>> 9
    const entry = (startOf(words, table) + 2 * index) | 0
    const lo = (words[entry] as number) | 0
    if ((lo & (PRESENT | PSE)) !== PRESENT) return null
    table = ((lo >>> 12) | (((words[entry + 1] as number) & 0x7ff) << 20)) as Pfn
  }
  return table
}

/** Follows the tables as far as they go: to the PTE, to a huge PMD, or to the first entry that is not a table. */
export function observe(words: Uint32Array, pgd: Pfn, vpn: Vpn): WalkEnd {
  const found = findLeaf(words, pgd, vpn)
  const level = ((found & 3) + 1) as Level
  const entry = (found >>> 2) as EntryRef
  return { level, entry, pte: { lo: words[entry] as number, hi: words[entry + 1] as number } }
}

/** As `observe`, and noted as read word by word: for every walk that decides what a thread does next. */
export function walkTables(m: Machine, pgd: Pfn, vpn: Vpn): WalkEnd {
  const end = observe(m.words, pgd, vpn)
  if (m.footprint === null) return end
  let table = pgd
  for (let level: Level = 4; level >= end.level; level = (level - 1) as Level) {
    noteTable(m, table)
    const entry = entryIn(m.words, table, vpn, level)
    table = pfnOf(m.getPte(entry))
  }
  return end
}

/** Where a table's words lie is part of what a walk finds out. */
export function noteTable(m: Machine, table: Pfn): void {
  m.note(frameWord(m.words, table) + COL_TABLE_WORDS)
}

/** What became of an access: the frame it reached, or why the processor raised a page fault. */
export type Translation =
  | { readonly ok: true; readonly pfn: Pfn }
  | { readonly ok: false; readonly present: boolean }

/** The frame of a 4 KiB page behind a leaf, huge or not. */
export function leafPfn(pte: Pte, level: Level, vpn: Vpn): Pfn {
  return (pfnOf(pte) + (level === 2 ? indexAt(vpn, 1) : 0)) as Pfn
}

/**
 * One load or store of CPU `cpu` in address space `mm`: TLB first, tables on a miss. A store through a cached entry
 * without RW faults without a walk and drops the entry, as processors do; one without D walks again to set it.
 */
export function access(
  m: Machine,
  cpu: CpuId,
  mm: { readonly id: number; readonly pgd: Pfn },
  vpn: Vpn,
  isWrite: boolean,
): Translation {
  const cached = lookup(m, cpu, mm.id, vpn)
  if (cached !== null) {
    if (!isWrite || (cached.lo & (RW | DIRTY)) === (RW | DIRTY))
      return { ok: true, pfn: pfnOf(cached) }
    if ((cached.lo & RW) === 0) {
      invalidate(m, cpu, mm.id, vpn)
      return { ok: false, present: true }
    }
  }
  return walk(m, cpu, mm, vpn, isWrite)
}

function walk(
  m: Machine,
  cpu: CpuId,
  mm: { readonly id: number; readonly pgd: Pfn },
  vpn: Vpn,
  isWrite: boolean,
): Translation {
  const end = walkTables(m, mm.pgd, vpn)
  const { pte } = end
  const isLeaf = end.level === 1 || (pte.lo & PSE) !== 0
  if ((pte.lo & PRESENT) === 0 || !isLeaf) return { ok: false, present: false }
  if (isWrite && (pte.lo & RW) === 0) return { ok: false, present: true }
  const set = isWrite ? ACCESSED | DIRTY : ACCESSED
  if ((pte.lo & set) !== set) m.write(end.entry, (pte.lo | set) >>> 0)
  const pfn = leafPfn(pte, end.level, vpn)
  const bits = pfnBits(pfn)
  fill(m, cpu, mm.id, vpn, {
    lo: (((pte.lo | set) & 0xfff & ~PSE) | bits.lo) >>> 0,
    hi: ((pte.hi & ~0xfffff) | bits.hi) >>> 0,
  })
  return { ok: true, pfn }
}
