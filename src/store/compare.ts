/**
 * The comparison that is shown: its two sides, what was found, and one cursor for both. It has a worker of its own, so
 * that the stage stays where it is and nothing waits for a search among kernels.
 */
import type { Place, SideAsk } from '../protocol/desk.ts'
import type { ComparedRuns } from '../protocol/messages.ts'
import { compareDesk, takeLanding } from './compare-state.ts'
import type { Helper } from './engine.ts'
import { startHelper } from './engine.ts'
import { patchesOf } from './patches.ts'
import { requestStep } from './pump.ts'
import { app } from './store.ts'
import type { KernelLine } from './text.ts'
import { kernelOf } from './text.ts'

export { compareDesk, useCompare } from './compare-state.ts'

const set = compareDesk.setState
const get = compareDesk.getState

let helper: Helper | null = null
/** Rises with each comparison: answers about another one are dropped. */
let round = 0
/** What was compared last, so that nothing runs twice. */
let compared = ''

/** `v6.1 -wp-none-pte`. */
export function kernelWords({ version, patches }: KernelLine): string {
  const all = patches.map(({ id, present }) => `${present ? '+' : '-'}${id}`)
  return [version ?? app.getState().hello?.newest ?? '', ...all].join(' ')
}

/** The side's kernel, read from its words. */
export function kernelOfWords(words: string): KernelLine {
  return kernelOf(`kernel ${words}`)
}

/** What stands on the left: what was chosen, else the kernel of the text. */
export function leftSide(): SideAsk {
  const { doc, run } = app.getState()
  const kernel = kernelOf(doc.text)
  const words = kernelWords({ ...kernel, version: kernel.version ?? run.run?.kernel ?? null })
  return get().a ?? { is: 'kernel', words }
}

/** What stands on the right: what was chosen, else what tells most about the scenario. */
export function rightSide(): SideAsk {
  return get().b ?? { is: 'kernel', words: fittingKernel() }
}

/** The release without the changes that the text makes; else with the patch flipped that matters most; else another. */
function fittingKernel(): string {
  const { doc, run, hello } = app.getState()
  const kernel = kernelOf(doc.text)
  const version = kernel.version ?? run.run?.kernel ?? hello?.newest ?? ''
  if (kernel.patches.length > 0) return version
  const known = new Set(hello?.patches.map(({ id }) => id))
  const [first] =
    run.run === null ? [] : patchesOf(doc.text, run.run, hello?.profiles ?? [], known, 1)
  if (first !== undefined) return `${version} ${first.present ? '-' : '+'}${first.id}`
  const newest = hello?.newest ?? ''
  const oldest = hello?.profiles[0]?.name ?? ''
  return version === newest ? oldest : newest
}

export function chooseSide(which: 'a' | 'b', side: SideAsk | null): void {
  set(which === 'a' ? { a: side } : { b: side })
  void compareNow()
}

/** A side as a link has it; null where it has no words, or where it goes without saying. */
export function compareSideText(which: 'a' | 'b'): string | null {
  const side = which === 'a' ? get().a : rightSide()
  return side?.is === 'kernel' ? side.words.replaceAll(' ', '.') : null
}

/** Compares, unless that has been done for this text, these sides and this schedule. */
async function compareNow(): Promise<void> {
  const { doc, run } = app.getState()
  if (run.run === null || doc.dirty) return
  const ask = { text: doc.text, schedule: doc.schedule, a: leftSide(), b: rightSide() }
  const key = JSON.stringify(ask)
  if (key === compared) {
    const { result } = get()
    // A link to another moment of what is shown.
    if (result !== null && !get().isBusy) landAgain(result)
    return
  }
  compared = key
  const mine = ++round
  // Whatever the worker does is about something else now.
  if (helper === null || get().isBusy || get().explained === null) {
    helper?.stop()
    helper = startHelper()
  }
  set({ isBusy: true, isPlaying: false, problem: null, explained: null })
  try {
    const result = await helper.ask('compare', ask)
    if (mine !== round) return
    if ('problem' in result) {
      set({ isBusy: false, problem: result.problem, result: null, moments: null })
      return
    }
    set({ isBusy: false, result, moments: null, place: null, position: 0 })
    land(result)
    const explained = await helper.ask('explain', {})
    if (mine === round) set({ explained })
  } catch (thrown) {
    if (mine !== round) return
    compared = ''
    const words = thrown instanceof Error ? thrown.message : String(thrown)
    set({ isBusy: false, problem: `The comparison stopped: ${words}` })
  }
}

