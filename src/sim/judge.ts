/** The model against a recording of a real kernel: statement by statement, as far as the recording sees. */
import type { StateRecord } from './outcome.ts'
import { firstDifference } from './record-difference.ts'
import type { Simulation } from './simulation.ts'

export interface Judgement {
  readonly line: number
  /** `unseen`: what the statement does in the model is nothing that this recording could show. */
  readonly verdict: 'agrees' | 'differs' | 'unseen'
  /** Where they differ, and what stands there: the model's, then the recording's. */
  readonly difference: { readonly at: string; readonly a: string; readonly b: string } | null
}

/** Judges every record; the machine stands elsewhere afterwards. */
export function judge(sim: Simulation, records: readonly StateRecord[]): Judgement[] {
  const sight = sightOf(records)
  let before: StateRecord | null = null
  return records.map((recorded) => {
    const index = sim.lines.findIndex(({ line }) => line.line === recorded.line)
    if (index < 0) return { line: recorded.line, verdict: 'unseen', difference: null }
    const model = sim.record(index)
    const difference = firstDifference(seenBy(sight, model), seenBy(sight, recorded))
    const isUnseen =
      difference === null && !sight.raw && before !== null && isHidden(sight, before, model)
    before = model
    const verdict = difference !== null ? 'differs' : isUnseen ? 'unseen' : 'agrees'
    return { line: recorded.line, verdict, difference }
  })
}

/** What a kernel's view shows: everything, or only what /proc/PID/pagemap tells. */
interface Sight {
  readonly raw: boolean
  readonly tables: boolean
}

function sightOf(records: readonly StateRecord[]): Sight {
  const regions = records.flatMap(({ mm }) => mm.flatMap((one) => one.regions))
  const entries = regions.flatMap(({ ptes }) => ptes)
  return {
    raw: entries.length === 0 || entries.some(({ raw }) => raw !== undefined),
    tables: regions.length === 0 || regions.some(({ tables }) => tables !== undefined),
  }
}

function seenBy(sight: Sight, record: StateRecord): StateRecord {
  if (sight.raw && sight.tables) return record
  return {
    ...record,
    mm: record.mm.map((one) => ({
      ...one,
      regions: one.regions.map(({ tables, ptes, ...region }) => ({
        ...region,
        ...(sight.tables && tables !== undefined ? { tables } : {}),
        ptes: sight.raw
          ? ptes
          : ptes.map(({ raw: _raw, swpExclusive: _e, swpSoftDirty: _s, ...entry }) => entry),
      })),
    })),
  }
}

/** Has the state changed, but nothing of it that can be seen? */
function isHidden(sight: Sight, before: StateRecord, after: StateRecord): boolean {
  const of = (record: StateRecord) => JSON.stringify([record.mm, record.uffd, record.actors])
  return of(before) !== of(after) && of(seenBy(sight, before)) === of(seenBy(sight, after))
}
