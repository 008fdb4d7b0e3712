/** What a recording with a narrow view cannot tell: a statement all of whose effect lies outside of it. */
import type { StateRecord } from '../outcome.ts'
import { differencesOf } from './differences.ts'
import type { RunSide } from './sides.ts'

/** Is nothing of what the statement did to be seen on one of the sides? */
export function isUnseen(a: RunSide, b: RunSide, statement: number): boolean {
  if ((a.records[statement] ?? null) === null || (b.records[statement] ?? null) === null)
    return true
  if (a.side.is === 'recording') return isHidden(b, a, statement)
  return b.side.is === 'recording' && isHidden(a, b, statement)
}

/** The model changed something, the recording cannot show any of it, and the statement says nothing by itself. */
function isHidden(model: RunSide, recorded: RunSide, statement: number): boolean {
  const after = model.records[statement] ?? null
  const before = model.records[statement - 1] ?? null
  const shown = recorded.records[statement] ?? null
  if (model.sim === null || after === null || before === null || shown === null) return false
  if (after.outcome !== 'ok' || after.value !== undefined || after.message !== undefined)
    return false
  if (changes(before, after).length === 0) return false
  const sees = {
    raw: shown.mm.some((mm) => mm.regions.some((r) => r.ptes.some((e) => e.raw !== undefined))),
    tables: shown.mm.some((mm) => mm.regions.some((r) => r.tables !== undefined)),
  }
  if (sees.raw && sees.tables) return false
  return changes(masked(before, sees), masked(after, sees)).length === 0
}

function changes(before: StateRecord, after: StateRecord) {
  const bare = (record: StateRecord): StateRecord => ({
    ...record,
    outcome: 'ok',
    woken: [],
    value: null,
  })
  const sizes = (record: StateRecord): number =>
    record.mm.reduce((sum, mm) => sum + mm.regions.length, record.mm.length)
  const found = differencesOf(bare(before), bare(after))
  return sizes(before) === sizes(after) ? found : [...found, null]
}

function masked(
  record: StateRecord,
  sees: { readonly raw: boolean; readonly tables: boolean },
): StateRecord {
  return {
    ...record,
    mm: record.mm.map((mm) => ({
      ...mm,
      regions: mm.regions.map(({ tables, ptes, ...rest }) => ({
        ...rest,
        ...(sees.tables && tables !== undefined ? { tables } : {}),
        ptes: ptes.map(({ raw, swpExclusive, swpSoftDirty, ...entry }) => ({
          ...entry,
          ...(sees.raw && raw !== undefined ? { raw } : {}),
          ...(sees.raw && swpExclusive !== undefined ? { swpExclusive } : {}),
          ...(sees.raw && swpSoftDirty !== undefined ? { swpSoftDirty } : {}),
        })),
      })),
    })),
  }
}
