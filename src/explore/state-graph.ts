/** The states of an exploration as a graph to be drawn: by steps taken, and no more of them than can be looked at. */
import type { Exploration } from './exploration.ts'
import { orderOf, shortestWay, waysTo } from './graph.ts'
import type { Search } from './search.ts'
import { DEADLOCK, END, INNER } from './search.ts'
import { namesOf } from './summary.ts'

export interface GraphNode {
  /** Steps taken, on the shortest way. */
  readonly depth: number
  readonly is: 'inner' | 'end' | 'deadlock'
  readonly isBad: boolean
  /** Decimal logarithm of the schedules that pass, from 0. */
  readonly weight: number
  /** One way here: the node before, and who took the step; null at the start. */
  readonly by: { readonly from: number; readonly actor: string } | null
}

export interface StateGraph {
  readonly nodes: readonly GraphNode[]
  /** Pairs of nodes. */
  readonly edges: readonly (readonly [number, number])[]
  /** Nodes of the shortest schedule that is violated, from the start; empty where none is. */
  readonly path: readonly number[]
  /** States that are not among the nodes. */
  readonly left: number
}

const ROOT = 0
const PER_DEPTH = 64
const MOST = 1200

/** Of a search that has counted schedules, or was stopped. */
export function stateGraph(exploration: Exploration): StateGraph {
  const { search } = exploration
  const { depth, before, actor } = depths(search)
  const order = orderOf(search, [ROOT])
  const ways = order === null ? [] : waysTo(search, order, new Map([[ROOT, 1n]]))
  const bad = badStates(exploration, search)
  const way =
    order === null || bad.ends.size === 0 ? null : shortestWay(search, order, ROOT, bad.ends)
  const path = way?.states ?? []
  const weight = (state: number): number => String(ways[state] ?? 0n).length - 1
  const kept = chosen(depth, path, bad.all, before, weight)
  const number = new Map(kept.map((state, i) => [state, i] as const))
  const nodes = kept.map((state): GraphNode => {
    const from = number.get(before[state] as number)
    const kind = search.kind[state]
    return {
      depth: depth[state] as number,
      is: kind === END ? 'end' : kind === DEADLOCK ? 'deadlock' : 'inner',
      isBad: bad.all.has(state),
      weight: weight(state),
      by:
        from === undefined || state === ROOT
          ? null
          : { from, actor: namesOf(exploration, [actor[state] as number])[0] ?? '' },
    }
  })
  const edges = kept.flatMap((state, i) =>
    search.kind[state] !== INNER
      ? []
      : [...search.targetsOf(state)].flatMap((target) => {
          const to = number.get(target)
          return to === undefined ? [] : [[i, to] as const]
        }),
  )
  return {
    nodes,
    edges,
    path: path.map((state) => number.get(state) ?? 0),
    left: depth.filter((d) => d >= 0).length - kept.length,
  }
}

/** Breadth first: the fewest steps to each state, and the one before it on such a way. */
function depths(search: Search) {
  const { count } = search.states
  const depth = new Int32Array(count).fill(-1)
  const before = new Int32Array(count).fill(-1)
  const actor = new Int32Array(count).fill(-1)
  const queue = [ROOT]
  depth[ROOT] = 0
  for (const state of queue) {
    if (search.kind[state] !== INNER) continue
    const first = search.firstEdge[state] as number
    for (let e = 0; e < (search.edgeCount[state] as number); e++) {
      const target = search.edges[first + 2 * e + 1] as number
      if (depth[target] !== -1) continue
      depth[target] = (depth[state] as number) + 1
      before[target] = state
      actor[target] = search.edges[first + 2 * e] as number
      queue.push(target)
    }
  }
  return { depth, before, actor }
}

/** Ends that violate something, and the states on the way that say so already. */
function badStates(exploration: Exploration, search: Search) {
  const { slots, monitors, ends } = exploration
  const found = new Set<number>()
  for (const { end, states } of ends.classes(search).values()) {
    if (end.violations.length > 0) for (const state of states) found.add(state)
  }
  const all = new Set(found)
  if (found.size > 0) {
    for (let state = 0; state < search.states.count; state++) {
      if (!search.isLookedAt(state)) continue
      search.load(state)
      if ((slots.now[monitors.violationsSlot] as number) !== 0) all.add(state)
    }
  }
  return { ends: found, all }
}

/** All states, or of each depth the path, what is violated, and those that most schedules pass. */
function chosen(
  depth: Int32Array,
  path: readonly number[],
  bad: ReadonlySet<number>,
  before: Int32Array,
  weight: (state: number) => number,
): number[] {
  const byDepth: number[][] = []
  for (const [state, d] of depth.entries()) {
    if (d < 0) continue
    byDepth[d] = [...(byDepth[d] ?? []), state]
  }
  const onPath = new Set(path)
  const rank = (state: number): number =>
    (onPath.has(state) ? 2000 : 0) + (bad.has(state) ? 1000 : 0) + weight(state)
  const most = Math.min(PER_DEPTH, Math.max(8, Math.floor(MOST / Math.max(1, byDepth.length))))
  const kept = new Set<number>()
  for (const states of byDepth) {
    // Those whose way is drawn come first, so that few dots hang in the air.
    const linked = (state: number): number => (kept.has(before[state] as number) ? 0.5 : 0)
    const best = [...states].sort((a, b) => rank(b) + linked(b) - rank(a) - linked(a) || a - b)
    for (const state of best.slice(0, most)) kept.add(state)
  }
  return [...kept]
}
