/** Questions about the graph of states: how many ways lead where, and which of them is the shortest. */
import type { Search } from './search.ts'
import { INNER } from './search.ts'

/** States from the first to the last, each before those that it leads to; null: the graph has a loop. */
export function orderOf(search: Search, roots: readonly number[]): Int32Array | null {
  const { count } = search.states
  const mark = new Uint8Array(count)
  const order = new Int32Array(count)
  let at = count
  const stack: number[] = []
  const next = new Uint8Array(count)
  for (const root of roots) {
    if (mark[root] !== 0) continue
    stack.push(root)
    mark[root] = 1
    while (stack.length > 0) {
      const state = stack[stack.length - 1] as number
      const edges = search.kind[state] === INNER ? (search.edgeCount[state] as number) : 0
      const edge = next[state] as number
      if (edge === edges) {
        stack.pop()
        mark[state] = 2
        order[--at] = state
        continue
      }
      next[state] = edge + 1
      const target = search.edges[(search.firstEdge[state] as number) + 2 * edge + 1] as number
      if (mark[target] === 1) return null
      if (mark[target] === 0) {
        mark[target] = 1
        stack.push(target)
      }
    }
  }
  return order.subarray(at)
}

/** Number of ways to each state. `weights`: ways that begin there. */
export function waysTo(
  search: Search,
  order: Int32Array,
  weights: ReadonlyMap<number, bigint>,
): bigint[] {
  const ways = new Array<bigint>(search.states.count).fill(0n)
  for (const [state, weight] of weights) ways[state] = weight
  for (const state of order) {
    const here = ways[state] as bigint
    if (here === 0n || search.kind[state] !== INNER) continue
    const first = search.firstEdge[state] as number
    for (let e = 0; e < (search.edgeCount[state] as number); e++) {
      const target = search.edges[first + 2 * e + 1] as number
      ways[target] = (ways[target] as bigint) + here
    }
  }
  return ways
}

/** Steps count before context switches. */
const STEP = 1 << 12
const NEVER = 2 ** 30

export interface Way {
  readonly actors: readonly number[]
  readonly states: readonly number[]
  readonly cost: number
}

/**
 * The way from `root` to one of `goals` with the fewest steps and, of those, the fewest context switches; of those, the
 * first by the actors' numbers.
 */
export function shortestWay(
  search: Search,
  order: Int32Array,
  root: number,
  goals: ReadonlySet<number>,
): Way | null {
  const { actors } = search
  const cost = new Int32Array(search.states.count * actors).fill(NEVER)
  for (const goal of goals) cost.fill(0, goal * actors, (goal + 1) * actors)
  for (let i = order.length - 1; i >= 0; i--) {
    const state = order[i] as number
    if (search.kind[state] !== INNER) continue
    const first = search.firstEdge[state] as number
    for (let e = 0; e < (search.edgeCount[state] as number); e++) {
      const actor = search.edges[first + 2 * e] as number
      const target = search.edges[first + 2 * e + 1] as number
      const rest = cost[target * actors + actor] as number
      if (rest >= NEVER) continue
      for (let last = 0; last < actors; last++) {
        const total = rest + STEP + (last === actor ? 0 : 1)
        if (total < (cost[state * actors + last] as number)) cost[state * actors + last] = total
      }
    }
  }
  let total = NEVER
  let last = 0
  for (let actor = 0; actor < actors; actor++) {
    const here = (cost[root * actors + actor] as number) + (goals.has(root) ? 0 : 1)
    if (here < total) {
      total = here
      last = -1
    }
  }
  if (total >= NEVER) return null
  return follow(search, root, goals, cost, last)
}

function follow(
  search: Search,
  root: number,
  goals: ReadonlySet<number>,
  cost: Int32Array,
  before: number,
): Way {
  const { actors } = search
  const chosen: number[] = []
  const states = [root]
  let state = root
  let last = before
  let total = 0
  while (!goals.has(state)) {
    const first = search.firstEdge[state] as number
    let best = NEVER
    let bestActor = -1
    let bestTarget = -1
    for (let e = 0; e < (search.edgeCount[state] as number); e++) {
      const actor = search.edges[first + 2 * e] as number
      const target = search.edges[first + 2 * e + 1] as number
      const rest = cost[target * actors + actor] as number
      const here = rest + STEP + (last === actor || last < 0 ? 0 : 1)
      if (here < best) {
        best = here
        bestActor = actor
        bestTarget = target
      }
    }
    total += STEP + (last === bestActor || last < 0 ? 0 : 1)
    chosen.push(bestActor)
    states.push(bestTarget)
    last = bestActor
    state = bestTarget
  }
  return { actors: chosen, states, cost: total }
}

/** Where an order of actors leads; a turn of one who cannot go goes to the first who can. */
export function followOrder(
  search: Search,
  root: number,
  order: readonly number[],
): { readonly actors: number[]; readonly end: number } | null {
  const actors: number[] = []
  let state = root
  for (let turn = 0; search.kind[state] === INNER; turn++) {
    const first = search.firstEdge[state] as number
    const count = search.edgeCount[state] as number
    if (count === 0) return null
    let edge = 0
    for (let e = 0; e < count; e++) if (search.edges[first + 2 * e] === order[turn]) edge = e
    actors.push(search.edges[first + 2 * edge] as number)
    state = search.edges[first + 2 * edge + 1] as number
  }
  return { actors, end: state }
}
