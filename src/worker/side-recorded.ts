/** A recording's side of a comparison: only what was recorded, nothing filled in from the model. */
import type { SideBit, SideEntry, SideMoment, SideTable } from '../protocol/desk.ts'
import { STATE_WORDS } from '../scene/decode-entry.ts'
import type { EntryRecord, RegionRecord, StateRecord } from '../sim/outcome.ts'
import { recordedLines } from './side-lines.ts'
import type { Spot } from './side-model.ts'
import { tableRows } from './side-tables.ts'

const ROWS = 4
const PAGE = 4096n

/** Names of bits 11 to 0 as recordings write them, and as the page does. */
const BITS: readonly (readonly [string, string])[] = [
  ['SOFT_DIRTY', 'SD'],
  ['UFFD_WP', 'UW'],
  ['SPECIAL', 'SP'],
  ['G', 'G'],
  ['PAT', 'PT'],
  ['D', 'D'],
  ['A', 'A'],
  ['PCD', 'CD'],
  ['PWT', 'WT'],
  ['US', 'US'],
  ['RW', 'RW'],
  ['P', 'P'],
]

/** @param records up to the statement that is shown */
export function recordedMoment(records: readonly StateRecord[], spot: Spot | null): SideMoment {
  const lines = recordedLines(records)
  const now = records.at(-1)
  const region = now?.mm
    .find((mm) => mm.process === spot?.process)
    ?.regions.find((one) => spot !== null && within(one, spot.vpn))
  if (region === undefined || spot === null) {
    return { page: '', tables: [], entry: null, memory: null, lines }
  }
  const start = startOf(region)
  const index = spot.vpn % 512
  const tables = tablesOf(region, spot.vpn, start)
  const own = entryAt(region, spot.vpn - start)
  return {
    page: `${region.name}[${spot.vpn - start}]`,
    tables,
    entry:
      own === null
        ? { name: `PTE ${index}`, note: 'none', digits: '', bits: bitsOf(null) }
        : entryOf(own, index),
    memory: null,
    lines,
  }
}

function startOf(region: RegionRecord): number {
  return Number(BigInt(region.start) / PAGE)
}

function within(region: RegionRecord, vpn: number): boolean {
  const start = startOf(region)
  return vpn >= start && vpn < start + region.pages
}

function entryAt(region: RegionRecord, i: number): EntryRecord | null {
  return region.ptes.find((one) => one.i <= i && i < one.i + (one.n ?? 1)) ?? null
}

function tablesOf(region: RegionRecord, vpn: number, start: number): SideTable[] {
  const { tables } = region
  const indexes = [27, 18, 9].map((shift) => Math.floor(vpn / 2 ** shift) % 512)
  const names = ['PGD', 'PUD', 'PMD'] as const
  const pmd = tables?.pmd[Math.floor(vpn / 512) - Math.floor(start / 512)] ?? null
  const has = tables === undefined ? [true, true, true] : [tables.pgd, tables.pud, pmd === 'table']
  const upper: SideTable[] = []
  for (const [i, name] of names.entries()) {
    const isThere = has[i] === true
    const index = indexes[i] as number
    const row: SideEntry = {
      kind: 'entry',
      index,
      state: isThere ? 'table' : i === 2 && pmd === 'huge' ? 'writable' : 'none',
      huge: i === 2 && pmd === 'huge',
      label: isThere ? 'table' : i === 2 && pmd === 'huge' ? '2 MiB' : 'none',
      letters: null,
      uffdWp: false,
      isFocus: true,
    }
    upper.push({ name, label: '', rows: [row] })
    if (!isThere) return upper
  }
  const first = Math.floor(vpn / 512) * 512
  const entries = new Map<number, SideEntry>()
  for (const entry of region.ptes) {
    const begin = start + entry.i
    const end = Math.min(first + 512, begin + (entry.n ?? 1))
    for (let page = Math.max(first, begin); page < end; page++) {
      entries.set(page - first, rowOf(entry, page - first, page - begin))
    }
  }
  return [
    ...upper,
    { name: 'PTE', label: 'not recorded', rows: tableRows(entries, vpn % 512, ROWS) },
  ]
}

function stateOf(entry: EntryRecord): keyof typeof STATE_WORDS {
  if (entry.kind !== 'present') return entry.kind
  if (entry.uffdWp) return 'uffd-wp'
  return entry.raw === undefined || entry.raw.includes('RW') ? 'writable' : 'read-only'
}

function rowOf(entry: EntryRecord, index: number, k: number): SideEntry {
  const { raw, page } = entry
  const has = (flag: string): boolean => raw?.includes(flag) ?? false
  const dirty = has('D') ? 'D' : has('SAVED_DIRTY') ? 'd' : '·'
  const isPresent = entry.kind === 'present'
  const name =
    page === undefined ? '' : page === 'zero' ? 'zero page' : `page p${Number(page.slice(1)) + k}`
  return {
    kind: 'entry',
    index,
    state: stateOf(entry),
    huge: false,
    label: isPresent ? name : STATE_WORDS[stateOf(entry)],
    letters:
      !isPresent || raw === undefined
        ? null
        : [has('RW') ? 'W' : '·', entry.uffdWp ? 'U' : '·', has('A') ? 'A' : '·', dirty],
    uffdWp: entry.uffdWp,
    isFocus: false,
  }
}

function bitsOf(entry: EntryRecord | null): SideBit[] {
  return BITS.map(([flag, name]) => {
    if (entry === null) return { name, value: 0 }
    if (flag === 'UFFD_WP') return { name, value: entry.uffdWp ? 1 : 0 }
    if (entry.raw === undefined) return { name, value: flag === 'P' ? 1 : null }
    return { name, value: entry.raw.includes(flag) ? 1 : 0 }
  })
}

function entryOf(entry: EntryRecord, index: number): SideMoment['entry'] {
  const name = `PTE ${index}`
  const note = STATE_WORDS[stateOf(entry)]
  if (entry.kind !== 'present') return { name, note, digits: 'not recorded', bits: [] }
  const bits = bitsOf(entry)
  const low = bits.reduce((sum, { value }) => sum * 2 + (value ?? 0), 0)
  const isWhole = bits.every(({ value }) => value !== null)
  const digits = isWhole ? low.toString(16).padStart(3, '0') : '···'
  const top = entry.raw?.includes('NX') === true ? '8' : '·'
  return { name, note, digits: `0x${top}··· ···· ···· ·${digits}`, bits }
}
