/**
 * The rows of one table card: entries that say something, and runs of equal ones folded into one row. Pure text and
 * numbers; where they stand is the layout's business.
 */

import { countText } from '../base/count-text.ts'
import type { Pte } from '../machine/entry.ts'
import type { EntryRef, Level, Pfn, Vpn } from '../machine/units.ts'
import { PTRS_PER_TABLE } from '../machine/units.ts'
import type { ChangeText } from './changes.ts'
import { changeText } from './changes.ts'
import type { EntryInfo, EntryState, Letters } from './decode-entry.ts'
import { decodeEntry } from './decode-entry.ts'
import type { Change } from './input.ts'
import type { Read } from './memory.ts'
import { readPte } from './memory.ts'
import { pfnText, rawDigits } from './text.ts'

/** A translation that a CPU still holds though the entry says something else. */
export interface Stale {
  readonly cpus: readonly number[]
  readonly writable: boolean
  readonly frame: string
}

/** What of an entry changed, and how its row looked before. */
interface RowChange extends ChangeText {
  readonly step: number
  readonly before: Pte
  readonly beforeRow: {
    readonly state: EntryState
    readonly huge: boolean
    readonly label: string
    readonly letters: Letters | null
  }
}

export interface EntryRow {
  readonly kind: 'entry'
  readonly id: string
  readonly entry: EntryRef
  readonly mm: number
  readonly vpn: Vpn
  readonly level: Level
  readonly index: number
  readonly state: EntryState
  readonly huge: boolean
  readonly zero: boolean
  readonly pfn: Pfn | null
  /** Frame or table number as written, or the words that stand in its place. */
  readonly label: string
  readonly letters: Letters | null
  readonly uffdWp: boolean
  readonly raw: string
  /** Region page that it translates, for the screen reader. */
  readonly page: string | null
  readonly change: RowChange | null
  readonly isActive: boolean
  readonly isSelected: boolean
  readonly stale: Stale | null
}

/** Entries folded into one row: equal to each other, or just too many. */
export interface RunRow {
  readonly kind: 'run'
  readonly id: string
  readonly of: 'none' | 'alike' | 'mixed' | 'rest'
  readonly first: number
  readonly count: number
  readonly label: string
  /** At the right edge, of a row that stands for several runs. */
  readonly side: string
  readonly isOpen: boolean
  /** Of entries that map consecutive frames: the first frame, and the name of the first page. */
  readonly pfn: Pfn | null
  readonly vpn: Vpn
}

export type TableRow = EntryRow | RunRow

/** What one table card needs to know besides the words. */
export interface TableContext {
  readonly read: Read
  readonly mm: number
  readonly table: Pfn
  readonly level: Level
  readonly first: EntryRef
  /** Page number that entry 0 translates. */
  readonly base: Vpn
  readonly active: EntryRef | null
  readonly selected: EntryRef | null
  /** Entries that are not folded though nothing is happening to them: those for the active page elsewhere. */
  readonly keep: ReadonlySet<number>
  readonly changes: ReadonlyMap<number, Change>
  readonly openRuns: ReadonlySet<string>
  readonly stale: ReadonlyMap<Vpn, Stale>
  readonly pageName: (vpn: Vpn) => string | null
  readonly alike: number
  readonly rows: number
}

/** Rows shown of a run that was opened; the rest stays one row, which opens again. */
const OPENED_ROWS = 32

/** Pages that one entry of a level translates. */
export const SPAN: Readonly<Record<Level, number>> = {
  1: 1,
  2: 512,
  3: 512 * 512,
  4: 512 * 512 * 512,
}

interface Group {
  readonly first: number
  count: number
  readonly info: EntryInfo
}

function areAlike(a: EntryInfo, b: EntryInfo, distance: number): boolean {
  if (a.state !== b.state || a.uffdWp !== b.uffdWp || a.zero !== b.zero) return false
  if (a.letters?.join('') !== b.letters?.join('')) return false
  if (a.state === 'swap') return true
  if (a.pfn === null || b.pfn === null || a.zero) return a.pfn === b.pfn
  return a.state === 'table' || b.pfn - a.pfn === distance
}

function groupsOf(context: TableContext): Group[] {
  const groups: Group[] = []
  for (let index = 0; index < PTRS_PER_TABLE; index++) {
    const pte = readPte(context.read, context.first + 2 * index)
    const last = groups.at(-1)
    // Most entries of most tables are none: no decoding for those.
    if (last?.info.state === 'none' && pte.lo === 0 && pte.hi === 0) {
      last.count++
      continue
    }
    const info = decodeEntry(pte, context.level)
    if (last !== undefined && areAlike(last.info, info, index - last.first)) last.count++
    else groups.push({ first: index, count: 1, info })
  }
  return groups
}

