/** A kernel as a list of behaviours, written down as the difference from the one it grew from. */
import type { BehaviourId } from './behaviours.ts'

export interface Profile {
  readonly name: string
  /** 'release': a .0 release, without any fix from later · 'stable': a recorded stable release, backports included. */
  readonly kind: 'release' | 'stable'
  /** Name of the profile that this one is told as a difference from. */
  readonly base: string | null
  readonly behaviours: readonly BehaviourId[]
  /** What the recordings of this kernel could see: raw entries and tables, or /proc/PID/pagemap only. */
  readonly sees: 'raw' | 'pagemap'
}

export function makeProfile(from: {
  readonly name: string
  readonly kind: Profile['kind']
  readonly base: Profile | null
  readonly adds: readonly BehaviourId[]
  readonly drops: readonly BehaviourId[]
  readonly sees: Profile['sees']
}): Profile {
  const kept = (from.base?.behaviours ?? []).filter((id) => !from.drops.includes(id))
  return {
    name: from.name,
    kind: from.kind,
    base: from.base?.name ?? null,
    behaviours: [...kept, ...from.adds],
    sees: from.sees,
  }
}
