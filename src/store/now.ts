/** The presented step in words: what the transport, the slider and the live region say of it. */
import { titleOfRow } from '../machine/row-title.ts'
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

/** The function it happened in, with its brackets; empty where there is none. */
export function functionNow(state: State): string {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  const fn = row === null ? undefined : state.hello?.sites[row.fn]?.fn
  return fn === undefined || fn === '' ? '' : `${fn}()`
}

/** That function's file, with the kernel it is of: "mm/mprotect.c, v6.1". */
export function fileNow(state: State): string {
  const { run } = state.run
  const row = run === null ? null : rowOfStep(run, state.time.step)
  const file = row === null ? undefined : state.hello?.sites[row.fn]?.file
  return run === null || file === undefined || file === '' ? '' : `${file}, ${run.kernel}`
}

export function stepText(state: State): string {
  return `step ${countText(state.time.step)} of ${countText(state.run.run?.steps ?? 0)}`
}
