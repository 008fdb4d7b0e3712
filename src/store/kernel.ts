/** Changing the kernel under the scenario: edits of the text's `kernel` line. */
import { changeText } from './doc.ts'
import { app } from './store.ts'
import { kernelOf, togglePatch, withKernel } from './text.ts'

/** Runs the scenario on another profile, with the patches it names. */
export function chooseKernel(version: string): void {
  const { text } = app.getState().doc
  changeText(withKernel(text, { ...kernelOf(text), version }))
}

/** Puts a patch on the kernel or takes it away. */
export function flipPatch(id: string, present: boolean): void {
  const { doc, run, hello } = app.getState()
  const kernel = kernelOf(doc.text)
  const version = kernel.version ?? run.run?.kernel ?? null
  const profile = hello?.profiles.find((one) => one.name === version)
  const isNatural = profile?.patches.includes(id) ?? false
  changeText(withKernel(doc.text, togglePatch({ ...kernel, version }, id, present, isNatural)))
}