/** Entries that are never folded: on the way, selected, just changed. */
function keptOf(context: TableContext): Set<number> {
  const kept = new Set<number>()
  const add = (entry: number): void => {
    const index = (entry - context.first) / 2
    if (index >= 0 && index < PTRS_PER_TABLE) kept.add(index)
  }
  if (context.active !== null) add(context.active)
  for (const entry of context.keep) add(entry)
  const changed: number[] = []
  for (let index = 0; index < PTRS_PER_TABLE; index++) {
    if (context.changes.has(context.first + 2 * index)) changed.push(index)
  }
  if (changed.length <= context.rows) for (const index of changed) kept.add(index)
  const selected = context.selected === null ? -1 : (context.selected - context.first) / 2
  const isHere = selected >= 0 && selected < PTRS_PER_TABLE
  if (isHere && !isInOpenRun(context, kept, selected)) kept.add(selected)
  return kept
}

function runId(context: TableContext, first: number): string {
  return `r${context.mm}-${context.table}-${first}`
}

/** An entry that an opened run shows anyway must not cut the run in two when it is selected. */
function isInOpenRun(context: TableContext, kept: ReadonlySet<number>, index: number): boolean {
  for (let first = index; first >= 0 && !kept.has(first); first--) {
    if (context.openRuns.has(runId(context, first))) return true
  }
  return false
}

function labelOf(info: EntryInfo): string {
  if (info.state === 'marker') return 'pte marker'
  if (info.state === 'swap') return `swap 0x${(info.swap?.offset ?? 0).toString(16)}`
  if (info.state === 'migration') return 'migrating'
  if (info.zero) return 'zero page'
  if (info.pfn === null) return info.state === 'none' ? 'none' : ''
  return pfnText(info.pfn)
}

/** The identity of an entry on the stage: stable as long as its table lives. */
export function rowId(mm: number, entry: number): string {
  return `e${mm}-${entry}`
}

function rowChange(change: Change, level: Level): RowChange {
  const was = decodeEntry(change.before, level)
  return {
    ...changeText(change.before, change.after, level),
    step: change.step,
    before: change.before,
    beforeRow: {
      state: was.state,
      huge: was.huge,
      label: labelOf(was),
      letters: was.letters,
    },
  }
}

function entryRow(context: TableContext, index: number): EntryRow {
  const entry = (context.first + 2 * index) as EntryRef
  const pte = readPte(context.read, entry)
  const info = decodeEntry(pte, context.level)
  const vpn = context.base + index * SPAN[context.level]
  const change = context.changes.get(entry)
  return {
    kind: 'entry',
    id: rowId(context.mm, entry),
    entry,
    mm: context.mm,
    vpn,
    level: context.level,
    index,
    state: info.state,
    huge: info.huge,
    zero: info.zero,
    pfn: info.pfn,
    label: labelOf(info),
    letters: info.letters,
    uffdWp: info.uffdWp,
    raw: rawDigits(pte),
    page: context.level === 1 ? context.pageName(vpn) : null,
    change: change === undefined ? null : rowChange(change, context.level),
    isActive: entry === context.active,
    isSelected: entry === context.selected,
    stale: context.level === 1 || info.huge ? (context.stale.get(vpn) ?? null) : null,
  }
}

function runRow(context: TableContext, of: RunRow['of'], first: number, count: number): RunRow {
  const lead = decodeEntry(readPte(context.read, context.first + 2 * first), context.level)
  const mapsFrames = of === 'alike' && lead.letters !== null && !lead.zero
  const id = runId(context, first)
  const words = of === 'none' ? 'none' : of === 'alike' ? 'more alike' : 'more'
  return {
    kind: 'run',
    id,
    of,
    first,
    count,
    label: `${countText(count)} ${words}`,
    side: '',
    isOpen: context.openRuns.has(id),
    pfn: mapsFrames ? lead.pfn : null,
    vpn: context.base + first * SPAN[context.level],
  }
}

/** Which entries of a table get a row of their own, before the cap on rows. */
function visibleOf(
  context: TableContext,
  groups: readonly Group[],
  kept: ReadonlySet<number>,
): Set<number> {
  const visible = new Set(kept)
  for (const { first, count, info } of groups) {
    if (info.state === 'none') continue
    const head = count <= context.alike ? count : context.alike - 1
    for (let i = 0; i < head; i++) visible.add(first + i)
    visible.add(first + count - 1)
  }
  return visible
}

