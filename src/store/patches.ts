/** Which patches matter to a scenario: those it names, then those whose code it runs into. Pure. */
import type { ProfileInfo, Run } from '../protocol/messages.ts'
import { kernelOf } from './text.ts'

export interface PatchState {
  readonly id: string
  readonly present: boolean
}

/** A patch matters where the text has all of these; the first are the most telling. */
const MATTERS: readonly (readonly [id: string, ...clues: RegExp[]])[] = [
  ['wp-async', /\bwp-async\b/],
  // wp-async is built on wp-unpopulated: what the text asks for stays.
  ['wp-unpopulated', /^(?![\s\S]*\bwp-async\b)[\s\S]*\bwp-unpopulated\b/],
  ['mremap-clear', /^(?:\w+:\s*)?remap\b/m],
  ['unregister-reset', /^unregister\b/m],
  ['close-reset', /^close\b/m],
  ['swap-wp-bit', /\bpageout\b/, /^wp\b/m],
  ['persist-on-zap', /\bfile\b/, /^wp\b/m, /\b(?:dontneed|punch)\b/],
  ['wp-none-pte', /\bfile\b/, /^wp\b/m],
  ['marker-fault', /\bfile\b/, /^wp\b/m],
  ['fork-wp-child', /\bfork\b/, /^register\b.*\bwp\b/m],
  ['uffd-wp-bit', /^wp\b/m],
  ['flush-before-cow', /\bfork\b/, /^wp\b/m],
]

/** The patches to offer, with whether the kernel of the run has them; at most `shown`. */
export function patchesOf(
  text: string,
  run: Run,
  profiles: readonly ProfileInfo[],
  known: ReadonlySet<string>,
  shown: number,
): readonly PatchState[] {
  const profile = profiles.find(({ name }) => name === run.kernel)
  const named = kernelOf(text).patches
  const found = MATTERS.filter(([id, ...clues]) => {
    const isNamed = named.some((patch) => patch.id === id)
    return known.has(id) && !isNamed && clues.every((clue) => clue.test(text))
  })
  const offered = found.map(([id]) => ({ id, present: profile?.patches.includes(id) ?? false }))
  return [...named, ...offered].slice(0, Math.max(shown, named.length))
}
