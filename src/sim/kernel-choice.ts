/** Which kernel a scenario runs on: the profile it names, and the patches it puts on or takes away. */

import { nearestWord } from '../base/nearest-word.ts'
import type { HeaderLine, Scenario } from '../lang/ast.ts'
import type { Diagnostic } from '../lang/diagnostics.ts'
import type { Behaviours } from '../linux/profiles/behaviours.ts'
import type { Profile } from '../linux/profiles/index.ts'
import { behavioursOf, findProfile, NEWEST, profiles } from '../linux/profiles/index.ts'
import { expandPatch, PATCHES, patchProblem } from '../linux/profiles/patches.ts'

export interface KernelChoice {
  readonly profile: Profile
  readonly patches: readonly { readonly id: string; readonly present: boolean }[]
  readonly behaviours: Behaviours
}

type KernelLine = Extract<HeaderLine, { kind: 'kernel' }>

/**
 * The kernel of a scenario.
 *
 * @param name a profile to use instead of the one that the text names; its patches stay
 * @returns the choice, or what is wrong with it
 */
export function chooseKernel(
  scenario: Scenario,
  name: string | null = null,
): KernelChoice | Diagnostic {
  const line = scenario.lines.find((l): l is KernelLine => l.kind === 'kernel')
  const wanted = name ?? line?.version ?? NEWEST
  const profile = findProfile(wanted)
  const at = {
    line: line?.line ?? 1,
    column: line?.span.column ?? 1,
    length: line?.span.length ?? 1,
  }
  if (profile === null) {
    const names = profiles().map((p) => p.name)
    const nearest = nearestWord(wanted, names)
    return { ...at, found: `kernel "${wanted}"`, expected: `one of ${names.join(', ')}`, nearest }
  }
  const patches = line?.patches ?? []
  const unknown = patches.find((patch) => !PATCHES.some((p) => p.id === patch.id))
  if (unknown !== undefined) {
    const ids = PATCHES.map((p) => p.id)
    return {
      ...at,
      found: `patch "${unknown.id}"`,
      expected: 'the id of a patch',
      nearest: nearestWord(unknown.id, ids),
    }
  }
  const problem = patchProblem(profile, patches)
  if (problem !== null) return { ...at, ...problem, nearest: null }
  const switched = new Map(
    patches.flatMap((patch) => expandPatch(patch.id).map((id) => [id, patch.present] as const)),
  )
  return { profile, patches, behaviours: behavioursOf(profile, switched) }
}
