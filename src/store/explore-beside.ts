/** The patch that matters to a text that is explored, and the same text with it flipped. */
import { HISTORY, pastOn } from '../scenarios/history.ts'
import type { State } from './state.ts'
import { kernelOf, togglePatch, withKernel } from './text.ts'

/** Those that the text names, and the one that the story of the past is about. */
export function patchesOf(
  text: string,
  hello: State['hello'],
): readonly { readonly id: string; readonly present: boolean }[] {
  const { version, patches } = kernelOf(text)
  const past = HISTORY.find((one) => pastOn(one, '') === pastOn({ ...one, text }, ''))
  const id = past?.patch?.id
  if (id === undefined || patches.some((one) => one.id === id)) return patches
  const profile = hello?.profiles.find((one) => one.name === version)
  return [...patches, { id, present: profile?.patches.includes(id) ?? false }]
}

/** The text with its first patch flipped; null: there is none. */
export function textBeside(text: string, hello: State['hello']): string | null {
  const [patch] = patchesOf(text, hello)
  if (patch === undefined) return null
  const kernel = kernelOf(text)
  const profile = hello?.profiles.find((one) => one.name === kernel.version)
  const isNatural = profile?.patches.includes(patch.id) ?? false
  return withKernel(text, togglePatch(kernel, patch.id, !patch.present, isNatural))
}
