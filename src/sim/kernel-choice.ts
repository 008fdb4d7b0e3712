/** Which kernel a scenario runs on: the profile it names, and the patches it puts on or takes away. */

import { nearestWord } from '../base/nearest-word.ts'
import type { HeaderLine, PatchArg, Scenario } from '../lang/ast.ts'
import type { Diagnostic } from '../lang/diagnostics.ts'
import { quote } from '../lang/diagnostics.ts'
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

/** What is wrong with the name of a kernel or with its patches; where it stands is for the caller to say. */
export interface KernelProblem {
  readonly found: string
  readonly expected: string
  readonly nearest: string | null
}

/**
 * The kernel of a scenario.
 *
 * @param name a kernel by words (`parseKernel`) to use instead of the one that the text names; the text's patches stay
 *   where the words name none
 * @returns the choice, or what is wrong with it
 */
export function chooseKernel(
  scenario: Scenario,
  name: string | null = null,
): KernelChoice | Diagnostic {
  const line = scenario.lines.find((l): l is KernelLine => l.kind === 'kernel')
  const isWhole = name !== null && /[\s,]/.test(name.trim())
  const choice = isWhole
    ? parseKernel(name)
    : kernelWith(name?.trim() ?? line?.version ?? NEWEST, line?.patches ?? [])
  if ('profile' in choice) return choice
  return {
    line: line?.line ?? 1,
    column: line?.span.column ?? 1,
    length: line?.span.length ?? 1,
    ...choice,
  }
}

/**
 * A kernel by words: a profile, then patches with `+` or `-` in front, parted by spaces or commas:
 * `v5.19 -persist-on-zap`.
 */
export function parseKernel(words: string): KernelChoice | KernelProblem {
  const [name = '', ...rest] = words.split(/[\s,]+/).filter((word) => word !== '')
  const strange = rest.find((word) => !/^[+-]./.test(word))
  if (strange !== undefined) {
    return { found: quote(strange), expected: 'a patch, as +id or -id', nearest: null }
  }
  return kernelWith(
    name,
    rest.map((word) => ({ id: word.slice(1), present: word.startsWith('+') })),
  )
}

/** A kernel as one would write it in a scenario: `v5.19 -persist-on-zap`. */
export function kernelWords(choice: KernelChoice): string {
  const patches = choice.patches.map(({ id, present }) => `${present ? '+' : '-'}${id}`)
  return [choice.profile.name, ...patches].join(' ')
}

/** A profile with patches, or what does not fit. */
export function kernelWith(
  name: string,
  patches: readonly PatchArg[],
): KernelChoice | KernelProblem {
  const profile = findProfile(name)
  if (profile === null) {
    const names = profiles().map((p) => p.name)
    return {
      found: `kernel ${quote(name)}`,
      expected: `one of ${names.join(', ')}`,
      nearest: nearestWord(name, names),
    }
  }
  const unknown = patches.find((patch) => !PATCHES.some((p) => p.id === patch.id))
  if (unknown !== undefined) {
    const ids = PATCHES.map((p) => p.id)
    return {
      found: `patch ${quote(unknown.id)}`,
      expected: 'the id of a patch',
      nearest: nearestWord(unknown.id, ids),
    }
  }
  const problem = patchProblem(profile, patches)
  if (problem !== null) return { ...problem, nearest: null }
  const switched = new Map(
    patches.flatMap((patch) => expandPatch(patch.id).map((id) => [id, patch.present] as const)),
  )
  return { profile, patches, behaviours: behavioursOf(profile, switched) }
}
