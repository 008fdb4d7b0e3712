/** `wp` and `unwp` of 1 GiB, through the whole statement path, journalled and traced. */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import type { Prepared } from '../../sim/run-text.ts'
import type { Kind } from './cases.ts'
import { CASES, KINDS } from './cases.ts'
import type { Measured } from './figure.ts'
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
/** Processes in which nothing has run before: each gives one first call. */
const PROCESSES = 5

export function protectSuite(
  reference: Reference,
  wanted: (name: string) => boolean,
): readonly Measured[] {
  return KINDS.filter((kind) => namesOf(kind).some(wanted)).flatMap((kind) =>
    measure(reference, kind),
  )
}

const memoryName = (kind: Kind): RowName =>
  kind === 'anon' ? 'protect.memory' : `protect.memory.${kind}`

function namesOf(kind: Kind): readonly RowName[] {
  const both = (['protect', 'resolve'] as const).flatMap(
    (verb) => [`${verb}.${kind}`, `${verb}.${kind}.first`, `${verb}.${kind}.kernel`] as const,
  )
  return [...both, memoryName(kind)]
}

/** Everything before the first `wp` has run. */
function prepareKind(kind: Kind, turns: number): { prepared: Prepared; setup: number } {
  const prepared = load(`scenario 1\n${CASES[kind]}\n${'wp A\nunwp A\n'.repeat(turns)}`)
  const setup = CASES[kind].split('\n').length
  for (const line of prepared.operations.slice(0, setup)) prepared.sim.run(line)
  return { prepared, setup }
}

function measure(reference: Reference, kind: Kind): Measured[] {
  const { prepared, setup } = prepareKind(kind, TURNS)
  const { sim } = prepared
  const before = sim.bytesOfHistory
  const protects: number[] = []
  const resolves: number[] = []
  const loop: number[] = []
  const asking: number[] = []
  const real: number[][] = [[], []]
  let memory = 0
  for (const [i, line] of prepared.operations.slice(setup).entries()) {
    const took = timed(prepared, line) / PAGES
    if (i === 0) memory = (sim.bytesOfHistory - before) / 1024
    if (i >= 2 * WARM_UP) (i % 2 === 0 ? protects : resolves).push(took)
    if (i % (2 * ALTERNATE) !== 2 * ALTERNATE - 1) continue
    loop.push(...ask(reference, 'protect', '21'))
    if (kind === 'anon') asking.push(...ask(reference, 'frames', '21'))
    for (const [at, line] of askLines(reference, 'kernel', kind).entries()) real[at]?.push(...line)
  }
  const first = firstCalls(kind)
  const c = { references: loop, referenceName: 'C -O2' }
  const c2 = kind === 'anon' ? { references: asking, referenceName: 'C -O2, asks each frame' } : c
  const kernel = (at: number) => ({ references: real[at], referenceName: 'the real ioctl' })
  return [
    { name: `protect.${kind}`, values: protects, ...c },
    { name: `protect.${kind}.first`, values: first.map(([wp]) => wp), ...c },
    { name: `protect.${kind}.kernel`, values: protects, ...kernel(0) },
    { name: `resolve.${kind}`, values: resolves, ...c2 },
    { name: `resolve.${kind}.first`, values: first.map(([, unwp]) => unwp), ...c2 },
    { name: `resolve.${kind}.kernel`, values: resolves, ...kernel(1) },
    { name: memoryName(kind), values: [memory] },
  ]
}

/** Of each process: nanoseconds an entry of its first `wp` and its first `unwp`. */
function firstCalls(kind: Kind): (readonly [number, number])[] {
  return Array.from({ length: PROCESSES }, () => {
    const args = [process.argv[1] ?? '', '--entry', 'bench', '--first-call', kind]
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' })
    const [wp = Number.NaN, unwp = Number.NaN] = stdout.trim().split(' ').map(Number)
    return [wp, unwp] as const
  })
}

/** Prints what `firstCalls` reads: this process has run nothing else. */
export function printFirstCall(name: string): void {
  const kind = KINDS.find((one) => one === name)
  if (kind === undefined) throw new Error(`no kind ${name}`)
  const { prepared, setup } = prepareKind(kind, 1)
  const took = prepared.operations.slice(setup).map((line) => timed(prepared, line) / PAGES)
  process.stdout.write(`${took.join(' ')}\n`)
}
