/** All 64 bits of an entry as the inspector lays them out: fields above, twelve single bits below, and the digits. */
import type { Pte } from '../machine/entry.ts'
import { pfnOf } from '../machine/entry.ts'
import type { Level } from '../machine/units.ts'
import type { EntryInfo } from './decode-entry.ts'
import { decodeEntry } from './decode-entry.ts'
import { rawDigits } from './text.ts'

export type BitLayout = 'present' | 'huge' | 'table' | 'swap' | 'marker'

export interface BitField {
  /** `51–12` */
  readonly bits: string
  readonly value: string
  readonly name: string
  /** Share of the row's width. */
  readonly weight: number
  readonly isChanged: boolean
}

export interface BitCell {
  readonly bit: number
  readonly name: string
  readonly now: 0 | 1
  readonly before: 0 | 1
  readonly isChanged: boolean
}

/** A stretch of digits that changed, or one that did not. */
export interface DigitRun {
  readonly text: string
  readonly isChanged: boolean
}

export interface EntryBits {
  readonly layout: BitLayout
  readonly fields: readonly BitField[]
  readonly cells: readonly BitCell[]
  readonly now: readonly DigitRun[]
  /** Null where nothing changed. */
  readonly before: readonly DigitRun[] | null
  readonly note: string | null
}

const NAMES: Readonly<Record<BitLayout, readonly string[]>> = {
  present: ['P', 'RW', 'US', 'WT', 'CD', 'A', 'D', 'PT', 'G', 'SP', 'UW', 'SD'],
  huge: ['P', 'RW', 'US', 'WT', 'CD', 'A', 'D', 'PS', 'G', 'SP', 'UW', 'SD'],
  table: ['P', 'RW', 'US', 'WT', 'CD', 'A', 'D', 'PS', '', '', '', ''],
  swap: ['P', 'SD', 'UW', 'EX', '', '', '', '', '', 'o0', 'o1', 'o2'],
  marker: ['P', 'SD', 'UW', 'EX', '', '', '', '', '', 'o0', 'o1', 'o2'],
}

function layoutOf(info: EntryInfo): BitLayout | null {
  if (info.state === 'none') return null
  if (info.state === 'table') return 'table'
  if (info.state === 'marker') return 'marker'
  if (info.state === 'swap' || info.state === 'migration') return 'swap'
  return info.huge ? 'huge' : 'present'
}

interface RawField {
  readonly bits: string
  readonly name: string
  readonly weight: number
  readonly of: (pte: Pte, info: EntryInfo) => string
}

const PRESENT_FIELDS: readonly RawField[] = [
  { bits: '63', name: 'NX', weight: 31, of: ({ hi }) => String(hi >>> 31) },
  { bits: '62–59', name: 'key', weight: 46, of: ({ hi }) => String((hi >>> 27) & 15) },
  {
    bits: '58–52',
    name: 'avail',
    weight: 58,
    of: ({ hi }) => {
      const value = (hi >>> 20) & 127
      return value === 64 ? '58 = SVD' : String(value)
    },
  },
  {
    bits: '51–12',
    name: 'frame number',
    weight: 125,
    of: (pte, info) => `0x${(info.pfn ?? pfnOf(pte)).toString(16)}`,
  },
]

function markerWord(offset: number): string {
  const flags = [
    (offset & 1) !== 0 ? 'UFFD_WP' : '',
    (offset & 2) !== 0 ? 'POISONED' : '',
    (offset & 4) !== 0 ? 'GUARD' : '',
  ].filter(Boolean)
  return flags.length === 0 ? String(offset) : `${offset} = ${flags.join(' ')}`
}

const SWAP_FIELDS: readonly RawField[] = [
  { bits: '63–59', name: 'type', weight: 91, of: ({ hi }) => String(hi >>> 27) },
  {
    bits: '58–9',
    name: 'offset, stored inverted',
    weight: 135,
    of: (_, info) => {
      const offset = info.swap?.offset ?? 0
      return info.state === 'marker' ? markerWord(offset) : `0x${offset.toString(16)}`
    },
  },
  { bits: '0', name: 'P', weight: 34, of: ({ lo }) => String(lo & 1) },
]

function fieldsOf(layout: BitLayout, now: Pte, before: Pte | null, level: Level): BitField[] {
  const raws = layout === 'swap' || layout === 'marker' ? SWAP_FIELDS : PRESENT_FIELDS
  const info = decodeEntry(now, level)
  const wasNone = before === null || layoutOf(decodeEntry(before, level)) === null
  return raws.map((raw) => {
    const value = raw.of(now, info)
    const old = before === null || wasNone ? value : raw.of(before, decodeEntry(before, level))
    const name = layout === 'marker' && raw.name === 'type' ? 'PTE_MARKER' : raw.name
    return { bits: raw.bits, value, name, weight: raw.weight, isChanged: old !== value }
  })
}

function bitOf(pte: Pte, bit: number): 0 | 1 {
  return ((pte.lo >>> bit) & 1) as 0 | 1
}

/** Groups of four digits, cut where changed and unchanged digits meet. */
function digitRuns(pte: Pte, other: Pte | null): DigitRun[] {
  const text = rawDigits(pte)
  const versus = other === null ? text : rawDigits(other)
  const runs: { text: string; isChanged: boolean }[] = []
  for (let i = 0; i < text.length; i++) {
    const char = text[i] as string
    const last = runs.at(-1)
    const isChanged =
      char === ' '
        ? (last?.isChanged ?? false) && text[i + 1] !== versus[i + 1]
        : char !== versus[i]
    if (last !== undefined && last.isChanged === isChanged) last.text += char
    else runs.push({ text: char, isChanged })
  }
  return runs
}

function noteOf(layout: BitLayout, now: Pte): string | null {
  if (layout !== 'marker') return null
  return bitOf(now, 9) === 0 ? 'o0 = 0: offset bit 0 is set, stored inverted' : null
}

function wasNone(before: Pte): boolean {
  return before.lo === 0 && before.hi === 0
}

/** The bits of an entry, and what of them changed since `before`. */
export function entryBits(now: Pte, before: Pte | null, level: Level): EntryBits {
  const own = layoutOf(decodeEntry(now, level))
  const layout = own ?? (before === null ? null : layoutOf(decodeEntry(before, level))) ?? 'present'
  const names = NAMES[layout]
  const cells = names
    .map((name, bit): BitCell => {
      const was = bitOf(before ?? now, bit)
      return { bit, name, now: bitOf(now, bit), before: was, isChanged: was !== bitOf(now, bit) }
    })
    .reverse()
  return {
    layout,
    fields: fieldsOf(layout, now, before, level),
    cells,
    now: digitRuns(now, before),
    before: before === null ? null : digitRuns(before, wasNone(before) ? null : now),
    note: noteOf(layout, now),
  }
}
