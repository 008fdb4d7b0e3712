/** The present step in the run: its statement, the page that it is about, and what the statement has done so far. */
import type { Row } from '../machine/trace.ts'
import {
  mmOfRow,
  OP_ACCESS,
  OP_ALLOC,
  OP_COPY,
  OP_ENTER,
  OP_FAULT,
  OP_FLUSH,
  OP_LEAVE,
  OP_MESSAGE,
  OP_NOTE,
  OP_SET,
  OP_SLEEP,
  OP_TABLE,
  OP_UNTABLE,
  OP_VMA,
  OP_WAKE,
  OP_WALK,
  ROW_WORDS,
  rowAt,
  vpnOfRow,
} from '../machine/trace.ts'
import type { EntryRef, Level, Pfn, Vpn } from '../machine/units.ts'
import type { Run } from './input.ts'

const OPS_WITH_PLACE: ReadonlySet<number> = new Set([
  OP_ENTER,
  OP_LEAVE,
  OP_WALK,
  OP_SET,
  OP_TABLE,
  OP_UNTABLE,
  OP_FLUSH,
  OP_FAULT,
  OP_ACCESS,
  OP_SLEEP,
  OP_WAKE,
  OP_MESSAGE,
  OP_VMA,
  OP_NOTE,
])

export interface Place {
  readonly mm: number
  readonly vpn: Vpn
}

/** The place of a row, or null where its op has none. */
export function placeOf(row: Row): Place | null {
  if (!OPS_WITH_PLACE.has(row.op) || (row.b === 0 && row.c === 0)) return null
  return { mm: mmOfRow(row), vpn: vpnOfRow(row) }
}

/** The row that led to a step; null at the very start. */
export function rowOf(run: Run, step: number): Row | null {
  if (step <= 0 || step * ROW_WORDS > run.rows.length) return null
  return rowAt(run.rows, step - 1)
}

/** Rows looked back over: a statement about a million pages has more, but its last ones will do. */
const LOOK_BACK = 2048

/** Rows of the present statement that have happened, newest first. */
export function rowsOfStatement(
  run: Run,
  step: number,
): { readonly step: number; readonly row: Row }[] {
  const last = rowOf(run, step)
  if (last === null) return []
  const found: { step: number; row: Row }[] = []
  for (let k = step; k > Math.max(0, step - LOOK_BACK); k--) {
    const row = rowOf(run, k)
    if (row === null || row.statement !== last.statement) break
    found.push({ step: k, row })
  }
  return found
}

/** The page that the present step is about: its own place, else the last one of its actor in this statement. */
export function activePlace(run: Run, step: number): Place | null {
  const past = rowsOfStatement(run, step)
  const actor = past[0]?.row.actor
  for (const { row } of past) {
    const place = row.actor === actor ? placeOf(row) : null
    if (place !== null) return place
  }
  return null
}

/** A table that the present statement has made. */
export interface MadeTable {
  readonly pfn: Pfn
  readonly level: Level
  readonly step: number
  /** Site of the function that made it. */
  readonly fn: number
}

/** What the present statement has done so far, as far as the stage marks it. */
export interface Doings {
  readonly tables: readonly MadeTable[]
  /** Frames it allocated, with the frame they were copied from. */
  readonly frames: ReadonlyMap<number, number | null>
  /** Step of its last wake, and of its last message, if any. */
  readonly wake: number | null
  readonly message: number | null
}

export function doingsOf(run: Run, step: number): Doings {
  const tables: MadeTable[] = []
  const frames = new Map<number, number | null>()
  let wake: number | null = null
  let message: number | null = null
  for (const { step: at, row } of rowsOfStatement(run, step).reverse()) {
    if (row.op === OP_TABLE)
      tables.push({ pfn: row.a as Pfn, level: row.d as Level, step: at, fn: row.fn })
    else if (row.op === OP_UNTABLE) removeTable(tables, row.a)
    else if (row.op === OP_ALLOC && row.d <= 1) frames.set(row.a, null)
    else if (row.op === OP_COPY) frames.set(row.b, row.a)
    else if (row.op === OP_WAKE) wake = at
    else if (row.op === OP_MESSAGE) message = at
  }
  return { tables, frames, wake, message }
}

function removeTable(tables: MadeTable[], pfn: number): void {
  const at = tables.findIndex((table) => table.pfn === pfn)
  if (at >= 0) tables.splice(at, 1)
}

/** Entries that the present statement has set last, newest first: at most two, this step's among them. */
export function lastSetEntries(run: Run, step: number): EntryRef[] {
  const entries: EntryRef[] = []
  for (const { row } of rowsOfStatement(run, step)) {
    if (row.op !== OP_SET || row.d > 1 || entries.includes(row.a as EntryRef)) continue
    entries.push(row.a as EntryRef)
    if (entries.length === 2) break
  }
  return entries
}

/** The latest page that a row names and that `isKnown` knows. */
export function latestPlace(
  run: Run,
  step: number,
  isKnown: (place: Place) => boolean,
): Place | null {
  for (let k = step; k > Math.max(0, step - LOOK_BACK); k--) {
    const row = rowOf(run, k)
    const place = row === null ? null : placeOf(row)
    if (place !== null && isKnown(place)) return place
  }
  return null
}
