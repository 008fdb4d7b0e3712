/**
 * Joins the parts of an exploration. Schedules and counts add up, since each schedule falls to one part; states that
 * several parts came by are counted once, by their digests.
 */
import type { Count, ExploreResult, Found, OutcomeClass } from './result.ts'
import { countOf } from './result.ts'
import { bySchedule, byWitness } from './summary.ts'
import { VIOLATIONS } from './violations.ts'

/** 32 hex digits of digest, 2 of steps. */
const ROW = 34

/** One result of all parts, or what is wrong with them, in words. */
export function mergeParts(parts: readonly ExploreResult[]): ExploreResult | string {
  const problem = problemWith(parts)
  const first = parts[0]
  if (problem !== null || first === undefined) return problem ?? 'no part was given'
  const outcomes = new Map<string, { outcome: OutcomeClass; total: bigint }>()
  for (const part of parts) {
    for (const outcome of part.outcomes) {
      const key = JSON.stringify([outcome.record, outcome.values, outcome.violations])
      const known = outcomes.get(key)
      const total = (known?.total ?? 0n) + BigInt(outcome.count)
      const isBetter = known === undefined || byWitness(outcome, known.outcome) < 0
      outcomes.set(key, { outcome: isBetter ? outcome : known.outcome, total })
    }
  }
  const merged = [...outcomes.values()]
    .map(({ outcome, total }) => ({ ...outcome, count: countOf(total) }))
    .sort(byWitness)
  const limit = parts.find((part) => part.limit !== undefined)?.limit
  const violations = foundIn(parts)
  return {
    kernel: first.kernel,
    line: first.line,
    schedules: sum(parts.map((part) => part.schedules)),
    ...statesIn(parts),
    complete: parts.every((part) => part.complete),
    seconds: Math.max(...parts.map((part) => part.seconds)),
    outcomes: merged,
    ...(limit === undefined ? {} : { limit }),
    ...(violations.length === 0 ? {} : { violations }),
  }
}

/** Of each violation the shortest schedule of all parts: each schedule falls to one of them. */
function foundIn(parts: readonly ExploreResult[]): Found[] {
  const all = parts.flatMap((part) => part.violations ?? [])
  return VIOLATIONS.flatMap((name) => {
    const [best] = all
      .filter((found) => found.name === name)
      .sort(
        (a, b) =>
          bySchedule(a.schedule, b.schedule) || Number(a.swap === null) - Number(b.swap === null),
      )
    return best === undefined ? [] : [best]
  })
}

function problemWith(parts: readonly ExploreResult[]): string | null {
  const first = parts[0]
  const of = first?.part?.of
  if (first === undefined || of === undefined) return 'a result that is not a part of one'
  for (const part of parts) {
    if (part.part?.of !== of) return `a part of ${part.part?.of ?? 1} beside parts of ${of}`
    if (part.kernel !== first.kernel || part.line !== first.line)
      return 'parts of different explorations'
  }
  const indexes = new Set(parts.map((part) => part.part?.index))
  if (indexes.size !== parts.length) return 'a part twice'
  for (let index = 1; index <= of; index++) {
    if (!indexes.has(index)) return `part ${index} of ${of} is missing`
  }
  return null
}

function sum(counts: readonly Count[]): Count {
  return countOf(counts.reduce((total: bigint, count) => total + BigInt(count), 0n))
}

function statesIn(parts: readonly ExploreResult[]): { states: number; transitions: number } {
  const seen = new Set<string>()
  let transitions = 0
  for (const part of parts) {
    const rows = part.part?.states ?? ''
    for (let at = 0; at < rows.length; at += ROW) {
      const digest = rows.slice(at, at + ROW - 2)
      if (seen.has(digest)) continue
      seen.add(digest)
      transitions += Number.parseInt(rows.slice(at + ROW - 2, at + ROW), 16)
    }
  }
  return { states: seen.size, transitions }
}
