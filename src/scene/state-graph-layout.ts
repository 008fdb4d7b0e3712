/** Where the states of an exploration stand: a column a step, neighbours near those they come from, the bad below. */
import type { StateGraph } from '../store/desk-types.ts'

export interface GraphDot {
  readonly x: number
  readonly y: number
  readonly r: number
}

export interface GraphPicture {
  readonly dots: readonly GraphDot[]
  /** All lines between good states as one path, those into bad ones as another, and the way that is shown. */
  readonly lines: string
  readonly badLines: string
  readonly path: string
  readonly depths: number
  readonly xOf: (depth: number) => number
}

const SWEEPS = 6
const MARGIN = 18
const MOST_GAP = 13
/** Room for what is violated, where nothing else is said. */
const FOOT = 56

/** @param foot room for what is violated, under all else */
export function graphPicture(
  graph: StateGraph,
  width: number,
  height: number,
  foot = FOOT,
): GraphPicture {
  const { nodes, edges } = graph
  const depths = nodes.reduce((most, { depth }) => Math.max(most, depth), 0)
  const xOf = (depth: number): number =>
    MARGIN + (depths === 0 ? 0 : (depth * (width - 2 * MARGIN)) / depths)
  const hasBad = nodes.some((node) => node.isBad)
  const ys = heights(graph, depths, hasBad ? height - foot : height)
  sinkBad(graph, ys, height, foot)
  const counts = countsBy(graph)
  const room = (depth: number): number =>
    Math.max(1.5, (height - foot) / Math.max(1, counts[depth] ?? 1) / 2 - 0.3)
  const dots = nodes.map((node, i): GraphDot => {
    const r = node.isBad ? 6 : Math.min(room(node.depth), 1.8 + Math.min(2, node.weight * 0.45))
    return { x: xOf(node.depth), y: ys[i] as number, r }
  })
  const curve = (from: number, to: number): string => {
    const [a, b] = [dots[from] as GraphDot, dots[to] as GraphDot]
    const middle = (a.x + b.x) / 2
    const at = (n: number): string => n.toFixed(1)
    return `M${at(a.x)} ${at(a.y)}C${at(middle)} ${at(a.y)} ${at(middle)} ${at(b.y)} ${at(b.x)} ${at(b.y)}`
  }
  let lines = ''
  let badLines = ''
  for (const [from, to] of edges) {
    if (nodes[to]?.isBad === true && nodes[from]?.isBad === true) badLines += curve(from, to)
    else lines += curve(from, to)
  }
  const path = graph.path
    .slice(1)
    .map((to, i) => curve(graph.path[i] as number, to))
    .join('')
  return { dots, lines, badLines, path, depths, xOf }
}

/** The bad states stand at the foot, where nothing else is. */
function sinkBad({ nodes }: StateGraph, ys: number[], height: number, foot: number): void {
  const used = new Map<number, number>()
  for (const [i, node] of nodes.entries()) {
    if (!node.isBad) continue
    const before = used.get(node.depth) ?? 0
    used.set(node.depth, before + 1)
    ys[i] = Math.max(height - foot + 12, height - 8 - before * 14)
  }
}

function countsBy({ nodes }: StateGraph): number[] {
  const counts: number[] = [1]
  for (const { depth } of nodes) counts[depth] = (counts[depth] ?? 0) + 1
  return counts.map((one) => one ?? 0)
}

function heights({ nodes, edges, path }: StateGraph, depths: number, height: number): number[] {
  const layers: number[][] = Array.from({ length: depths + 1 }, () => [])
  for (const [i, { depth }] of nodes.entries()) layers[depth]?.push(i)
  const before = nodes.map((): number[] => [])
  const after = nodes.map((): number[] => [])
  for (const [from, to] of edges) {
    before[to]?.push(from)
    after[from]?.push(to)
  }
  const ys = nodes.map(() => height / 2)
  const onPath = new Set(path)
  const place = (layer: number[]): void => {
    const gap = Math.min(MOST_GAP, (height - 2 * MARGIN) / Math.max(1, layer.length))
    for (const [k, node] of layer.entries()) {
      ys[node] = height / 2 + (k - (layer.length - 1) / 2) * gap
    }
  }
  const mean = (list: readonly number[], own: number): number =>
    list.length === 0 ? own : list.reduce((sum, one) => sum + (ys[one] as number), 0) / list.length
  for (const layer of layers) place(layer)
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0
    const order = isForward ? layers : [...layers].reverse()
    for (const layer of order) {
      const key = (node: number): number => {
        const near = isForward ? before[node] : after[node]
        // The way to what is violated goes along just above it.
        const sink = nodes[node]?.isBad === true ? 1e6 : onPath.has(node) ? height / 5 : 0
        return mean(near ?? [], ys[node] as number) + sink
      }
      layer.sort((a, b) => key(a) - key(b) || a - b)
      place(layer)
    }
  }
  return ys
}

/** Who took the steps to a state, from the start on. */
export function scheduleTo({ nodes }: StateGraph, node: number): string[] {
  const schedule: string[] = []
  let at = nodes[node]?.by ?? null
  while (at !== null) {
    schedule.unshift(at.actor)
    at = nodes[at.from]?.by ?? null
  }
  return schedule
}
