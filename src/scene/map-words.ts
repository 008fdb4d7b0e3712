/** What the map says: of a class of cells, of one page, of a stretch of them. */
import { countText } from '../base/count-text.ts'
import type { Pte } from '../machine/entry.ts'
import { observe } from '../machine/mmu.ts'
import type { Pfn, Vpn } from '../machine/units.ts'
import { indexAt } from '../machine/units.ts'
import type { EntryInfo } from './decode-entry.ts'
import { decodeEntry } from './decode-entry.ts'
import {
  CELL_MARKER,
  CELL_MIGRATION,
  CELL_NO_ACCESS,
  CELL_NO_TABLE,
  CELL_NONE,
  CELL_PRESENT,
  CELL_READ_ONLY,
  CELL_SWAP,
  CELL_UFFD_WP,
  CELL_WRITABLE,
} from './map-cells.ts'
import type { LegendState } from './stage-model.ts'

/** `present`: of a recording, which does not say whether it may be written. */
export type CellState = LegendState | 'present'

export interface CellWords {
  readonly cell: number
  /** Whose swatch it has. */
  readonly state: CellState
  readonly name: string
  /** Beside the counts. */
  readonly says: string
  /** Of one page, in a tooltip. */
  readonly sentence: string
  /** Shown with the counts even where there is none. */
  readonly always: boolean
}

/** In the order of the counts. */
export const CELL_WORDS: readonly CellWords[] = [
  {
    cell: CELL_UFFD_WP,
    state: 'uffd-wp',
    name: 'present, uffd-wp',
    says: 'a write sends a message',
    sentence: 'Present, write-protected by userfaultfd.',
    always: true,
  },
  {
    cell: CELL_WRITABLE,
    state: 'writable',
    name: 'present, writable',
    says: 'written since, or not yet protected',
    sentence: 'Present and writable.',
    always: true,
  },
  {
    cell: CELL_PRESENT,
    state: 'present',
    name: 'present',
    says: 'writable or not: pagemap does not show it',
    sentence: 'Present.',
    always: false,
  },
  {
    cell: CELL_MARKER,
    state: 'marker',
    name: 'pte marker',
    says: 'none, but protected',
    sentence: 'Not mapped, yet protected: a pte marker.',
    always: true,
  },
  {
    cell: CELL_SWAP,
    state: 'swap',
    name: 'swap',
    says: 'swapped out',
    sentence: 'Swapped out.',
    always: true,
  },
  {
    cell: CELL_READ_ONLY,
    state: 'read-only',
    name: 'present, read-only',
    says: 'only read: zero page, or shared',
    sentence: 'Present, read-only.',
    always: true,
  },
  {
    cell: CELL_NO_ACCESS,
    state: 'no-access',
    name: 'no access',
    says: 'present, but PROT_NONE',
    sentence: 'Present, but no access is allowed.',
    always: false,
  },
  {
    cell: CELL_MIGRATION,
    state: 'migration',
    name: 'migration',
    says: 'on the way to another frame',
    sentence: 'Being moved to another frame.',
    always: false,
  },
  {
    cell: CELL_NONE,
    state: 'none',
    name: 'none',
    says: 'not mapped',
    sentence: 'None: not mapped.',
    always: true,
  },
]

const BY_CELL = new Map(CELL_WORDS.map((words) => [words.cell, words]))
const NO_TABLE_SENTENCE = 'No page table yet, so no entry either.'

/** Words of a class; those without a table are none as well. */
export function wordsOfCell(cell: number): CellWords {
  return (BY_CELL.get(cell & 15) ?? BY_CELL.get(CELL_NONE)) as CellWords
}

/** One line of the counts. */
export interface CountLine {
  readonly words: CellWords
  readonly count: number
  readonly says: string
}

/** The counts as they are listed; none is joined from entries that are empty and from those without a table. */
export function countLines(counts: Uint32Array): CountLine[] {
  return CELL_WORDS.flatMap((words) => {
    const bare = counts[words.cell] ?? 0
    const missing = words.cell === CELL_NONE ? (counts[CELL_NO_TABLE] ?? 0) : 0
    const count = bare + missing
    if (count === 0 && !words.always) return []
    const says = missing === 0 ? words.says : `${countText(missing)} of them without a table`
    return [{ words, count, says }]
  })
}

/** `487 present, uffd-wp; 25 none`: what a stretch of cells holds, the rest left out. */
export function countsText(counts: Uint32Array): string {
  const lines = countLines(counts).filter(({ count }) => count > 0)
  return lines.map(({ count, words }) => `${countText(count)} ${words.name}`).join('; ')
}

/** `36.3%`; what is there is never said to be nothing. */
export function percentText(count: number, all: number): string {
  const percent = (100 * count) / Math.max(1, all)
  return count > 0 && percent < 0.05 ? '<0.1%' : `${percent.toFixed(1)}%`
}

/** Everything about the entry of one page. */
export interface PageFacts {
  readonly vpn: Vpn
  readonly info: EntryInfo
  readonly pte: Pte
  readonly hasTable: boolean
  /** Index in the PMD, and in the page table. */
  readonly pmd: number
  readonly entry: number
  /** Of a recording: what it says, in the place of a decoded entry. */
  readonly recorded?: {
    readonly state: CellState
    readonly frame: string
    readonly sentence: string
  }
}

export function pageFacts(words: Uint32Array, pgd: Pfn, vpn: Vpn): PageFacts {
  const { level, pte } = observe(words, pgd, vpn)
  const info = decodeEntry(pte, level)
  return {
    vpn,
    info,
    pte,
    hasTable: level === 1 || info.huge,
    pmd: indexAt(vpn, 2),
    entry: indexAt(vpn, 1),
  }
}

/** What a page is, in one sentence. */
export function pageSentence({ info, hasTable, recorded }: PageFacts): string {
  if (recorded !== undefined) return recorded.sentence
  if (!hasTable) return NO_TABLE_SENTENCE
  if (info.zero) return 'Present, read-only: the shared page of zeroes.'
  const words = CELL_WORDS.find(({ state }) => state === info.state)
  const said = words?.sentence ?? 'None: not mapped.'
  return info.huge ? `${said} Part of a huge entry of 2 MiB.` : said
}

/** The words at the end of an entry's line: its frame, its swap slot, or what it is. Of a huge leaf: its part. */
export function frameText({ info, hasTable, recorded, entry }: PageFacts): string {
  if (recorded !== undefined) return recorded.frame
  if (!hasTable) return 'no table'
  if (info.state === 'swap') return `swap 0x${(info.swap?.offset ?? 0).toString(16)}`
  if (info.state === 'marker') return 'marker'
  if (info.state === 'migration') return 'migration'
  if (info.zero) return 'zero page'
  if (info.pfn === null) return 'none'
  return info.huge ? `2M ${(info.pfn + entry).toString(16)}` : info.pfn.toString(16)
}
