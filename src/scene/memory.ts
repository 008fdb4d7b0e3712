/**
 * Reading the words of one moment: tables, struct page columns, page caches, TLBs. A reader stands between, so that the
 * moment before a step can be read without a second copy of the words.
 */
import type { Pte } from '../machine/entry.ts'
import {
  COL_FLAGS,
  COL_HUGE_MAPCOUNT,
  COL_INDEX,
  COL_MAPCOUNT,
  COL_MAPPING,
  COL_REFCOUNT,
  COL_TABLE_WORDS,
  COL_VALUE,
  COL_VALUE_HI,
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  FRAME_DIRTY,
  FRAME_HUGE_TAIL,
  FRAME_SWAPCACHE,
  FRAME_TABLE,
  FRAME_USED,
} from '../machine/frames.ts'
import { FIRST_PFN, FRAME_DIRECTORY, HEADER_FRAMES, HEADER_TLBS } from '../machine/phys.ts'
import type { Word64 } from '../machine/records.ts'
import type { TlbEntry } from '../machine/tlb.ts'
import { TLB_SLOT_WORDS, TLB_SLOTS, tlbEntries } from '../machine/tlb.ts'
import type { EntryRef, Level, Pfn, Vpn } from '../machine/units.ts'
import { indexAt, PAGES_PER_PMD } from '../machine/units.ts'
import { decodeEntry } from './decode-entry.ts'

/** The word at an index, at the moment that the reader stands for. */
export type Read = (index: number) => number

export function readerOf(words: Uint32Array): Read {
  return (index) => words[index] ?? 0
}

/** The moment before `changes` (index, before, after …) were made. */
export function readerBefore(read: Read, changes: Uint32Array): Read {
  if (changes.length === 0) return read
  const before = new Map<number, number>()
  for (let i = changes.length - 3; i >= 0; i -= 3) {
    before.set(changes[i] as number, changes[i + 1] as number)
  }
  return (index) => before.get(index) ?? read(index)
}

export function readPte(read: Read, entry: number): Pte {
  return { lo: read(entry), hi: read(entry + 1) }
}

/** First word of a frame's columns; 0 for a frame that was never handed out. */
function columns(read: Read, pfn: Pfn): number {
  const k = pfn - FIRST_PFN
  if (k < 0 || k >= read(HEADER_FRAMES)) return 0
  const chunk = read(FRAME_DIRECTORY + (k >>> 12))
  return chunk === 0 ? 0 : chunk + (k & 4095)
}

/** First entry of a table, or null when the frame is none. */
export function tableEntries(read: Read, pfn: Pfn): EntryRef | null {
  const at = columns(read, pfn)
  if (at === 0 || (read(at + COL_FLAGS) & FRAME_TABLE) === 0) return null
  return read(at + COL_TABLE_WORDS) as EntryRef
}

/** A data frame as its struct page has it. */
export interface FrameInfo {
  readonly pfn: Pfn
  readonly anon: boolean
  readonly exclusive: boolean
  readonly dirty: boolean
  readonly swapCache: boolean
  readonly mapcount: number
  readonly refcount: number
  readonly value: Word64
  /** File id, for a page of a page cache. */
  readonly file: number | null
  readonly index: number
}

/** A data frame that is in use, or null. */
export function frameInfo(read: Read, pfn: Pfn): FrameInfo | null {
  const at = columns(read, pfn)
  if (at === 0) return null
  const flags = read(at + COL_FLAGS)
  if ((flags & FRAME_USED) === 0 || (flags & FRAME_TABLE) !== 0) return null
  const anon = (flags & FRAME_ANON) !== 0
  const mapping = read(at + COL_MAPPING)
  // In a tail that column says who maps the huge page, not how often.
  const whole = (flags & FRAME_HUGE_TAIL) === 0 ? pfn : ((pfn - (pfn % PAGES_PER_PMD)) as Pfn)
  return {
    pfn,
    anon,
    exclusive: (flags & FRAME_ANON_EXCLUSIVE) !== 0,
    dirty: (flags & FRAME_DIRTY) !== 0,
    swapCache: (flags & FRAME_SWAPCACHE) !== 0,
    mapcount: read(at + COL_MAPCOUNT) + read(columns(read, whole) + COL_HUGE_MAPCOUNT),
    refcount: read(at + COL_REFCOUNT),
    value: { lo: read(at + COL_VALUE), hi: read(at + COL_VALUE_HI) },
    file: anon || mapping === 0 ? null : mapping - 1,
    index: read(at + COL_INDEX),
  }
}

/** One table on the way to a page. */
export interface WalkStep {
  readonly level: Level
  readonly table: Pfn
  readonly entry: EntryRef
  readonly pte: Pte
}

/** The tables that a walk for `vpn` goes through, from the root on, as far as they go. */
export function walkSteps(read: Read, pgd: Pfn, vpn: Vpn): WalkStep[] {
  const steps: WalkStep[] = []
  let table: Pfn | null = pgd
  for (let level = 4; level >= 1 && table !== null; level--) {
    const first = tableEntries(read, table)
    if (first === null) break
    const entry = (first + 2 * indexAt(vpn, level as Level)) as EntryRef
    const pte = readPte(read, entry)
    steps.push({ level: level as Level, table, entry, pte })
    const info = decodeEntry(pte, level as Level)
    table = info.state === 'table' ? info.pfn : null
  }
  return steps
}

/** The translations that a CPU holds, through a reader: its slots are copied out, and `tlbEntries` decodes them. */
export function readTlb(read: Read, cpu: number): TlbEntry[] {
  const base = read(HEADER_TLBS + cpu)
  if (base === 0) return []
  const start = HEADER_TLBS + 8
  const copy = new Uint32Array(start + TLB_SLOTS * TLB_SLOT_WORDS)
  copy[HEADER_TLBS + cpu] = start
  for (let i = 0; i < TLB_SLOTS * TLB_SLOT_WORDS; i++) copy[start + i] = read(base + i)
  return tlbEntries(copy, cpu)
}
