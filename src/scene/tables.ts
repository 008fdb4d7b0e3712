/**
 * The tables of one address space that are worth a card: those on the way to the present page, to the selected one,
 * and to the beginnings of the regions. All others are rows of their parents.
 */
import { NONE } from '../machine/entry.ts'
import type { Mm } from '../machine/records.ts'
import type { EntryRef, Level, Pfn, Vpn } from '../machine/units.ts'
import { indexAt, LEVEL_NAMES, WORDS_PER_TABLE } from '../machine/units.ts'
import type { Change, Detail } from './input.ts'
import type { Read, WalkStep } from './memory.ts'
import { readPte, tableEntries, walkSteps } from './memory.ts'
import type { MadeTable } from './moment.ts'
import { pageName } from './naming.ts'
import type { Stale, TableContext, TableRow } from './rows.ts'
import { rowId, SPAN, tableRows, withRest } from './rows.ts'
import { pfnText } from './text.ts'

/** One card. */
export interface TableModel {
  readonly id: string
  readonly mm: number
  readonly pfn: Pfn
  readonly level: Level
  readonly name: string
  readonly label: string
  /** First page that it translates. */
  readonly base: Vpn
  /** Row of the entry that points to it; null for the root. */
  readonly parent: string | null
  readonly isActive: boolean
  /** Head only: nothing of what happens now is in it. */
  readonly isFolded: boolean
  /** Function that made it in the present statement, and when. */
  readonly made: { readonly fn: string; readonly step: number } | null
  readonly rows: readonly TableRow[]
}

/** An entry on a way that is written in one line instead of cards. */
export interface Crumb {
  readonly id: string
  readonly name: string
  readonly index: number
  readonly entry: EntryRef
  readonly level: Level
  readonly vpn: Vpn
  readonly isSelected: boolean
}

export interface ProcessModel {
  readonly id: string
  readonly mm: number
  readonly process: string
  /** Physical address of the root, as CR3 holds it. */
  readonly cr3: string
  readonly isActive: boolean
  readonly tables: readonly TableModel[]
  /** The way in one line, where upper tables have no room. */
  readonly crumbs: readonly Crumb[] | null
  /** Number of the table that the way leads to; empty where it ends before. */
  readonly crumbsLabel: string
  /** Tables that a card would be too much for. */
  readonly moreTables: number
}

export interface ProcessContext {
  readonly read: Read
  readonly mm: Mm
  readonly detail: Detail
  readonly isActive: boolean
  /** The page in the middle of things, and the selected one, if it is of this address space. */
  readonly focus: Vpn | null
  readonly selected: { readonly vpn: Vpn; readonly entry: EntryRef } | null
  readonly changes: ReadonlyMap<number, Change>
  readonly made: readonly MadeTable[]
  readonly siteName: (site: number) => string
  readonly openRuns: ReadonlySet<string>
  readonly stale: ReadonlyMap<Vpn, Stale>
}

/** Cards of one level in one process; more of them would push everything else off the stage. */
const CARDS: Readonly<Record<Level, number>> = { 4: 1, 3: 2, 2: 2, 1: 3 }
/** Tables looked up for one region. */
const TABLES_PER_REGION = 2

interface Found extends WalkStep {
  readonly base: Vpn
  readonly parent: EntryRef | null
  readonly isFocus: boolean
}

function pagesOfInterest(context: ProcessContext): Vpn[] {
  const pages: Vpn[] = []
  if (context.focus !== null) pages.push(context.focus)
  if (context.selected !== null) pages.push(context.selected.vpn)
  for (const region of context.mm.regions) {
    for (let k = 0; k < TABLES_PER_REGION; k++) {
      const vpn = k === 0 ? region.start : (Math.floor(region.start / 512) + k) * 512
      if (vpn < region.start + region.pages) pages.push(vpn)
    }
  }
  return pages
}

/** Every table met on the ways to the pages of interest, each once; those met first come first. */
function findTables(context: ProcessContext): Map<Pfn, Found> {
  const found = new Map<Pfn, Found>()
  pagesOfInterest(context).forEach((vpn, order) => {
    let parent: EntryRef | null = null
    for (const step of walkSteps(context.read, context.mm.pgd, vpn)) {
      if (!found.has(step.table)) {
        const base = vpn - (vpn % (SPAN[step.level] * 512))
        found.set(step.table, {
          ...step,
          base,
          parent,
          isFocus: order === 0 && context.focus !== null,
        })
      }
      parent = step.entry
    }
  })
  return found
}

/** Where the same page stands in this process: kept in sight even when nothing happens to it here. */
function focusEntries(context: ProcessContext): Set<number> {
  if (context.focus === null) return new Set()
  return new Set(walkSteps(context.read, context.mm.pgd, context.focus).map((step) => step.entry))
}

