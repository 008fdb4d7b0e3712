/** Steps, seeking, and the four-step cycle. */
import type { Prepared } from '../../sim/run-text.ts'
import type { Measured } from './figure.ts'
import { median } from './figure.ts'
import type { Part } from './parts.ts'
import type { Reference } from './reference.ts'
import { ask } from './reference.ts'
import { load } from './run.ts'

export const stepParts: readonly Part[] = [
  { rows: ['step', 'step.rate'], processes: 3, measure: steps },
  { rows: ['seek'], processes: 3, measure: () => [seek()] },
  { rows: ['cow.cycle'], processes: 3, measure: (reference) => [cycle(reference)] },
]

function* inner(count: number): Generator<number, number, void> {
  for (let i = 0; i < count; i++) yield i
  return count
}

/** A bare `yield*` of that depth: what a resume costs without any work. */
function* nested(depth: number, count: number): Generator<number, number, void> {
  return depth === 0 ? yield* inner(count) : yield* nested(depth - 1, count)
}

/** Nanoseconds of one bare yield. */
function bareYields(): number {
  const count = 20_000
  const generator = nested(5, count)
  const start = performance.now()
  while (generator.next().done !== true);
  return ((performance.now() - start) * 1e6) / count
}

/** Lines run between two looks at the clock: short, so that most of them are not interrupted. */
const LINES = 100
const ROUNDS = 24
/** V8 is done compiling after some 20,000 statements. */
const WARM_UP = 12

/** Runs lines in small groups; nanoseconds of each group, and the steps that it took. */
function groups({ sim, operations }: Prepared, from: number, size: number) {
  const taken: { readonly ns: number; readonly steps: number }[] = []
  for (let at = from; at + size <= operations.length; at += size) {
    const before = sim.steps
    const start = performance.now()
    for (const line of operations.slice(at, at + size)) sim.run(line)
    taken.push({ ns: (performance.now() - start) * 1e6, steps: sim.steps - before })
  }
  return taken
}

/** A scenario of many small faults, so that steps and not entries are what costs. */
function manyFaults(pages: number): string {
  const writes = Array.from({ length: pages }, (_, i) => `write A[${i}] = ${i}`)
  return `scenario 1\nmap A anon ${pages}\n${writes.join('\n')}\n`
}

function steps(): Measured[] {
  const values: number[] = []
  const bare: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const prepared = load(manyFaults(1900))
    const taken = groups(prepared, 0, LINES).map(({ ns, steps: count }) => ns / count)
    const yields = taken.map(bareYields)
    if (round < WARM_UP) continue
    values.push(...taken)
    bare.push(...yields)
  }
  return [
    { name: 'step', values, references: bare, referenceName: 'bare 5-deep yield*' },
    { name: 'step.rate', values: values.map((ns) => 1e9 / ns) },
  ]
}

const JUMPS = 200
const TIMES = 7

/** Jumps about in a history of a million steps. Each jump is made several times; what counts is its median. */
function seek(): Measured {
  const text = 'map A anon 16384\nuffd\nregister A wp\n'
  const turn = 'advise A dontneed\nadvise A populate-write\n'
  const prepared = load(`scenario 1\n${text}${turn.repeat(8)}`)
  for (const line of prepared.operations) prepared.sim.run(line)
  const { sim } = prepared
  const targets: number[] = []
  let seed = 7
  for (let i = 0; i < JUMPS; i++) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    targets.push(seed % sim.steps)
  }
  const took = targets.map((): number[] => [])
  for (let time = 0; time < TIMES; time++) {
    for (const [i, target] of targets.entries()) {
      const start = performance.now()
      sim.seek(target)
      if (time > 0) took[i]?.push(performance.now() - start)
    }
  }
  const words = sim.kernel.m.journal.length.toLocaleString('en')
  const typical = median(took.map(median)).toPrecision(2)
  const note = `${sim.steps.toLocaleString('en')} steps, ${words} journal words; half of them within ${typical} ms`
  return { name: 'seek', values: [Math.max(...took.map(median))], note }
}

/** Block, message, resolve, wake, copy: every micro-step recorded. */
function cycle(reference: Reference): Measured {
  const pages = 250
  const perGroup = 25
  const lines = [`map A anon ${pages}`]
  for (let i = 0; i < pages; i++) lines.push(`write A[${i}] = 1`)
  lines.push('fork C', 'uffd', 'register A wp', 'wp A')
  const first = lines.length
  for (let i = 0; i < pages; i++) lines.push(`write A[${i}] = 2`, 'poll', `unwp A[${i}]`)
  const values: number[] = []
  const references: number[] = []
  let stepsEach = 0
  for (let round = 0; round < ROUNDS; round++) {
    const prepared = load(`scenario 1\n${lines.join('\n')}\n`)
    for (const line of prepared.operations.slice(0, first)) prepared.sim.run(line)
    const taken = groups(prepared, first, 3 * perGroup)
    stepsEach = (taken[0]?.steps ?? 0) / perGroup
    if (round >= WARM_UP) values.push(...taken.map(({ ns }) => ns / perGroup))
    references.push(...ask(reference, 'cycle', '4'))
  }
  const referenceName = 'this kernel, one CPU'
  return { name: 'cow.cycle', values, references, referenceName, note: `${stepsEach} steps` }
}
