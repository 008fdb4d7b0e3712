/** `wp` and `unwp` of 1 GiB, through the whole statement path, journalled and traced. */
import type { Prepared } from '../../sim/run-text.ts'
import type { Kind } from './cases.ts'
import { CASES, KINDS } from './cases.ts'
import type { Measured } from './figure.ts'
import type { Part } from './parts.ts'
import type { Reference } from './reference.ts'
import { ask, askLines } from './reference.ts'
import type { RowName } from './rows.ts'
import { load, timed } from './run.ts'

const PAGES = 262_144
/** Turns of `wp` and `unwp`, of which the first are not counted as warm. */
const TURNS = 24
const WARM_UP = 4
/** Turns between two runs of the reference. */
const ALTERNATE = 4
/** Processes of the warm calls, and those of which each gives one first call of each verb. */
const PROCESSES = 3
const FIRST_CALLS = 7

const memoryName = (kind: Kind): RowName =>
  kind === 'anon' ? 'protect.memory' : `protect.memory.${kind}`

export const protectParts: readonly Part[] = KINDS.flatMap((kind) => [
  {
    rows: [
      `protect.${kind}`,
      `protect.${kind}.kernel`,
      `resolve.${kind}`,
      `resolve.${kind}.kernel`,
      memoryName(kind),
    ],
    processes: PROCESSES,
    measure: (reference) => warmCalls(reference, kind),
  },
  {
    rows: [`protect.${kind}.first`, `resolve.${kind}.first`],
    processes: FIRST_CALLS,
    isFirst: true,
    measure: (reference) => firstCalls(reference, kind),
  },
])

/** Everything before the first `wp` has run. */
function prepareKind(kind: Kind, turns: number): { prepared: Prepared; setup: number } {
  const prepared = load(`scenario 1\n${CASES[kind]}\n${'wp A\nunwp A\n'.repeat(turns)}`)
  const setup = CASES[kind].split('\n').length
  for (const line of prepared.operations.slice(0, setup)) prepared.sim.run(line)
  return { prepared, setup }
}

function warmCalls(reference: Reference, kind: Kind): Measured[] {
  const { prepared, setup } = prepareKind(kind, TURNS)
  const { sim } = prepared
  const before = sim.bytesOfHistory
  const protects: number[] = []
  const resolves: number[] = []
  const loops: Loops = { protect: [], resolve: [] }
  const real: number[][] = [[], []]
  let memory = 0
  for (const [i, line] of prepared.operations.slice(setup).entries()) {
    const took = timed(prepared, line) / PAGES
    if (i === 0) memory = (sim.bytesOfHistory - before) / 1024
    if (i >= 2 * WARM_UP) (i % 2 === 0 ? protects : resolves).push(took)
    if (i % (2 * ALTERNATE) !== 2 * ALTERNATE - 1) continue
    askLoops(reference, kind, loops)
    for (const [at, line] of askLines(reference, 'kernel', kind).entries()) real[at]?.push(...line)
  }
  const kernel = (at: number) => ({ references: real[at], referenceName: 'the real ioctl' })
  return [
    { name: `protect.${kind}`, values: protects, ...loopOf(loops, kind, 'protect') },
    { name: `protect.${kind}.kernel`, values: protects, ...kernel(0) },
    { name: `resolve.${kind}`, values: resolves, ...loopOf(loops, kind, 'resolve') },
    { name: `resolve.${kind}.kernel`, values: resolves, ...kernel(1) },
    { name: memoryName(kind), values: [memory] },
  ]
}

/** Nanoseconds an entry of the C loop that does the same. */
interface Loops {
  readonly protect: number[]
  readonly resolve: number[]
}

/** Resolving private memory asks each page's frame, all else does not. */
function askLoops(reference: Reference, kind: Kind, loops: Loops): void {
  const loop = ask(reference, 'protect', '21')
  loops.protect.push(...loop)
  loops.resolve.push(...(kind === 'anon' ? ask(reference, 'frames', '21') : loop))
}

function loopOf(loops: Loops, kind: Kind, verb: keyof Loops) {
  const asks = kind === 'anon' && verb === 'resolve'
  return { references: loops[verb], referenceName: asks ? 'C -O2, asks each frame' : 'C -O2' }
}

/** The first `wp` and the first `unwp` of this process, in which nothing else has run. */
function firstCalls(reference: Reference, kind: Kind): Measured[] {
  const { prepared, setup } = prepareKind(kind, 1)
  const [wp = Number.NaN, unwp = Number.NaN] = prepared.operations
    .slice(setup)
    .map((line) => timed(prepared, line) / PAGES)
  const loops: Loops = { protect: [], resolve: [] }
  askLoops(reference, kind, loops)
  return [
    { name: `protect.${kind}.first`, values: [wp], ...loopOf(loops, kind, 'protect') },
    { name: `resolve.${kind}.first`, values: [unwp], ...loopOf(loops, kind, 'resolve') },
  ]
}
