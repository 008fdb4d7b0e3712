/** The presented step in words: what the transport, the slider and the live region say of it. */
import { titleOfRow } from '../machine/row-title.ts'
import type { SiteInfo } from '../protocol/messages.ts'
import { fileIn, functionIn, provenanceIn } from '../protocol/provenance.ts'
import { rowOfStep } from './rows.ts'
import type { State } from './state.ts'

/** `262,144`: also where the browser's own language writes it otherwise. */
export function countText(count: number): string {
  return count.toLocaleString('en')
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
export function titleNow(state: State): string {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  if (row === null) return run === null ? '' : 'Before the first statement'
  return titleOfRow(row, sitesOf(state))
}

/** The function it happened in, with its brackets; empty where there is none. User mode is no function. */
export function functionNow(state: State): string {
  const { run } = state.run
  const site = functionSite(state)
  const fn = run === null || site === null ? '' : functionIn(site, run.kernel)
  return fn === '' || fn.includes(' ') ? fn : `${fn}()`
}

/** That function's file, with the kernel it is of: "mm/mprotect.c, v6.1". */
export function fileNow(state: State): string {
  const { run } = state.run
  const site = functionSite(state)
  return run === null || site === null ? '' : `${fileIn(site, run.kernel)}, ${run.kernel}`
}

/** For which releases the step holds, and how that is known: "v5.19+, checked on a kernel". */
export function provenanceNow(state: State): string {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  const site = row === null ? undefined : sitesOf(state)[row.site]
  return run === null || site === undefined ? '' : provenanceIn(site, run.kernel)
}

/** The function that the presented step is in. */
function functionSite(state: State): SiteInfo | null {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  return row === null ? null : (sitesOf(state)[row.fn] ?? null)
}

export function stepText(state: State): string {
  return `step ${countText(state.time.step)} of ${countText(state.run.run?.steps ?? 0)}`
}
