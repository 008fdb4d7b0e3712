/** Ten times the pages, steps, processes, actors: at most eleven times the time. */
import type { Figure } from './figure.ts'
import { median, ratioFigure } from './figure.ts'
import type { Reference } from './reference.ts'
import { load, timed } from './run.ts'

const CASES: Readonly<Record<string, (n: number) => string>> = {
  pages: (n) =>
    `map A anon ${n * 8192}\nadvise A populate-write\nuffd\nregister A wp\nwp A\nunwp A`,
  steps: (n) =>
    `map A anon 190\n${Array.from({ length: n * 190 }, (_, i) => `write A[${i % 190}] = ${i}`).join('\n')}`,
  processes: (n) =>
    `map A anon 64\nadvise A populate-write\n${Array.from({ length: n }, (_, i) => `fork C${i}`).join('\n')}`,
  actors: (n) =>
    `map A anon 64\n${Array.from({ length: n }, (_, i) => `thread T${i}\nT${i}: write A[${i}] = 1`).join('\n')}`,
}

export function scaleSuite(
  _reference: Reference,
  wanted: (name: string) => boolean,
): readonly Figure[] {
  return Object.entries(CASES)
    .filter(([name]) => wanted(`scale.${name}`))
    .map(([name, text]) => scale(name, text))
}

function scale(name: string, text: (n: number) => string): Figure {
  const small: number[] = []
  const large: number[] = []
  for (let round = 0; round < 9; round++) {
    small.push(total(text(1)))
    large.push(total(text(10)))
  }
  return ratioFigure(
    `scale.${name}`,
    `ten times the ${name}`,
    'ms',
    median(large.slice(3)) / 1e6,
    { name: 'one time', value: median(small.slice(3)) / 1e6 },
    11,
  )
}

function total(text: string): number {
  const prepared = load(`scenario 1\n${text}\n`)
  let took = 0
  for (const line of prepared.operations) took += timed(prepared, line)
  return took
}
