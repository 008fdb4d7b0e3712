/**
 * Two traces of the same statement side by side: which steps they have in common, and where they first part. A step is
 * told by its site and its page; frames, CPUs and lengths of the journal play no part.
 */
import type { Row } from '../../machine/trace.ts'
import { OP_BEGIN, OP_END, rowAt } from '../../machine/trace.ts'
import type { Simulation } from '../simulation.ts'

/** A step of the trace, by its position; the state after it is at `index + 1`. */
export interface StepRef {
  readonly index: number
  readonly row: Row
}

/** Steps that stand beside each other; null: the other side has none here. */
export interface StepPair {
  readonly a: StepRef | null
  readonly b: StepRef | null
}

/** The steps of one actor within a line. */
export function stepsOf(sim: Simulation, line: number, actor: string): StepRef[] {
  const end = sim.lines[line]
  const { trace, m } = sim.kernel
  const steps: StepRef[] = []
  for (let index = end?.first ?? 0; index < (end?.last ?? 0); index++) {
    const row = rowAt(trace.rows, index)
    if (row.op === OP_BEGIN || row.op === OP_END) continue
    if (m.find('task', row.actor)?.name === actor) steps.push({ index, row })
  }
  return steps
}

/** Actors that did anything in a line, on either side, in the order of their first step. */
export function actorsIn(sims: readonly Simulation[], line: number): string[] {
  const found = new Set<string>()
  for (const { kernel: k, lines } of sims) {
    for (let i = lines[line]?.first ?? 0; i < (lines[line]?.last ?? 0); i++) {
      const name = k.m.find('task', rowAt(k.trace.rows, i).actor)?.name
      if (name !== undefined) found.add(name)
    }
  }
  return [...found]
}

/** Beyond this many cells the middle is not aligned but listed one side after the other. */
const MAX_CELLS = 4_000_000

function keyOf({ row }: StepRef): string {
  return `${row.op} ${row.site} ${row.b} ${row.c & 0xff}`
}

/** Aligns two lists of steps by their longest common subsequence. */
export function alignSteps(a: readonly StepRef[], b: readonly StepRef[]): StepPair[] {
  const keysA = a.map(keyOf)
  const keysB = b.map(keyOf)
  let head = 0
  while (head < a.length && head < b.length && keysA[head] === keysB[head]) head++
  let tail = 0
  const left = Math.min(a.length, b.length) - head
  while (tail < left && keysA[a.length - 1 - tail] === keysB[b.length - 1 - tail]) tail++
  const pairs: StepPair[] = []
  for (let i = 0; i < head; i++) pairs.push({ a: a[i] ?? null, b: b[i] ?? null })
  const endA = a.length - tail
  const endB = b.length - tail
  pairs.push(...alignMiddle(a, b, keysA, keysB, head, endA, endB))
  for (let i = 0; i < tail; i++) pairs.push({ a: a[endA + i] ?? null, b: b[endB + i] ?? null })
  return pairs
}

function alignMiddle(
  a: readonly StepRef[],
  b: readonly StepRef[],
  keysA: readonly string[],
  keysB: readonly string[],
  from: number,
  endA: number,
  endB: number,
): StepPair[] {
  const height = endA - from
  const width = endB - from
  const onlyA = (i: number): StepPair => ({ a: a[from + i] ?? null, b: null })
  const onlyB = (i: number): StepPair => ({ a: null, b: b[from + i] ?? null })
  if (height * width > MAX_CELLS) {
    return [
      ...Array.from({ length: height }, (_, i) => onlyA(i)),
      ...Array.from({ length: width }, (_, i) => onlyB(i)),
    ]
  }
  const best = commonLengths(keysA.slice(from, endA), keysB.slice(from, endB))
  const cell = (i: number, j: number): number => best[i * (width + 1) + j] as number
  const pairs: StepPair[] = []
  let i = 0
  let j = 0
  while (i < height || j < width) {
    const isPair = i < height && j < width && keysA[from + i] === keysB[from + j]
    if (isPair) pairs.push({ a: a[from + i++] ?? null, b: b[from + j++] ?? null })
    else if (j === width || (i < height && cell(i + 1, j) >= cell(i, j + 1))) pairs.push(onlyA(i++))
    else pairs.push(onlyB(j++))
  }
  return pairs
}

/** Length of the longest common subsequence from each pair of positions on. */
function commonLengths(a: readonly string[], b: readonly string[]): Uint32Array {
  const width = b.length + 1
  const best = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const next = best[(i + 1) * width + j + 1] as number
      const down = best[(i + 1) * width + j] as number
      const right = best[i * width + j + 1] as number
      best[i * width + j] = a[i] === b[j] ? next + 1 : Math.max(down, right)
    }
  }
  return best
}

/** Do both take the same steps in a line? */
export function takesSameWay(a: Simulation, b: Simulation, line: number): boolean {
  return actorsIn([a, b], line).every((actor) => {
    const left = stepsOf(a, line, actor)
    const right = stepsOf(b, line, actor)
    return (
      left.length === right.length &&
      left.every((step, i) => keyOf(step) === keyOf(right[i] as StepRef))
    )
  })
}

/** Where two traces of a line first part: the actor, the last step in common, and what each side does next. */
export interface Parting {
  readonly actor: string
  readonly before: StepPair | null
  readonly a: StepRef | null
  readonly b: StepRef | null
}

/** The first step that only one side has, in the order of the actors; null where both go the same way. */
export function firstParting(a: Simulation, b: Simulation, line: number): Parting | null {
  if (takesSameWay(a, b, line)) return null
  for (const actor of actorsIn([a, b], line)) {
    const pairs = alignSteps(stepsOf(a, line, actor), stepsOf(b, line, actor))
    const at = pairs.findIndex((pair) => pair.a === null || pair.b === null)
    if (at === -1) continue
    const rest = pairs.slice(at)
    return {
      actor,
      before: pairs[at - 1] ?? null,
      a: nextOwn(rest, 'a'),
      b: nextOwn(rest, 'b'),
    }
  }
  return null
}

/** The next step of one side, if it comes before the two sides meet again. */
function nextOwn(rest: readonly StepPair[], side: 'a' | 'b'): StepRef | null {
  for (const pair of rest) {
    if (pair.a !== null && pair.b !== null) return null
    if (pair[side] !== null) return pair[side]
  }
  return null
}
