/** Steps, seeking, and the four-step cycle. */
import type { Figure } from './figure.ts'
import { median, plainFigure, ratioFigure } from './figure.ts'
import type { Reference } from './reference.ts'
import { ask } from './reference.ts'
import { load, timed } from './run.ts'

export function stepSuite(
  reference: Reference,
  wanted: (name: string) => boolean,
): readonly Figure[] {
  return [
    ...(wanted('step') ? steps() : []),
    ...(wanted('seek') ? [seek()] : []),
    ...(wanted('cow.cycle') ? [cycle(reference)] : []),
  ]
}

function* inner(count: number): Generator<number, number, void> {
  for (let i = 0; i < count; i++) yield i
  return count
}

/** A bare `yield*` of that depth: what a resume costs without any work. */
function* nested(depth: number, count: number): Generator<number, number, void> {
  return depth === 0 ? yield* inner(count) : yield* nested(depth - 1, count)
}

function bareYields(): number {
  const count = 1_000_000
  const generator = nested(5, count)
  const start = performance.now()
  while (generator.next().done !== true);
  return count / ((performance.now() - start) / 1000)
}

/** A scenario of many small faults, so that steps and not entries are what costs. */
function manyFaults(pages: number): string {
  const writes = Array.from({ length: pages }, (_, i) => `write A[${i}] = ${i}`)
  return `scenario 1\nmap A anon ${pages}\n${writes.join('\n')}\n`
}

function steps(): Figure[] {
  const rates: number[] = []
  const bare: number[] = []
  for (let round = 0; round < 7; round++) {
    const prepared = load(manyFaults(1900))
    let took = 0
    for (const line of prepared.operations) took += timed(prepared, line)
    rates.push(prepared.sim.steps / (took / 1e9))
    bare.push(bareYields())
  }
  const rate = median(rates.slice(2))
  const reference = median(bare.slice(2))
  const ratio = ratioFigure(
    'step',
    'time of a micro-step, recorded and journalled',
    'ns',
    1e9 / rate,
    { name: 'bare 5-deep yield*', value: 1e9 / reference },
    3,
  )
  return [ratio, plainFigure('step.rate', 'micro-steps a second', '/s', rate, { least: 5_000_000 })]
}

/** Jumps about in a history of over a million steps; the time of the median jump and of the longest. */
function seek(): Figure {
  const text = 'map A anon 16384\nuffd\nregister A wp\n'
  const turns = Array.from({ length: 60 }, () => 'advise A dontneed\nadvise A populate-write').join(
    '\n',
  )
  const prepared = load(`scenario 1\n${text}${turns}\n`)
  for (const line of prepared.operations) prepared.sim.run(line)
  const { sim } = prepared
  const took: number[] = []
  let seed = 7
  for (let i = 0; i < 200; i++) {
    seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff
    const start = performance.now()
    sim.seek(seed % sim.steps)
    took.push(performance.now() - start)
  }
  const words = sim.kernel.m.journal.length.toLocaleString('en')
  const what = `median of 200 jumps in ${sim.steps.toLocaleString('en')} steps, ${words} journal words`
  return plainFigure('seek', what, 'ms', median(took), { most: 4 })
}

/** Block, message, resolve, wake, copy: every micro-step recorded. */
function cycle(reference: Reference): Figure {
  const pages = 250
  const lines = ['map A anon 250']
  for (let i = 0; i < pages; i++) lines.push(`write A[${i}] = 1`)
  lines.push('fork C', 'uffd', 'register A wp', 'wp A')
  for (let i = 0; i < pages; i++) lines.push(`write A[${i}] = 2`, 'poll', `unwp A[${i}]`)
  const took: number[] = []
  const theirs: number[] = []
  for (let round = 0; round < 7; round++) {
    const prepared = load(`scenario 1\n${lines.join('\n')}\n`)
    const first = prepared.operations.length - 3 * pages
    for (const line of prepared.operations.slice(0, first)) prepared.sim.run(line)
    let total = 0
    for (const line of prepared.operations.slice(first)) total += timed(prepared, line)
    took.push(total / pages)
    theirs.push(ask(reference, 'cycle', '2000') ?? Number.NaN)
  }
  const real = theirs.some(Number.isNaN) ? null : median(theirs)
  return ratioFigure(
    'cow.cycle',
    'write, message, read, resolve, wake, copy',
    'ns',
    median(took.slice(2)),
    { name: 'this kernel, one CPU', value: real },
    0.5,
  )
}
