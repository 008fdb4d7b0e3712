/** The kernels that can be simulated: what each has, by behaviour. The one place that knows of releases. */
import { assert } from '../../base/assert.ts'
import type { BehaviourId, Behaviours, PatchId } from './behaviours.ts'
import { BEHAVIOUR_IDS, PATCH_IDS } from './behaviours.ts'
import type { Profile } from './profiles.ts'
import { PROFILES } from './profiles.ts'

export type { Profile } from './profiles.ts'

export const NEWEST = 'v7.3'

/** All profiles, oldest first, stable releases after the release they grew from. */
export function profiles(): readonly Profile[] {
  return PROFILES
}

export function findProfile(name: string): Profile | null {
  return PROFILES.find((profile) => profile.name === name) ?? null
}

export function isPatch(id: string): id is PatchId {
  return (PATCH_IDS as readonly string[]).includes(id)
}

/** Behaviours of a profile with patches put on (true) or taken away (false). The patches must be known. */
export function behavioursOf(profile: Profile, patches: ReadonlyMap<PatchId, boolean>): Behaviours {
  const has = new Set<BehaviourId>(profile.behaviours)
  for (const [id, present] of patches) {
    if (present) has.add(id)
    else has.delete(id)
  }
  const entries = BEHAVIOUR_IDS.map((id) => [id, has.has(id)] as const)
  const behaviours = Object.fromEntries(entries) as Record<BehaviourId, boolean>
  assert(entries.length === BEHAVIOUR_IDS.length, 'a behaviour was lost')
  return behaviours
}
