/** Steps, seeking, and the four-step cycle. */
import type { Measured } from './figure.ts'
import type { Reference } from './reference.ts'
import { ask } from './reference.ts'
import { load, timed } from './run.ts'

export function stepSuite(
  reference: Reference,
  wanted: (name: string) => boolean,
): readonly Measured[] {
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

function steps(): Measured[] {
  const rates: number[] = []
  const bare: number[] = []
  for (let round = 0; round < 7; round++) {
    const prepared = load(manyFaults(1900))
    let took = 0
    for (const line of prepared.operations) took += timed(prepared, line)
    rates.push(prepared.sim.steps / (took / 1e9))
    bare.push(bareYields())
  }
  const ns = (rate: number): number => 1e9 / rate
  return [
    {
      name: 'step',
      values: rates.slice(2).map(ns),
      references: bare.slice(2).map(ns),
      referenceName: 'bare 5-deep yield*',
    },
    { name: 'step.rate', values: rates.slice(2) },
  ]
}

/** Jumps about in a history of over a million steps; the time of the median jump and of the longest. */
function seek(): Measured {
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
  const note = `${sim.steps.toLocaleString('en')} steps, ${words} journal words`
  return { name: 'seek', values: took, note }
}

/** Block, message, resolve, wake, copy: every micro-step recorded. */
function cycle(reference: Reference): Measured {
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
    const real = ask(reference, 'cycle', '2000')
    if (real !== null) theirs.push(real)
  }
  return {
    name: 'cow.cycle',
    values: took.slice(2),
    references: theirs,
    referenceName: 'this kernel, one CPU',
  }
}
