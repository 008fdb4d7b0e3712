/** Random four-level walks that miss the TLB. */
import { findLeaf } from '../../machine/mmu.ts'
import type { Measured } from './figure.ts'
import type { Reference } from './reference.ts'
import { ask } from './reference.ts'
import { load } from './run.ts'

const PAGES = 262_144
const WALKS = 500_000
const ROUNDS = 9

export function walkSuite(
  reference: Reference,
  wanted: (name: string) => boolean,
): readonly Measured[] {
  if (!wanted('walk')) return []
  const prepared = load(`scenario 1\nmap A anon ${PAGES}\nadvise A populate-write\n`)
  for (const line of prepared.operations) prepared.sim.run(line)
  const { m } = prepared.sim.kernel
  const mm = m.all('mm')[0]
  const start = mm?.regions[0]?.start
  if (mm === undefined || start === undefined) throw new Error('the scenario mapped nothing')
  const ours: number[] = []
  const theirs: number[] = []
  let seed = 1
  let sum = 0
  const { words } = m
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now()
    for (let i = 0; i < WALKS; i++) {
      seed ^= seed << 13
      seed ^= seed >>> 17
      seed ^= seed << 5
      sum = (sum + findLeaf(words, mm.pgd, start + (seed & (PAGES - 1)))) | 0
    }
    ours.push(((performance.now() - from) * 1e6) / WALKS)
    const c = ask(reference, 'walk', '500000')
    if (c !== null) theirs.push(c)
  }
  if (sum === 0) throw new Error('no walk arrived')
  return [{ name: 'walk', values: ours, references: theirs, referenceName: 'C -O2' }]
}
