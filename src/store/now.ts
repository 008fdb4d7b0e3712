/** The presented step in words: what the transport, the slider and the live region say of it. */
import { countText } from '../base/count-text.ts'
import { titleOfRow } from '../machine/row-title.ts'
import type { SiteInfo } from '../protocol/messages.ts'
import { fileIn, functionIn, provenanceIn } from '../protocol/provenance.ts'
import { rowOfStep } from './rows.ts'
import type { State } from './state.ts'

/**
 * The same of a moment is told once: selectors are asked on every frame of an animation, and `t` changes none of this.
 */
function perMoment(tell: (state: State) => string): (state: State) => string {
  let run: State['run']['run'] = null
  let hello: State['hello'] = null
  let step = -1
  let told = ''
  return (state) => {
    if (state.run.run !== run || state.hello !== hello || state.time.step !== step) {
      run = state.run.run
      hello = state.hello
      step = state.time.step
      told = tell(state)
    }
    return told
  }
}

const sitesOf = (state: State) => state.hello?.sites ?? []

/** What a step is called that is not the presented one: "step 43, Woken". */
export function stepTitle(state: State, step: number): string {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, step)
  const title = row === null ? 'before the first statement' : titleOfRow(row, sitesOf(state))
  return `step ${countText(step)}, ${title}`
}

/** Name of the moment: "Woken". */
export const titleNow = perMoment((state) => {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  if (row === null) return run === null ? '' : 'Before the first statement'
  return titleOfRow(row, sitesOf(state))
})

/** The function it happened in, with its brackets; empty where there is none. User mode is no function. */
export const functionNow = perMoment((state) => {
  const { run } = state.run
  const site = functionSite(state)
  const fn = run === null || site === null ? '' : functionIn(site, run.kernel)
  return fn === '' || fn.includes(' ') ? fn : `${fn}()`
})

/** That function's file, with the kernel it is of: "mm/mprotect.c, v6.1". */
export const fileNow = perMoment((state) => {
  const { run } = state.run
  const site = functionSite(state)
  return run === null || site === null ? '' : `${fileIn(site, run.kernel)}, ${run.kernel}`
})

/** For which releases the step holds, and how that is known: "v5.19+, checked on a kernel". */
export const provenanceNow = perMoment((state) => {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  const site = row === null ? undefined : sitesOf(state)[row.site]
  return run === null || site === undefined ? '' : provenanceIn(site, run.kernel)
})

/** The function that the presented step is in. */
function functionSite(state: State): SiteInfo | null {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  return row === null ? null : (sitesOf(state)[row.fn] ?? null)
}

export const stepText = perMoment((state) => {
  return `step ${countText(state.time.step)} of ${countText(state.run.run?.steps ?? 0)}`
})
