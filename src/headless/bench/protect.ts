/** `wp` and `unwp` of 1 GiB, through the whole statement path, journalled and traced. */
import type { Measured } from './figure.ts'
import type { Reference } from './reference.ts'
import { ask, askAll } from './reference.ts'
import type { RowName } from './rows.ts'
import { load, timed } from './run.ts'

const PAGES = 262_144
/** Fresh simulations: each gives one first call. */
const FRESH = 5
/** `wp` and `unwp` of each, the first not counted as warm. */
const TURNS = 9

const SETUPS = {
  anon: `map A anon ${PAGES}\nadvise A populate-write\nuffd\nregister A wp`,
  shmem: `file F ${PAGES}\nmap A file F\nadvise A populate-write\nuffd\nregister A wp`,
  marker: `file F ${PAGES}\nmap A file F\nuffd\nregister A wp`,
} as const
type Kind = keyof typeof SETUPS

export function protectSuite(
  reference: Reference,
  wanted: (name: string) => boolean,
): readonly Measured[] {
  return (Object.keys(SETUPS) as Kind[])
    .filter((kind) => namesOf(kind).some(wanted))
    .flatMap((kind) => measure(reference, kind))
}

const memoryName = (kind: Kind): RowName =>
  kind === 'anon' ? 'protect.memory' : `protect.memory.${kind}`

function namesOf(kind: Kind): readonly RowName[] {
  const both = (['protect', 'resolve'] as const).flatMap(
    (verb) => [`${verb}.${kind}`, `${verb}.${kind}.first`, `${verb}.${kind}.kernel`] as const,
  )
  return [...both, memoryName(kind)]
}

interface Samples {
  readonly first: number[]
  readonly warm: number[]
}

function measure(reference: Reference, kind: Kind): Measured[] {
  const protects: Samples = { first: [], warm: [] }
  const resolves: Samples = { first: [], warm: [] }
  const yardstick: number[] = []
  const real: number[][] = []
  const memory: number[] = []
  for (let fresh = 0; fresh < FRESH; fresh++) {
    memory.push(oneSimulation(reference, kind, protects, resolves, yardstick))
    real.push([...(askAll(reference, 'kernel', kind) ?? [])])
  }
  const c = { references: yardstick, referenceName: 'C -O2' }
  const kernel = (at: number) => ({
    references: real.flatMap((pair) => pair[at] ?? []),
    referenceName: 'the real ioctl',
  })
  return [
    { name: `protect.${kind}`, values: protects.warm, ...c },
    { name: `protect.${kind}.first`, values: protects.first, ...c },
    { name: `protect.${kind}.kernel`, values: protects.warm, ...kernel(0) },
    { name: `resolve.${kind}`, values: resolves.warm, ...c },
    { name: `resolve.${kind}.first`, values: resolves.first, ...c },
    { name: `resolve.${kind}.kernel`, values: resolves.warm, ...kernel(1) },
    { name: memoryName(kind), values: memory },
  ]
}

/** @returns KiB of journal and trace that the first `wp` left */
function oneSimulation(
  reference: Reference,
  kind: Kind,
  protects: Samples,
  resolves: Samples,
  yardstick: number[],
): number {
  const prepared = load(`scenario 1\n${SETUPS[kind]}\n${'wp A\nunwp A\n'.repeat(TURNS)}`)
  const setup = SETUPS[kind].split('\n').length
  for (const line of prepared.operations.slice(0, setup)) prepared.sim.run(line)
  const before = prepared.sim.bytesOfHistory
  let memory = 0
  for (const [i, line] of prepared.operations.slice(setup).entries()) {
    const took = timed(prepared, line) / PAGES
    if (i === 0) memory = (prepared.sim.bytesOfHistory - before) / 1024
    const samples = i % 2 === 0 ? protects : resolves
    ;(i < 2 ? samples.first : samples.warm).push(took)
    if (i % 6 !== 5) continue
    const c = ask(reference, 'protect', '21')
    if (c !== null) yardstick.push(c)
  }
  return memory
}
