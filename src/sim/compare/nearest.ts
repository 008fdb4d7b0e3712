/** The kernel of the model that a recording agrees with best. */

import type { BehaviourId } from '../../linux/profiles/behaviours.ts'
import { profiles } from '../../linux/profiles/index.ts'
import type { KernelChoice } from '../kernel-choice.ts'
import { kernelWith } from '../kernel-choice.ts'
import type { Comparison } from './compare.ts'
import { compareSides } from './compare.ts'
import { explain } from './explain.ts'
import type { RunSide } from './sides.ts'
import { runKernel } from './sides.ts'

export interface NearestKernel {
  readonly name: string
  /** Statements that agree, of those that could be compared. */
  readonly agrees: number
  readonly of: number
  /** What it does otherwise than the kernel on the other side, as far as that matters here. */
  readonly has: readonly BehaviourId[]
}

/** Runs every kernel against the recording; null where no side is one, or none does better than the present one. */
export function nearestKernel(comparison: Comparison): NearestKernel | null {
  const { a, b, source, options, operations, counts } = comparison
  const recorded = a.side.is === 'recording' ? a : b.side.is === 'recording' ? b : null
  if (recorded === null || (a.sim === null && b.sim === null) || comparison.first === null)
    return null
  let best: Found | null = null
  let fewest = counts.differs
  // Recorded kernels first, then the newest: of two that agree alike the first is named.
  const newest = [...profiles()].reverse()
  const stable = newest.filter(({ kind }) => kind === 'stable')
  for (const profile of [...stable, ...newest.filter(({ kind }) => kind === 'release')]) {
    const choice = kernelWith(profile.name, [])
    if (!('profile' in choice)) continue
    const { sim, records } = runKernel(source, choice, options)
    const model = { side: { is: 'kernel' as const, choice }, name: profile.name, sim, records }
    const found = compareSides(source, operations, model, recorded, options).counts
    if (found.differs >= fewest) continue
    fewest = found.differs
    best = { choice, model, agrees: found.agrees, of: found.agrees + found.differs }
  }
  if (best === null) return null
  const present = a.sim === null ? b : a
  const why = explain(compareSides(source, operations, present, best.model, options))
  return { name: best.choice.profile.name, agrees: best.agrees, of: best.of, has: why?.all ?? [] }
}

interface Found {
  readonly choice: KernelChoice
  readonly model: RunSide
  readonly agrees: number
  readonly of: number
}
