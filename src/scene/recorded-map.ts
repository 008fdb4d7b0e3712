/** The map of a recording: regions and entries as /proc/PID/pagemap shows them, nothing filled in. Pure. */
import { NONE } from '../machine/entry.ts'
import type { Mm, Region } from '../machine/records.ts'
import type { Pfn, Vpn, WordIndex } from '../machine/units.ts'
import { indexAt } from '../machine/units.ts'
import type { EntryRecord, RegionRecord, StateRecord } from '../sim/outcome.ts'
import { decodeEntry } from './decode-entry.ts'
import {
  CELL_MARKER,
  CELL_MIGRATION,
  CELL_NONE,
  CELL_OUTSIDE,
  CELL_PRESENT,
  CELL_READ_ONLY,
  CELL_SWAP,
  CELL_UFFD_WP,
  CELL_WRITABLE,
} from './map-cells.ts'
import type { MapPlan } from './map-plan.ts'
import { PAGES_PER_PUD } from './map-plan.ts'
import type { PageFacts } from './map-words.ts'
import { wordsOfCell } from './map-words.ts'

/** A region of a recording, in the shape in which the map lays out those of a run. */
export interface RecordedArea {
  readonly mm: Mm
  readonly region: Region
  /** In order of their pages. */
  readonly ptes: readonly EntryRecord[]
  /** Pages of it that have an entry. */
  readonly entries: number
}

const PAGE = 4096n

/** @param mmId an id that no address space of a run has */
export function recordedAreas(record: StateRecord, mmId: number): RecordedArea[] {
  return record.mm.flatMap(({ process, regions }) => {
    const all = regions.map(regionOf)
    const mm: Mm = {
      id: mmId,
      process,
      pgd: 0 as Pfn,
      words: 0 as WordIndex,
      vmas: [],
      regions: all,
      alive: true,
    }
    return regions.map(({ ptes }, i) => {
      const region = all[i] as Region
      const own = ptes.filter((one) => one.i < region.pages).sort((a, b) => a.i - b.i)
      const entries = own.reduce((sum, one) => sum + lengthIn(one, region.pages), 0)
      return { mm, region, ptes: own, entries }
    })
  })
}

function regionOf({ name, start, pages }: RegionRecord): Region {
  return { name, start: Number(BigInt(start) / PAGE), pages, listed: true }
}

function lengthIn({ i, n = 1 }: EntryRecord, pages: number): number {
  return Math.min(n, pages - i)
}

/** The gigabytes of a region in which there are entries, as first pages and how many; at least the first. */
export function partsOf({ region, ptes }: RecordedArea): { near: Vpn; entries: number }[] {
  const parts = new Map<number, number>()
  for (const one of ptes) {
    const end = region.start + one.i + lengthIn(one, region.pages)
    for (let vpn = region.start + one.i; vpn < end; ) {
      const part = Math.floor(vpn / PAGES_PER_PUD)
      const stop = Math.min(end, (part + 1) * PAGES_PER_PUD)
      parts.set(part, (parts.get(part) ?? 0) + stop - vpn)
      vpn = stop
    }
  }
  if (parts.size === 0) parts.set(Math.floor(region.start / PAGES_PER_PUD), 0)
  return [...parts].map(([part, entries]) => ({
    near: Math.max(region.start, part * PAGES_PER_PUD) as Vpn,
    entries,
  }))
}

/** The class of an entry. Of a present one pagemap does not say whether it may be written. */
function cellOfRecord({ kind, uffdWp, page, raw }: EntryRecord): number {
  if (kind === 'marker') return CELL_MARKER
  if (kind === 'swap') return CELL_SWAP
  if (kind === 'migration') return CELL_MIGRATION
  if (uffdWp) return CELL_UFFD_WP
  if (page === 'zero') return CELL_READ_ONLY
  if (raw === undefined) return CELL_PRESENT
  return raw.includes('RW') ? CELL_WRITABLE : CELL_READ_ONLY
}

/** All cells of a plan that was made for the area. */
export function recordedCells({ region, ptes }: RecordedArea, plan: MapPlan): Uint8Array {
  const cells = new Uint8Array(plan.columns * plan.rows).fill(CELL_OUTSIDE)
  const lead = plan.first - plan.origin
  cells.fill(CELL_NONE, lead, lead + plan.pages)
  for (const one of ptes) {
    const begin = Math.max(plan.first, region.start + one.i)
    const end = Math.min(plan.first + plan.pages, region.start + one.i + (one.n ?? 1))
    if (begin < end) cells.fill(cellOfRecord(one), begin - plan.origin, end - plan.origin)
  }
  return cells
}

/** How many cells are of another class than in the cells of the same plan at another time. */
export function changedCells(before: Uint8Array, after: Uint8Array): number {
  let changed = 0
  for (let i = 0; i < after.length; i++) if (before[i] !== after[i]) changed++
  return changed
}

function entryAt(ptes: readonly EntryRecord[], page: number): EntryRecord | null {
  let low = 0
  let high = ptes.length
  while (low < high) {
    const middle = (low + high) >> 1
    const one = ptes[middle] as EntryRecord
    if (one.i + (one.n ?? 1) <= page) low = middle + 1
    else high = middle
  }
  const found = ptes[low]
  return found !== undefined && found.i <= page ? found : null
}

/** Everything recorded of one page. */
export function recordedFacts({ region, ptes }: RecordedArea, vpn: Vpn): PageFacts {
  const index = vpn - region.start
  const own = entryAt(ptes, index)
  const { state, sentence } = wordsOfCell(own === null ? CELL_NONE : cellOfRecord(own))
  return {
    vpn,
    info: decodeEntry(NONE, 1),
    pte: NONE,
    hasTable: true,
    pmd: indexAt(vpn, 2),
    entry: indexAt(vpn, 1),
    recorded: {
      state,
      frame: own === null ? 'none' : frameOf(own, index),
      sentence: own?.kind === 'present' ? `${sentence}${frameSentence(own, index)}` : sentence,
    },
  }
}

/** Pages of a run are numbered on from its first. */
function frameOf({ kind, page, i }: EntryRecord, index: number): string {
  if (kind !== 'present') return kind
  if (page === undefined || page === 'unknown') return 'frame hidden'
  if (page === 'zero') return 'zero page'
  const first = Number(page.slice(1))
  return Number.isSafeInteger(first) ? `p${first + index - i}` : page
}

function frameSentence(own: EntryRecord, index: number): string {
  if (own.page === 'zero') return ' The shared page of zeroes.'
  const whose = own.file === true ? 'of a file or shared memory' : 'anonymous'
  const often = own.exclusive === true ? 'mapped once' : 'mapped more than once'
  const frame = frameOf(own, index)
  if (own.file === undefined && own.exclusive === undefined) return ` Frame ${frame}.`
  return frame === 'frame hidden' ? ` ${capital(whose)}.` : ` Frame ${frame}, ${whose}, ${often}.`
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