/** Opens where a link says, else where the first divergence has come about. */
function land(result: ComparedRuns): void {
  if (landAgain(result)) return
  const first = result.first === null ? undefined : result.divergences[result.first]
  goTo(result.statements[first?.statement ?? -1]?.end ?? lastPosition(result))
}

/** Goes where a link says, if one does. */
function landAgain(result: ComparedRuns): boolean {
  const wanted = takeLanding()
  if (wanted === null) return false
  const { moment, step } = wanted
  if (moment !== null) goTo(moment.position, moment.place)
  else if (step > 0 && result.runs.a !== null) goTo(positionOfStep(result, step))
  else return false
  return true
}

function positionOfStep({ positions }: ComparedRuns, step: number): number {
  for (let i = 0; i < positions.length / 2; i++) if ((positions[2 * i] ?? 0) >= step) return i
  return positions.length / 2 - 1
}

export function lastPosition({ positions }: ComparedRuns): number {
  return positions.length / 2 - 1
}

/** Ordinal of the statement that a position stands in or at the end of; -1 at the start. */
export function statementAtPosition({ statements }: ComparedRuns, position: number): number {
  if (position === 0) return -1
  const found = statements.findIndex(({ end }) => end >= position)
  return found < 0 ? statements.length - 1 : found
}

let wanted: number | null = null
let isAsking = false

/** Shows a moment; of those that are asked for while one is under way only the newest. */
export function goTo(position: number, place: Place | null = null): void {
  const { result } = get()
  if (result === null) return
  const at = Math.max(0, Math.min(lastPosition(result), position))
  set({ position: at, place: place ?? placeFor(result, at) })
  wanted = at
  void look()
  // The stage stands at the same moment, as far as its kernel is on the left.
  if (get().a === null) requestStep(result.positions[2 * at] ?? 0)
}

/** The page that the moment's statement, or the nearest before it, makes differ. */
function placeFor(result: ComparedRuns, position: number): Place | null {
  const now = statementAtPosition(result, position)
  const withPlace = result.divergences.filter(
    (one) => one.place !== null && one.statement <= now && one.kind !== 'tables',
  )
  const own = withPlace.find((one) => one.statement === now) ?? withPlace.at(-1)
  const tables = result.divergences.find((one) => one.place !== null && one.statement === now)
  return (own ?? tables)?.place ?? null
}

async function look(): Promise<void> {
  if (isAsking) return
  isAsking = true
  try {
    while (wanted !== null && helper !== null) {
      const position = wanted
      wanted = null
      const mine = round
      const moments = await helper.ask('compareAt', { position, place: get().place })
      if (mine === round) set({ moments })
    }
  } catch {
    // The worker was ended for another comparison, which asks for its own moment.
  } finally {
    isAsking = false
  }
}

/** Runs whenever the comparison is looked at and what it is about has changed. */
export function watchCompare(): void {
  app.subscribe(
    ({ view, run, doc }) => [view.view, run.run, doc.text, doc.schedule] as const,
    ([view, run]) => {
      if (view === 'compare' && run !== null) void compareNow()
      else if (view !== 'compare' && get().isPlaying) set({ isPlaying: false })
    },
    { equalityFn: (a, b) => a.every((value, i) => value === b[i]), fireImmediately: true },
  )
  // Sides were chosen for the scenario before.
  app.subscribe(
    ({ doc }) => titleKey(doc.text),
    () => set({ a: null, b: null }),
  )
}

/** A scenario by its operations: an edit of its kernel line is not another scenario. */
function titleKey(text: string): string {
  return text
    .split('\n')
    .filter((line) => /^\s*(title|map|file)\b/.test(line))
    .join('\n')
}