/** Keeps at most `rows` entries: the kept ones first, then those nearest to them. */
function capped(
  visible: ReadonlySet<number>,
  kept: ReadonlySet<number>,
  rows: number,
): Set<number> {
  if (visible.size <= rows) return new Set(visible)
  const anchors = kept.size > 0 ? [...kept] : [Math.min(...visible)]
  const distance = (index: number): number =>
    Math.min(...anchors.map((anchor) => Math.abs(anchor - index)))
  const sorted = [...visible].sort((a, b) => distance(a) - distance(b) || a - b)
  return new Set(sorted.slice(0, Math.max(rows, 1)))
}

/** A row that says `1 more` takes the room of the entry that it hides: the entry is shown instead. */
function withoutSingles(visible: Set<number>, groups: readonly Group[]): Set<number> {
  for (const { first, count, info } of groups) {
    if (info.state === 'none') continue
    for (let index = first; index < first + count; index++) {
      const isAlone = (i: number): boolean => i < first || i >= first + count || visible.has(i)
      if (!visible.has(index) && isAlone(index - 1) && isAlone(index + 1) && count > 1) {
        visible.add(index)
      }
    }
  }
  return visible
}

/** The rows of a table, in order of their entries. */
export function tableRows(context: TableContext): TableRow[] {
  const groups = groupsOf(context)
  const kept = keptOf(context)
  const wanted = withoutSingles(visibleOf(context, groups, kept), groups)
  const visible = capped(wanted, kept, context.rows)
  const rows: TableRow[] = []
  let hidden: Group[] = []
  const flush = (): void => {
    pushHidden(context, rows, hidden)
    hidden = []
  }
  for (const group of groups) {
    let start = group.first
    const end = group.first + group.count
    for (let index = group.first; index < end; index++) {
      if (!visible.has(index)) continue
      if (index > start) hidden.push({ ...group, first: start, count: index - start })
      flush()
      rows.push(entryRow(context, index))
      start = index + 1
    }
    if (end > start) hidden.push({ ...group, first: start, count: end - start })
  }
  flush()
  return rows
}

/** Neighbouring folded stretches: nones apart from the others, unless they only fill a gap between two of those. */
function pushHidden(context: TableContext, rows: TableRow[], hidden: readonly Group[]): void {
  const lead = hidden[0]
  if (lead === undefined) return
  const filled = hidden.filter((group) => group.info.state !== 'none')
  if (filled.length === 0) {
    pushRun(
      context,
      rows,
      'none',
      lead.first,
      hidden.reduce((sum, g) => sum + g.count, 0),
    )
    return
  }
  const firstFilled = filled[0] as Group
  const lastFilled = filled.at(-1) as Group
  const last = hidden.at(-1) as Group
  if (firstFilled.first > lead.first)
    pushRun(context, rows, 'none', lead.first, firstFilled.first - lead.first)
  const end = lastFilled.first + lastFilled.count
  const isOne = filled.length === 1
  pushRun(context, rows, isOne ? 'alike' : 'mixed', firstFilled.first, end - firstFilled.first)
  const rest = last.first + last.count - end
  if (rest > 0) pushRun(context, rows, 'none', end, rest)
}

function pushRun(
  context: TableContext,
  rows: TableRow[],
  of: RunRow['of'],
  first: number,
  count: number,
): void {
  const row = runRow(context, of, first, count)
  rows.push(row)
  if (!row.isOpen) return
  const shown = Math.min(count, OPENED_ROWS)
  for (let i = 0; i < shown; i++) rows.push(entryRow(context, first + i))
  if (count > shown) pushRun(context, rows, of, first + shown, count - shown)
}

/** Everything folded in one row at the foot: `1 more`, `508 none`. Open, the table is shown as it would be. */
export function withRest(context: TableContext, rows: readonly TableRow[]): readonly TableRow[] {
  const entries = rows.filter((row) => row.kind === 'entry')
  const none = countOf(rows, 'none')
  const more = countOf(rows, 'alike') + countOf(rows, 'mixed')
  const id = `r${context.mm}-${context.table}-rest`
  const row: RunRow = {
    kind: 'run',
    id,
    of: 'rest',
    first: 0,
    count: none + more,
    label: more === 0 ? `${countText(none)} none` : `${countText(more)} more`,
    side: more === 0 ? '' : `${countText(none)} none`,
    isOpen: context.openRuns.has(id),
    pfn: null,
    vpn: context.base,
  }
  return row.isOpen ? [...rows, row] : [...entries, row]
}

function countOf(rows: readonly TableRow[], of: RunRow['of']): number {
  return rows.reduce((sum, row) => sum + (row.kind === 'run' && row.of === of ? row.count : 0), 0)
}
