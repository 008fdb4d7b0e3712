/** Random four-level walks that miss the TLB. */
import { findLeaf } from '../../machine/mmu.ts'
import type { Pfn, Vpn } from '../../machine/units.ts'
import type { Measured } from './figure.ts'
import type { Part } from './parts.ts'
import type { Reference } from './reference.ts'
import { ask } from './reference.ts'
import { load } from './run.ts'

const PAGES = 262_144
/** Short rounds, many of them: most are not interrupted. */
const WALKS = 20_000
const ROUNDS = 120
const WARM_UP = 20
/** Rounds between two runs of the reference. */
const ALTERNATE = 20

export const walkPart: Part = { rows: ['walk'], processes: 3, measure: measureWalks }

function measureWalks(reference: Reference): readonly Measured[] {
  const prepared = load(`scenario 1\nmap A anon ${PAGES}\nadvise A populate-write\n`)
  for (const line of prepared.operations) prepared.sim.run(line)
  const { m } = prepared.sim.kernel
  const mm = m.all('mm')[0]
  const start = mm?.regions[0]?.start
  if (mm === undefined || start === undefined) throw new Error('the scenario mapped nothing')
  const ours: number[] = []
  const theirs: number[] = []
  let seed = 1
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now()
    seed = walks(m.words, mm.pgd, start, seed)
    if (round >= WARM_UP) ours.push(((performance.now() - from) * 1e6) / WALKS)
    if (round % ALTERNATE === ALTERNATE - 1)
      theirs.push(...ask(reference, 'walk', String(ALTERNATE)))
  }
  return [{ name: 'walk', values: ours, references: theirs, referenceName: 'C -O2' }]
}

/** A round of walks; the next seed, mixed with where they led, so that none can be left out. */
function walks(words: Uint32Array, pgd: Pfn, start: Vpn, seed: number): number {
  let next = seed
  let sum = 0
  for (let i = 0; i < WALKS; i++) {
    next ^= next << 13
    next ^= next >>> 17
    next ^= next << 5
    sum = (sum + findLeaf(words, pgd, start + (next & (PAGES - 1)))) | 0
  }
  return sum === 0 ? 1 : next
}
