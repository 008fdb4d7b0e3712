/** `wp` and `unwp` of 1 GiB, through the whole statement path, journalled and traced. */
import type { Figure } from './figure.ts'
import { median, plainFigure, ratioFigure } from './figure.ts'
import type { Reference } from './reference.ts'
import { ask } from './reference.ts'
import { load, timed } from './run.ts'

const PAGES = 262_144
const ROUNDS = 9

const SETUPS = {
  anon: `map A anon ${PAGES}\nadvise A populate-write\nuffd\nregister A wp`,
  shmem: `file F ${PAGES}\nmap A file F\nadvise A populate-write\nuffd\nregister A wp`,
  marker: `file F ${PAGES}\nmap A file F\nuffd\nregister A wp`,
} as const
type Kind = keyof typeof SETUPS

/** Goals against the real kernel's ioctl: a present entry costs it far more than a marker. */
const KERNEL_GOAL: Readonly<Record<Kind, number>> = { anon: 0.1, shmem: 0.1, marker: 0.5 }

export function protectSuite(
  reference: Reference,
  wanted: (name: string) => boolean,
): readonly Figure[] {
  const kinds = (Object.keys(SETUPS) as Kind[]).filter(
    (kind) => wanted(`protect.${kind}`) || wanted(`resolve.${kind}`) || wanted('protect.memory'),
  )
  return kinds.flatMap((kind) => measure(reference, kind))
}

function measure(reference: Reference, kind: Kind): Figure[] {
  const turns = 'wp A\nunwp A\n'.repeat(ROUNDS)
  const prepared = load(`scenario 1\n${SETUPS[kind]}\n${turns}`)
  const setup = SETUPS[kind].split('\n').length
  for (const line of prepared.operations.slice(0, setup)) prepared.sim.run(line)
  const { kernel } = prepared.sim
  const protects: number[] = []
  const resolves: number[] = []
  const yardstick: number[] = []
  let memory = 0
  for (const [i, line] of prepared.operations.slice(setup).entries()) {
    const before = kernel.m.journal.length * 4 + prepared.sim.steps * 48
    const took = timed(prepared, line) / PAGES
    if (i === 0) memory = kernel.m.journal.length * 4 + prepared.sim.steps * 48 - before
    ;(i % 2 === 0 ? protects : resolves).push(took)
    if (i % 6 === 0) yardstick.push(ask(reference, 'protect', '21') ?? Number.NaN)
  }
  const c = yardstick.some(Number.isNaN) ? null : median(yardstick)
  const real = ask(reference, 'kernel', kind)
  const warm = median(protects.slice(2))
  return [
    ratioFigure(
      `protect.${kind}`,
      'wp of 1 GiB, warm, an entry',
      'ns',
      warm,
      { name: 'C -O2', value: c },
      4.5,
    ),
    ratioFigure(
      `protect.${kind}.first`,
      'the first wp of 1 GiB, an entry',
      'ns',
      protects[0] ?? Number.NaN,
      { name: 'C -O2', value: c },
      4.5,
    ),
    ratioFigure(
      `protect.${kind}.kernel`,
      'the same against the real ioctl',
      'ns',
      warm,
      { name: 'this kernel', value: real },
      KERNEL_GOAL[kind],
    ),
    ratioFigure(
      `resolve.${kind}`,
      'unwp of 1 GiB, warm, an entry',
      'ns',
      median(resolves.slice(2)),
      { name: 'C -O2', value: c },
      4.5,
    ),
    plainFigure(
      `protect.memory.${kind}`,
      'journal and trace of one wp of 1 GiB',
      'KiB',
      memory / 1024,
      {
        most: 100,
      },
    ),
  ]
}
