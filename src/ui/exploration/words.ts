/** What violations are called on the page, and how a count is written. */
import { countText } from '../../base/count-text.ts'
import type { ExploreResult } from '../../store/desk-types.ts'

export type Violation = ExploreResult['outcomes'][number]['violations'][number]

export const INVARIANTS: readonly {
  readonly id: Violation
  readonly holds: string
  /** What schedules do that violate it, and what one does. */
  readonly does: string
  readonly oneDoes: string
}[] = [
  {
    id: 'lost-write',
    holds: 'No write is lost',
    does: 'lose a write',
    oneDoes: 'loses a write',
  },
  {
    id: 'unreported-write',
    holds: 'No write goes unreported',
    does: 'leave a write unreported',
    oneDoes: 'leaves a write unreported',
  },
  {
    id: 'stale-tlb',
    holds: 'No stale TLB entry stays',
    does: 'leave a stale TLB entry',
    oneDoes: 'leaves a stale TLB entry',
  },
  {
    id: 'share-count',
    holds: 'Share counts match the mappings',
    does: 'miscount a page',
    oneDoes: 'miscounts a page',
  },
  {
    id: 'stuck',
    holds: 'Every blocked thread can be woken',
    does: 'leave a thread asleep for ever',
    oneDoes: 'leaves a thread asleep for ever',
  },
  { id: 'deadlock', holds: 'No deadlock', does: 'deadlock', oneDoes: 'deadlocks' },
  {
    id: 'lock-order',
    holds: 'Locks are taken in order',
    does: 'break the lock order',
    oneDoes: 'breaks the lock order',
  },
]

export function count(value: number | string | bigint): string {
  const text = String(value)
  return text.length <= 15 ? countText(Number(text)) : text.replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Schedules that end with a violation; with any, where none is named. */
export function violatedBy({ outcomes }: ExploreResult, name: Violation | null): bigint {
  return outcomes
    .filter(({ violations }) => (name === null ? violations.length > 0 : violations.includes(name)))
    .reduce((sum, one) => sum + BigInt(one.count), 0n)
}

/** `monitor×3 main T`, a stretch at a time. */
export function scheduleWords(schedule: readonly string[]): string {
  const parts: string[] = []
  for (let at = 0; at < schedule.length; ) {
    let end = at
    while (end < schedule.length && schedule[end] === schedule[at]) end++
    parts.push(end - at === 1 ? `${schedule[at]}` : `${schedule[at]}×${end - at}`)
    at = end
  }
  return parts.join(' ')
}
