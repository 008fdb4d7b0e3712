/**
 * The named moments of the story that a trace tells, if it tells one of the two that uffd-wp is about: a write that
 * meets uffd-wp and then copy-on-write, or a page that was protected before it had an entry. Read off the steps, never
 * off the scenario.
 */
import { MO } from '../linux/include/sites.ts'
import type { Row } from '../machine/trace.ts'
import {
  mmOfRow,
  OP_ACCESS,
  OP_BEGIN,
  OP_COPY,
  OP_SET,
  OP_SLEEP,
  OP_TABLE,
  rowAt,
  vpnOfRow,
} from '../machine/trace.ts'

export interface Milestone {
  readonly title: string
  /** The step at whose end it holds. */
  readonly step: number
  readonly statement: number
}

interface At {
  readonly row: Row
  readonly step: number
}

const WP_MESSAGE = 2
const RESOLVED: ReadonlySet<number> = new Set([
  MO.entry_resolved,
  MO.entry_resolved_shared,
  MO.entry_resolved_writable,
])

/** The moments of the first story in `rows[0, length)`; empty where there is none. */
export function milestonesOf(rows: Uint32Array, length: number): Milestone[] {
  const steps = Array.from({ length }, (_, i): At => ({ row: rowAt(rows, i), step: i + 1 }))
  return markerStory(steps) ?? cowStory(steps) ?? []
}

function isPage(row: Row, page: Row): boolean {
  return vpnOfRow(row) === vpnOfRow(page) && mmOfRow(row) === mmOfRow(page)
}

function milestone(title: string, at: At): Milestone {
  return { title, step: at.step, statement: at.row.statement }
}

function isWpSleep({ row }: At): boolean {
  return row.op === OP_SLEEP && (row.a & WP_MESSAGE) !== 0 && row.d === 0
}

/** Blocked · resolved · copied or reused · stored. */
function cowStory(steps: readonly At[]): Milestone[] | null {
  const blocked = steps.find(isWpSleep)
  if (blocked === undefined) return null
  const after = steps.filter((s) => s.step > blocked.step)
  const resolved = after.find(
    ({ row }) => row.op === OP_SET && RESOLVED.has(row.site) && covers(row, blocked.row),
  )
  const story = [milestone('Blocked by uffd-wp', blocked)]
  if (resolved === undefined) return story
  const isWritable = resolved.row.site === MO.entry_resolved_writable
  story.push(
    milestone(
      isWritable ? 'Resolved, write bit back' : 'Resolved, write bit still clear',
      resolved,
    ),
  )
  const later = after.filter((s) => s.step > resolved.step)
  const copied = later.find(({ row }) => row.op === OP_COPY)
  const mapped = later.find(({ row }) => row.site === MO.copy_mapped && isPage(row, blocked.row))
  const reused = later.find(
    ({ row }) =>
      (row.site === MO.page_reused || row.site === MO.shared_page_writable) &&
      isPage(row, blocked.row),
  )
  if (copied !== undefined && mapped !== undefined)
    story.push(milestone('Retry, COW copies the page', copied))
  else if (reused !== undefined) story.push(milestone('Retry, the page is reused', reused))
  const stored = later.find(
    ({ row }) => row.op === OP_ACCESS && row.d === 1 && isPage(row, blocked.row),
  )
  if (stored !== undefined) story.push(milestone('Writable', stored))
  return story
}

/** Is the page of `page` among the entries that a `set` row changed? */
function covers(row: Row, page: Row): boolean {
  const first = vpnOfRow(row)
  const vpn = vpnOfRow(page)
  return mmOfRow(row) === mmOfRow(page) && vpn >= first && vpn < first + Math.max(1, row.d)
}

/** No table · table made · marker · faulted in and blocked · resolved. */
function markerStory(steps: readonly At[]): Milestone[] | null {
  const blocked = steps.find(isWpSleep)
  const mapped = steps.find(
    (s) =>
      (s.row.site === MO.file_page_mapped_wp || s.row.site === MO.new_page_mapped_wp) &&
      (blocked === undefined || isPage(s.row, blocked.row)),
  )
  if (mapped === undefined) return null
  const marker = steps.find(
    ({ row, step }) =>
      row.site === MO.marker_installed && step < mapped.step && covers(row, mapped.row),
  )
  if (marker === undefined) return null
  const own = steps.filter((s) => s.row.statement === marker.row.statement)
  const begins = own.find(({ row }) => row.op === OP_BEGIN)
  const table = own.find(({ row }) => row.op === OP_TABLE && row.d === 1)
  const story: Milestone[] = []
  if (table !== undefined && begins !== undefined) {
    story.push(milestone('No page table yet', begins), milestone('Page table allocated', table))
  }
  story.push(milestone('Marker installed', marker))
  if (blocked === undefined) {
    story.push(milestone('Faulted in, still protected', mapped))
    return story
  }
  story.push(milestone('A write faults in, then blocks', blocked))
  const resolved = steps.find(
    ({ row, step }) =>
      step > blocked.step && row.op === OP_ACCESS && row.d === 1 && isPage(row, blocked.row),
  )
  if (resolved !== undefined) story.push(milestone('Resolved, the write lands', resolved))
  return story
}
