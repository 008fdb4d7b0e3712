/** Ten times the pages, steps, processes, actors: at most eleven times the time. */
import { HEADER_NEXT_WORD } from '../../machine/phys.ts'
import type { Measured } from './figure.ts'
import type { Part } from './parts.ts'
import { load, timed } from './run.ts'

const ROUNDS = 12
/** Until V8 is done compiling and memory that was freed is handed out again. */
const WARM = 36

const CASES = {
  pages: (n: number) =>
    `map A anon ${n * 8192}\nadvise A populate-write\nuffd\nregister A wp\nwp A\nunwp A`,
  steps: (n: number) =>
    `map A anon 190\n${Array.from({ length: n * 190 }, (_, i) => `write A[${i % 190}] = ${i}`).join('\n')}`,
  processes: (n: number) =>
    `map A anon 64\nadvise A populate-write\n${Array.from({ length: n }, (_, i) => `fork C${i}`).join('\n')}`,
  actors: (n: number) =>
    `map A anon 64\n${Array.from({ length: n }, (_, i) => `thread T${i}\nT${i}: write A[${i}] = 1`).join('\n')}`,
} as const
type Case = keyof typeof CASES

export const scaleParts: readonly Part[] = (Object.keys(CASES) as Case[]).map((name) => ({
  rows: [`scale.${name}`, `scale.${name}.memory`],
  processes: 3,
  measure: () => scale(name, CASES[name]),
}))

interface Cost {
  readonly ms: number
  readonly kib: number
}

function scale(name: Case, text: (n: number) => string): Measured[] {
  const small: Cost[] = []
  const large: Cost[] = []
  for (let round = 0; round < ROUNDS + WARM; round++) {
    small.push(cost(text(1)))
    large.push(cost(text(10)))
  }
  const of = (costs: readonly Cost[], what: keyof Cost) => costs.slice(WARM).map((c) => c[what])
  const referenceName = 'one time'
  return [
    {
      name: `scale.${name}`,
      values: of(large, 'ms'),
      references: of(small, 'ms'),
      referenceName,
    },
    {
      name: `scale.${name}.memory`,
      values: of(large, 'kib'),
      references: of(small, 'kib'),
      referenceName,
    },
  ]
}

/** The whole run: its time, and the words of machine, journal and trace at its end. */
function cost(text: string): Cost {
  const prepared = load(`scenario 1\n${text}\n`)
  let took = 0
  for (const line of prepared.operations) took += timed(prepared, line)
  const { sim } = prepared
  const used = sim.kernel.m.words[HEADER_NEXT_WORD] ?? 0
  return { ms: took / 1e6, kib: (used * 4 + sim.bytesOfHistory) / 1024 }
}
