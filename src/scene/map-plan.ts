/** How the map lays out a region: which pages it shows, in how many columns, and where a page stands. Pure. */
import type { Mm, Region } from '../machine/records.ts'
import type { Vpn } from '../machine/units.ts'
import { PAGES_PER_PMD } from '../machine/units.ts'
import { CELL_OUTSIDE, decodeCells } from './map-cells.ts'

/** Pages under one PUD entry: 1 GiB, the most that the map shows at once. */
export const PAGES_PER_PUD = PAGES_PER_PMD * PAGES_PER_PMD
/** Up to so many pages the map is about as wide as high; beyond that a row is a page table. */
const SQUARE_UP_TO = 16384

export interface MapPlan {
  readonly mm: Mm
  readonly region: Region
  /** First page shown, and how many. */
  readonly first: Vpn
  readonly pages: number
  /** The page of the first cell: at or before `first`, so that rows begin at multiples of `columns`. */
  readonly origin: Vpn
  readonly columns: number
  readonly rows: number
}

/** Lays out the part of a region that shares a gigabyte with `near`. */
export function planMap(mm: Mm, region: Region, near: Vpn): MapPlan {
  const inside = Math.max(region.start, Math.min(near, region.start + region.pages - 1))
  const gigabyte = inside - (inside % PAGES_PER_PUD)
  const first = Math.max(region.start, gigabyte)
  const pages = Math.min(region.start + region.pages, gigabyte + PAGES_PER_PUD) - first
  const columns = columnsFor(pages)
  const origin = first - (first % columns)
  return {
    mm,
    region,
    first,
    pages,
    origin,
    columns,
    rows: rowsFor(first + pages - origin, columns),
  }
}

function columnsFor(pages: number): number {
  if (pages > SQUARE_UP_TO) return PAGES_PER_PMD
  return Math.max(4, 2 ** Math.round(Math.log2(Math.sqrt(pages))))
}

function rowsFor(pages: number, columns: number): number {
  return Math.ceil(pages / columns)
}

/**
 * Decodes all cells of the plan; those beyond the region say so.
 *
 * @param into taken for the result when it has the right length
 */
export function planCells(words: Uint32Array, plan: MapPlan, into?: Uint8Array): Uint8Array {
  const length = plan.columns * plan.rows
  const cells = into?.length === length ? into : new Uint8Array(length)
  const lead = plan.first - plan.origin
  const end = lead + plan.pages
  cells.fill(CELL_OUTSIDE, 0, lead)
  cells.fill(CELL_OUTSIDE, end)
  decodeCells(words, plan.mm.pgd, plan.first, plan.pages, cells.subarray(lead, end))
  return cells
}

export interface Spot {
  readonly column: number
  readonly row: number
}

export function spotOf(plan: MapPlan, vpn: Vpn): Spot {
  const at = vpn - plan.origin
  return { column: at % plan.columns, row: Math.floor(at / plan.columns) }
}

export function pageAt(plan: MapPlan, { column, row }: Spot): Vpn {
  return plan.origin + row * plan.columns + column
}

/** The nearest page that the map shows. */
export function clampPage(plan: MapPlan, vpn: Vpn): Vpn {
  return Math.max(plan.first, Math.min(plan.first + plan.pages - 1, vpn))
}

export function isShown(plan: MapPlan, vpn: Vpn): boolean {
  return vpn >= plan.first && vpn < plan.first + plan.pages
}

/** Is each row of the map one page table? */
export function hasTableRows(plan: MapPlan): boolean {
  return plan.columns === PAGES_PER_PMD
}

/** Pages `from` to `to` of a region, both included, counted from its start. */
export interface PageRange {
  readonly from: number
  readonly to: number
}

/** From one page to another, whichever way round; whole page tables where cells are too small to be aimed at. */
export function rangeBetween(plan: MapPlan, a: Vpn, b: Vpn, byTables: boolean): PageRange {
  let low = Math.min(a, b)
  let high = Math.max(a, b)
  if (byTables && Math.floor(low / PAGES_PER_PMD) !== Math.floor(high / PAGES_PER_PMD)) {
    low -= low % PAGES_PER_PMD
    high += PAGES_PER_PMD - 1 - (high % PAGES_PER_PMD)
  }
  const { start } = plan.region
  return { from: clampPage(plan, low) - start, to: clampPage(plan, high) - start }
}

export function pagesIn({ from, to }: PageRange): number {
  return to - from + 1
}

/** As the scenario writes it: `A`, `A[7]`, `A[8192..12287]`. */
export function rangeText(region: Region, range: PageRange): string {
  if (range.from === range.to) return `${region.name}[${range.from}]`
  const isWhole = range.from === 0 && range.to === region.pages - 1
  return isWhole ? region.name : `${region.name}[${range.from}..${range.to}]`
}

/** The PMD ranges of 2 MiB that a range touches, as their number and as the indices of the first and the last. */
export function tablesOf(
  region: Region,
  range: PageRange,
): { count: number; first: number; last: number } {
  const first = Math.floor((region.start + range.from) / PAGES_PER_PMD)
  const last = Math.floor((region.start + range.to) / PAGES_PER_PMD)
  return { count: last - first + 1, first: first % PAGES_PER_PMD, last: last % PAGES_PER_PMD }
}

/** `4 KiB`, `16 MiB`, `1 GiB`; one decimal where it is needed. */
export function sizeText(pages: number): string {
  const kib = pages * 4
  const [value, unit] =
    kib >= 1048576 ? [kib / 1048576, 'GiB'] : kib >= 1024 ? [kib / 1024, 'MiB'] : [kib, 'KiB']
  return `${Number.isInteger(value) ? value : value.toFixed(1)} ${unit}`
}

/** What the lens shows: some rows of page tables, and some entries of each. */
export interface LensWindow {
  /** Number of the first PMD range, address / 2 MiB, and how many. */
  readonly table: number
  readonly tables: number
  /** Index of the first entry, and how many. */
  readonly entry: number
  readonly entries: number
}

/** The window of the lens around a page: in steps of eight, so that it stands still while the pointer moves a little. */
export function lensAround(plan: MapPlan, vpn: Vpn, tables: number, entries: number): LensWindow {
  const lowest = Math.floor(plan.first / PAGES_PER_PMD)
  const highest = Math.floor((plan.first + plan.pages - 1) / PAGES_PER_PMD)
  const shown = Math.min(tables, highest - lowest + 1)
  const at = Math.floor(vpn / PAGES_PER_PMD)
  const table = Math.max(lowest, Math.min(lowest + snap(at - lowest), highest - shown + 1))
  const entry = Math.max(0, Math.min(snap(vpn % PAGES_PER_PMD), PAGES_PER_PMD - entries))
  return { table, tables: shown, entry, entries }
}

function snap(value: number): number {
  return value - (value % 8)
}
