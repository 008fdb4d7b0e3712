/** What the timeline shows of a run besides its ticks: who was blocked and how long, messages, wakes, forks. Pure. */
import type { Row } from '../machine/trace.ts'
import {
  mmOfRow,
  OP_MESSAGE,
  OP_SLEEP,
  OP_TABLE,
  OP_WAKE,
  opAt,
  rowAt,
  vpnOfRow,
} from '../machine/trace.ts'
import type { Run } from './input.ts'

/** A span in which an actor was blocked, in rows; `to` is null where it never woke. */
export interface Blocked {
  readonly actor: number
  readonly from: number
  readonly to: number | null
  readonly by: BlockedBy
}

/** What it waits for: an answer about protection, about a page that is missing or not mapped, or its event's reader. */
export type BlockedBy = 'uffd-wp' | 'a missing page' | 'a minor fault' | 'an event'

/** Something that goes from one lane to another: rows at its two ends. */
export interface Arrow {
  readonly kind: 'message' | 'wake' | 'fork'
  readonly fromActor: number
  readonly fromRow: number
  readonly toActor: number
  readonly toRow: number
  readonly label: string
}

/** Tables made by one statement. */
export interface Made {
  readonly actor: number
  readonly from: number
  readonly to: number
  readonly count: number
}

export interface TimelineEvents {
  readonly blocked: readonly Blocked[]
  readonly arrows: readonly Arrow[]
  readonly made: readonly Made[]
}

/** Flags of a message as in the state record: wp, minor, write. */
const MESSAGE_WRITE = 1
const MESSAGE_WP = 2
const MESSAGE_MINOR = 4

function flagWords(flags: number): string {
  const words = [
    (flags & MESSAGE_WP) !== 0 ? 'wp' : '',
    (flags & MESSAGE_MINOR) !== 0 ? 'minor' : '',
    (flags & MESSAGE_WRITE) !== 0 ? 'write' : '',
  ].filter((word) => word !== '')
  return words.length === 0 ? 'message missing' : `message ${words.join(', ')}`
}

function blockedBy({ a: flags, d }: Row): BlockedBy {
  if (d === 1) return 'an event'
  if ((flags & MESSAGE_WP) !== 0) return 'uffd-wp'
  return (flags & MESSAGE_MINOR) !== 0 ? 'a minor fault' : 'a missing page'
}

interface Queued {
  readonly actor: number
  readonly row: number
  readonly place: string
  readonly flags: number
}

/** The rows of a million that matter here. */
const TOLD: ReadonlySet<number> = new Set([OP_SLEEP, OP_WAKE, OP_MESSAGE, OP_TABLE])

/** Reads the whole trace once; the answer holds for the run. */
export function eventsOf(run: Run): TimelineEvents {
  const blocked: Blocked[] = []
  const arrows: Arrow[] = []
  const made: Made[] = []
  const asleep = new Map<number, { row: number; by: BlockedBy }>()
  const queued: Queued[] = []
  for (let index = 0; index < run.steps; index++) {
    if (!TOLD.has(opAt(run.rows, index))) continue
    const row = rowAt(run.rows, index)
    const place = `${mmOfRow(row)}:${vpnOfRow(row)}`
    if (row.op === OP_SLEEP) asleep.set(row.actor, { row: index, by: blockedBy(row) })
    else if (row.op === OP_WAKE) {
      const sleep = asleep.get(row.a)
      if (sleep === undefined) continue
      asleep.delete(row.a)
      blocked.push({ actor: row.a, from: sleep.row, to: index, by: sleep.by })
      arrows.push({
        kind: 'wake',
        fromActor: row.actor,
        fromRow: index,
        toActor: row.a,
        toRow: index,
        label: 'wake',
      })
    } else if (row.op === OP_MESSAGE && row.d === 0) {
      queued.push({ actor: row.actor, row: index, place, flags: row.a })
    } else if (row.op === OP_MESSAGE && row.d === 1) {
      const at = Math.max(
        0,
        queued.findIndex((one) => one.place === place),
      )
      const [sent] = queued.splice(at, 1)
      if (sent === undefined) continue
      arrows.push({
        kind: 'message',
        fromActor: sent.actor,
        fromRow: sent.row,
        toActor: row.actor,
        toRow: index,
        label: flagWords(sent.flags),
      })
    } else if (row.op === OP_TABLE) addTable(made, row.actor, row.statement, index, run)
  }
  for (const [actor, sleep] of asleep) {
    blocked.push({ actor, from: sleep.row, to: null, by: sleep.by })
  }
  return { blocked, arrows: [...arrows, ...forksOf(run)], made }
}

function addTable(made: Made[], actor: number, statement: number, index: number, run: Run): void {
  const last = made.at(-1)
  if (last !== undefined && rowAt(run.rows, last.from).statement === statement) {
    made[made.length - 1] = { ...last, to: index, count: last.count + 1 }
  } else made.push({ actor, from: index, to: index, count: 1 })
}

/** A fork has no row of its own: it is the statement, and the child's lane begins at its end. */
function forksOf(run: Run): Arrow[] {
  return run.statements.flatMap(({ text, actor, outcome, first, last }) => {
    const name = /(?:^|\s|:)(?:fork|thread)\s+([A-Za-z_]\w*)/.exec(text)?.[1]
    const toActor = run.actors.findIndex((one) => one.name === name)
    const fromActor = run.actors.findIndex((one) => one.name === actor)
    if (name === undefined || toActor < 0 || fromActor < 0 || outcome !== 'ok') return []
    const row = Math.max(first, last - 2)
    return [{ kind: 'fork' as const, fromActor, fromRow: row, toActor, toRow: row, label: name }]
  })
}
