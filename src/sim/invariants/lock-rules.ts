/**
 * Rule 1, by the steps of one statement: an entry of a lowest table changes only while its lock (or the whole address
 * space) is held by whoever changes it, and uffd-wp with RW is never there in between.
 */

import { FN } from '../../linux/include/sites.ts'
import { COL_TABLE_WORDS } from '../../machine/frames.ts'
import { eachChange } from '../../machine/journal.ts'
import { frameWord } from '../../machine/phys.ts'
import {
  LOCK_MMAP,
  LOCK_PTL,
  OP_ACCESS,
  OP_LOCK,
  OP_SET,
  OP_TABLE,
  OP_UNLOCK,
  rowAt,
} from '../../machine/trace.ts'
import { WORDS_PER_TABLE } from '../../machine/units.ts'
import type { LineEnd, Simulation } from '../simulation.ts'
import type { Snapshot } from './snapshot.ts'
import type { Violation } from './violation.ts'
import { hexPfn } from './violation.ts'

/** The lowest tables, by the block of words that each owns. */
export function tablesByWord(
  sim: Simulation,
  { tables }: Snapshot,
  into: Map<number, number>,
): void {
  for (const { pfn, level } of tables) {
    if (level !== 1) continue
    into.set(
      sim.kernel.m.words[frameWord(sim.kernel.m.words, pfn) + COL_TABLE_WORDS] as number,
      pfn,
    )
  }
}

/** @param tables lowest tables that were there before or after, by their first word */
export function lockingViolations(
  sim: Simulation,
  end: LineEnd,
  tables: ReadonlyMap<number, number>,
): Violation[] {
  const found: Violation[] = []
  const { m, trace } = sim.kernel
  const firsts = [...tables.keys()].sort((a, b) => a - b)
  const held = new Set<string>()
  const hungAt = tablesHung(sim, end)
  for (let step = end.first; step < end.last; step++) {
    const row = rowAt(trace.rows, step)
    const isAccess = row.op === OP_ACCESS || isBulk(row)
    const from = sim.markAt(step).words
    const to = sim.markAt(step + 1).words
    if (!isAccess && from !== to) {
      eachChange(m.journal.words, from, to, (word) => {
        const table = tableOf(tables, firsts, word)
        if (table === null || step <= (hungAt.get(table) ?? -1)) return
        const isHeld = held.has(`${row.actor} ptl ${table}`) || held.has(`${row.actor} mmap`)
        if (!isHeld) {
          const what = `an entry of table ${hexPfn(table)} changed without its lock (step ${step + 1})`
          found.push({ rule: 'ptl', what })
        }
      })
    }
    noteLock(held, row)
  }
  return found
}

const BULK_FN: readonly number[] = [FN.faultin_page_range, FN.reclaim_pages, FN.collapse_file]

/** One step that stands for many alike, each with the lock: populating, swapping out and collapsing go by it. */
function isBulk({ op, fn }: ReturnType<typeof rowAt>): boolean {
  return op === OP_SET && BULK_FN.includes(fn)
}

/** The step at which a table was hung under its parent: before it, nobody else can see its entries. */
function tablesHung(sim: Simulation, end: LineEnd): Map<number, number> {
  const hungAt = new Map<number, number>()
  for (let step = end.first; step < end.last; step++) {
    const { op, a } = rowAt(sim.kernel.trace.rows, step)
    if (op === OP_TABLE) hungAt.set(a, step)
  }
  return hungAt
}

function noteLock(held: Set<string>, row: ReturnType<typeof rowAt>): void {
  if (row.op !== OP_LOCK && row.op !== OP_UNLOCK) return
  const key =
    row.a === LOCK_PTL
      ? `${row.actor} ptl ${row.b}`
      : row.a === LOCK_MMAP && row.d === 1
        ? `${row.actor} mmap`
        : null
  if (key === null) return
  if (row.op === OP_LOCK) held.add(key)
  else held.delete(key)
}

/** The lowest table that a word belongs to, or null. */
function tableOf(
  tables: ReadonlyMap<number, number>,
  firsts: readonly number[],
  word: number,
): number | null {
  let low = 0
  let high = firsts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((firsts[middle] as number) <= word) low = middle + 1
    else high = middle
  }
  const first = firsts[low - 1]
  if (first === undefined || word >= first + WORDS_PER_TABLE) return null
  return tables.get(first) ?? null
}
