/** A result for people, as litmus tests print theirs: a histogram of outcomes, then what is wrong and how it comes about. */
import type { ExploreResult, OutcomeClass } from './result.ts'
import { scheduleText } from './schedule-text.ts'
import { VIOLATION_SAY } from './violations.ts'

export function litmusText(result: ExploreResult): string {
  const lines = [
    `Line ${result.line} on ${result.kernel}`,
    `Schedules ${result.schedules}, states ${result.states}, transitions ${result.transitions}`,
    `Outcomes (${result.outcomes.length})`,
  ]
  const width = Math.max(1, ...result.outcomes.map((o) => String(o.count).length))
  for (const outcome of result.outcomes) {
    const mark = outcome.violations.length === 0 ? ' ' : '*'
    lines.push(`${String(outcome.count).padStart(width)} ${mark}> ${outcomeText(outcome)}`)
    lines.push(`${' '.repeat(width)}     by ${scheduleText(outcome.schedule)}`)
  }
  for (const found of result.violations ?? []) {
    lines.push('', `${found.name}: ${VIOLATION_SAY[found.name]}`)
    lines.push(`  by ${scheduleText(found.schedule)}, after step ${found.step}`)
    if (found.swap !== null) lines.push(`  not by ${scheduleText(found.swap.good)}`)
  }
  const wrong = result.outcomes.filter((o) => o.violations.length > 0).length
  lines.push('', wrong === 0 ? 'Ok: no schedule violates anything' : `No: ${wrong} bad outcomes`)
  if (result.limit !== undefined) {
    const rest = result.complete ? 'all outcomes were found' : 'there may be more outcomes'
    lines.push(`Stopped by the bound on ${result.limit}: counts are lower bounds, ${rest}`)
  }
  lines.push(`Time ${result.seconds.toFixed(2)} s`)
  return `${lines.join('\n')}\n`
}

/** What became of whom, and what the pages hold: `monitor ok; main blocked; main.A[0]=5; lost-write`. */
export function outcomeText(outcome: OutcomeClass): string {
  const { record } = outcome
  const ends = [{ actor: record.actor, outcome: record.outcome }, ...(record.others ?? [])]
  const parts = [...ends, ...record.woken].map((end) => `${end.actor} ${end.outcome}`)
  const told = new Set(ends.map((end) => end.actor))
  for (const [actor, state] of Object.entries(record.actors)) {
    if (state === 'blocked' && !told.has(actor)) parts.push(`${actor} blocked`)
  }
  if (record.uffd !== null && record.uffd.pending > 0) parts.push(`unread ${record.uffd.pending}`)
  for (const [place, value] of Object.entries(outcome.values)) parts.push(`${place}=${value}`)
  parts.push(...outcome.violations)
  return parts.join('; ')
}
