/** From a finished (or stopped) search to the result that is printed. */
import type { Exploration } from './exploration.ts'
import type { Way } from './graph.ts'
import { followOrder, orderOf, shortestWay, waysTo } from './graph.ts'
import type { ExploreResult, Found, OutcomeClass, Swap } from './result.ts'
import { countOf } from './result.ts'
import type { Search } from './search.ts'
import { INNER } from './search.ts'
import { digestsOf } from './shard.ts'
import type { Violation } from './violations.ts'
import { VIOLATION_BITS, VIOLATION_SAY, VIOLATIONS } from './violations.ts'

const ROOT = 0

export function resultOf(exploration: Exploration): ExploreResult {
  const { search, reduced, line, options } = exploration
  const isCounted = search.limit === null
  // Where the counting did not come to an end, the outcomes are still all there if the reduced search did.
  const told = isCounted || reduced === null ? search : reduced
  const order = orderOf(told, [ROOT])
  const counting = told === search ? order : orderOf(search, [ROOT])
  const weights = exploration.shard?.weights ?? new Map([[ROOT, 1n]])
  const ways = counting === null ? [] : waysTo(search, counting, weights)
  const classes = exploration.ends.classes(told)
  const counted = told === search ? classes : exploration.ends.classes(search)
  const outcomes: (OutcomeClass & { readonly total: bigint })[] = []
  let schedules = 0n
  for (const [key, { end, states }] of classes) {
    const total = (counted.get(key)?.states ?? []).reduce((sum, s) => sum + (ways[s] ?? 0n), 0n)
    if (exploration.shard !== null && total === 0n) continue
    schedules += total
    const way = order === null ? null : shortestWay(told, order, ROOT, new Set(states))
    outcomes.push({
      count: countOf(total),
      schedule: namesOf(exploration, way?.actors ?? []),
      violations: end.violations,
      values: end.values,
      record: end.record,
      total,
    })
  }
  outcomes.sort(byWitness)
  const violations = order === null ? [] : foundIn(exploration, told, order, classes)
  return {
    kernel: kernelName(exploration),
    line: line.line.line,
    schedules: countOf(schedules),
    states: lookedAt(search),
    transitions: search.transitions,
    complete: told.limit === null && order !== null,
    seconds: exploration.seconds,
    outcomes: outcomes.map(({ total: _total, ...outcome }) => outcome),
    ...(search.limit === null ? {} : { limit: search.limit }),
    ...(violations.length === 0 ? {} : { violations }),
    ...(reduced === null
      ? {}
      : { reduced: { states: reduced.states.count, transitions: reduced.transitions } }),
    ...(exploration.shard === null || options.shard === undefined
      ? {}
      : { part: { ...options.shard, states: digestsOf(exploration) } }),
  }
}

function kernelName({ line }: Exploration): string {
  const { choice } = line.sim
  const patches = choice.patches.map((p) => ` ${p.present ? '+' : '-'}${p.id}`)
  return `${choice.profile.name}${patches.join('')}`
}

function lookedAt(search: Search): number {
  let count = 0
  for (let state = 0; state < search.states.count; state++) if (search.isLookedAt(state)) count++
  return count
}

export function namesOf(exploration: Exploration, actors: readonly number[]): string[] {
  const { kernel, server } = exploration.line
  const nameOf = (lane: number): string => {
    const id = lane === exploration.search.serverLane ? (server?.monitor ?? 0) : lane
    return (kernel.m.peekRecord('task', id) as { readonly name: string }).name
  }
  return actors.map(nameOf)
}

/** A stable order: shorter witnesses first, then by the names in them. */
export function byWitness(
  a: Pick<OutcomeClass, 'schedule'>,
  b: Pick<OutcomeClass, 'schedule'>,
): number {
  return bySchedule(a.schedule, b.schedule)
}

/** Shorter first, then fewer context switches, then by the names. */
export function bySchedule(a: readonly string[], b: readonly string[]): number {
  const difference = a.length - b.length || switchesIn(a) - switchesIn(b)
  if (difference !== 0) return difference
  const left = a.join(' ')
  const right = b.join(' ')
  return left < right ? -1 : left > right ? 1 : 0
}

export function switchesIn(schedule: readonly string[]): number {
  let switches = 0
  for (let i = 1; i < schedule.length; i++) if (schedule[i] !== schedule[i - 1]) switches++
  return switches
}

type Classes = ReturnType<Exploration['ends']['classes']>

function foundIn(
  exploration: Exploration,
  search: Search,
  order: Int32Array,
  classes: Classes,
): Found[] {
  const found: Found[] = []
  for (const name of VIOLATIONS) {
    const goals = new Set<number>()
    for (const { end, states } of classes.values()) {
      if (end.violations.includes(name)) for (const state of states) goals.add(state)
    }
    const way = goals.size === 0 ? null : shortestWay(search, order, ROOT, goals)
    if (way === null) continue
    found.push({
      name,
      say: VIOLATION_SAY[name],
      schedule: namesOf(exploration, way.actors),
      step: stepOf(exploration, search, way, name),
      swap: swapFor(exploration, search, way, goals),
    })
  }
  return found
}

/** After which step of the way it is certain: the first state that says so, or the end. */
function stepOf(exploration: Exploration, search: Search, way: Way, name: Violation): number {
  const { slots, monitors } = exploration
  for (const [step, state] of way.states.entries()) {
    search.load(state)
    const bits = slots.now[monitors.violationsSlot] as number
    if ((bits & VIOLATION_BITS[name]) !== 0) return step
  }
  return way.actors.length
}

/** Exchanges two neighbouring stretches of the way, the shortest first and the last first, until the end is a good one. */
function swapFor(
  exploration: Exploration,
  search: Search,
  way: Way,
  bad: ReadonlySet<number>,
): Swap | null {
  const { actors } = way
  const runs = runsOf(actors)
  const candidates: { from: number; middle: number; to: number }[] = []
  for (let i = actors.length - 2; i >= 0; i--) {
    if (actors[i] !== actors[i + 1]) candidates.push({ from: i, middle: i + 1, to: i + 2 })
  }
  for (let r = runs.length - 2; r >= 0; r--) {
    const [from, middle] = [runs[r] as number, runs[r + 1] as number]
    candidates.push({ from, middle, to: runs[r + 2] ?? actors.length })
  }
  for (const { from, middle, to } of candidates) {
    const swapped = [
      ...actors.slice(0, from),
      ...actors.slice(middle, to),
      ...actors.slice(from, middle),
      ...actors.slice(to),
    ]
    const end = followOrder(search, ROOT, swapped)
    if (end === null || bad.has(end.end) || search.kind[end.end] === INNER) continue
    if (!search.isLookedAt(end.end)) continue
    return { from, middle, to, good: namesOf(exploration, end.actors) }
  }
  return null
}

/** Where each stretch of one actor begins. */
function runsOf(actors: readonly number[]): number[] {
  const runs: number[] = []
  for (let i = 0; i < actors.length; i++) if (i === 0 || actors[i] !== actors[i - 1]) runs.push(i)
  return runs
}