function rowsOf(
  context: ProcessContext,
  table: Found,
  keep: ReadonlySet<number>,
): readonly TableRow[] {
  const { detail } = context
  const first = tableEntries(context.read, table.table)
  if (first === null) return []
  const onWay = [...keep].find((entry) => entry >= first && entry < first + WORDS_PER_TABLE)
  const isBare = table.level > 1 ? detail.bareUpper : detail.bareIdle && !context.isActive
  const rowContext: TableContext = {
    read: context.read,
    mm: context.mm.id,
    table: table.table,
    level: table.level,
    first,
    base: table.base,
    active: context.isActive ? ((onWay ?? null) as EntryRef | null) : null,
    selected: context.selected?.entry ?? null,
    keep,
    changes: context.changes,
    openRuns: context.openRuns,
    stale: context.stale,
    pageName: (vpn) => pageName(context.mm, vpn),
    alike: detail.alike,
    rows: isBare ? 1 : detail.rows,
  }
  const rows = tableRows(rowContext)
  if (!isBare) return detail.rest ? withRest(rowContext, rows) : rows
  const bare = rows.filter((row) => row.kind === 'entry')
  return bare.length > 0 ? bare : rows.slice(0, 1)
}

function tableModel(context: ProcessContext, table: Found, keep: ReadonlySet<number>): TableModel {
  const made = context.made.find((one) => one.pfn === table.table)
  const hasChange = holdsChange(context, table)
  const hasSelected = context.selected !== null && isWithin(context, table, context.selected.entry)
  const isFolded = !table.isFocus && !hasChange && !hasSelected && context.focus !== null
  return {
    id: `t${context.mm.id}-${table.table}`,
    mm: context.mm.id,
    pfn: table.table,
    level: table.level,
    name: LEVEL_NAMES[table.level],
    label: pfnText(table.table),
    base: table.base,
    parent: table.parent === null ? null : rowId(context.mm.id, table.parent),
    isActive: context.isActive && table.isFocus,
    isFolded,
    made: made === undefined ? null : { fn: context.siteName(made.fn), step: made.step },
    rows: isFolded ? [] : rowsOf(context, table, keep),
  }
}

function holdsChange(context: ProcessContext, table: Found): boolean {
  const first = tableEntries(context.read, table.table)
  if (first === null || context.changes.size === 0) return false
  for (let entry: number = first; entry < first + WORDS_PER_TABLE; entry += 2) {
    if (context.changes.has(entry)) return true
  }
  return false
}

function isWithin(context: ProcessContext, table: Found, entry: number): boolean {
  const first = tableEntries(context.read, table.table)
  return first !== null && entry >= first && entry < first + WORDS_PER_TABLE
}

function wayPage(context: ProcessContext): Vpn | undefined {
  return context.focus ?? context.selected?.vpn ?? context.mm.regions[0]?.start
}

function wayEnd(context: ProcessContext): string {
  const vpn = wayPage(context)
  const last = vpn === undefined ? undefined : walkSteps(context.read, context.mm.pgd, vpn).at(-1)
  return last?.level === 1 ? pfnText(last.table) : ''
}

function crumbsOf(context: ProcessContext): Crumb[] | null {
  const isIdle = !context.isActive && context.detail.bareIdle
  const vpn = wayPage(context)
  if (vpn === undefined || !(isIdle || context.detail.crumbs)) return null
  return walkSteps(context.read, context.mm.pgd, vpn)
    .filter((step) => step.level > 1)
    .map((step) => ({
      id: rowId(context.mm.id, step.entry),
      name: LEVEL_NAMES[step.level],
      index: indexAt(vpn, step.level),
      entry: step.entry,
      level: step.level,
      vpn,
      isSelected: context.selected?.entry === step.entry,
    }))
}

/** The entry that the newest table hangs on was none before the statement, so its change is known without asking. */
function withNewest(context: ProcessContext, found: readonly Found[]): ProcessContext {
  const newest = context.made.at(-1)
  const entry = found.find((table) => table.table === newest?.pfn)?.parent ?? null
  if (newest === undefined || entry === null || context.changes.has(entry)) return context
  const after = readPte(context.read, entry)
  const change: Change = { entry, step: newest.step, before: NONE, after }
  return { ...context, changes: new Map(context.changes).set(entry, change) }
}

/** The cards of one process, root first, within a level in order of address. */
export function processModel(given: ProcessContext): ProcessModel {
  const { mm } = given
  const found = [...findTables(given).values()]
  const context = withNewest(given, found)
  const keep = focusEntries(context)
  const crumbs = crumbsOf(context)
  const tables: TableModel[] = []
  let moreTables = 0
  for (const level of [4, 3, 2, 1] as const) {
    if (crumbs !== null && level > 1) continue
    const all = found.filter((table) => table.level === level)
    const shown = all.slice(0, context.detail.bareUpper && level > 1 ? 1 : CARDS[level])
    moreTables += all.length - shown.length
    // The one on the way stands at the top, where the arrow from the address ends.
    shown.sort((a, b) => Number(b.isFocus) - Number(a.isFocus) || a.base - b.base)
    tables.push(...shown.map((table) => tableModel(context, table, keep)))
  }
  return {
    id: `p${mm.id}`,
    mm: mm.id,
    process: mm.process,
    cr3: `${mm.pgd.toString(16)}000`,
    isActive: context.isActive,
    tables,
    crumbs,
    crumbsLabel: wayEnd(context),
    moreTables,
  }
}
