/**
 * What is the same on every machine: steps, journal words, records, memory, states. `.ci/bench.json` holds the numbers,
 * and a test compares them exactly, so that a change which costs more of any of them says so in its own commit.
 */
import { Exploration } from '../../explore/exploration.ts'
import { lineToExplore } from '../../explore/line-to-explore.ts'
import { HEADER_NEXT_WORD } from '../../machine/phys.ts'
import FOUR_STEPS from '../../scenarios/cow-and-uffd-wp.uffd?raw'
import CORRUPTION from '../../scenarios/history/stale-tlb-corruption.uffd?raw'
import SNAPSHOT from '../../scenarios/live-snapshot.uffd?raw'
import { CASES } from './cases.ts'
import { load } from './run.ts'

/** One scenario's numbers, by what they count. */
export type Counts = Readonly<Record<string, number>>

/** Every scenario that is counted, by name. */
export function allCounts(): Readonly<Record<string, Counts>> {
  return {
    'first wp of 1 GiB, anonymous': oneLine(CASES.anon, 'wp A'),
    'first unwp of 1 GiB, anonymous': oneLine(`${CASES.anon}\nwp A`, 'unwp A'),
    'first wp of 1 GiB, shmem': oneLine(CASES.shmem, 'wp A'),
    'first unwp of 1 GiB, shmem': oneLine(`${CASES.shmem}\nwp A`, 'unwp A'),
    'first wp of 1 GiB, markers': oneLine(CASES.marker, 'wp A'),
    'first unwp of 1 GiB, markers': oneLine(`${CASES.marker}\nwp A`, 'unwp A'),
    'populating 1 GiB': oneLine('map A anon 262144', 'advise A populate-write'),
    'giving back 1 GiB': oneLine('map A anon 262144\nadvise A populate-write', 'advise A dontneed'),
    'one write fault': oneLine('map A anon 8\nwrite A[0] = 1', 'write A[1] = 1'),
    'copy-on-write beside write-protection': whole(FOUR_STEPS),
    'a live snapshot': whole(SNAPSHOT),
    'every interleaving on three CPUs': explored(CORRUPTION),
  }
}

/** What one line adds to what the lines before it left. */
function oneLine(before: string, line: string): Counts {
  const { sim, operations } = load(`scenario 1\n${before}\n${line}\n`)
  const last = operations.length - 1
  for (const each of operations.slice(0, last)) sim.run(each)
  const { m } = sim.kernel
  const from = { steps: sim.steps, journal: m.journal.length, records: m.deltas.length }
  sim.run(operations[last] as (typeof operations)[number])
  return {
    steps: sim.steps - from.steps,
    journalWords: m.journal.length - from.journal,
    records: m.deltas.length - from.records,
  }
}

function whole(source: string): Counts {
  const { sim, operations } = load(source)
  for (const line of operations) sim.run(line)
  const { m } = sim.kernel
  return {
    steps: sim.steps,
    journalWords: m.journal.length,
    records: m.deltas.length,
    memoryWords: m.words[HEADER_NEXT_WORD] as number,
  }
}

function explored(source: string): Counts {
  const prepared = load(source)
  const line = lineToExplore(prepared, null)
  if (line === null) throw new Error('nothing to explore')
  const exploration = new Exploration(prepared, line, { clock: () => 0 })
  while (exploration.advance(Number.POSITIVE_INFINITY));
  const { states, transitions } = exploration.progress
  return { states, transitions }
}
