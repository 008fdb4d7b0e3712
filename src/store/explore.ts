/**
 * The exploration that is shown: all interleavings of the last `||` line, found by workers of their own. One begins; if
 * it is not done soon, as many as the machine has processors each explore a part.
 */
import { useStore } from 'zustand'
import { subscribeWithSelector } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'
import type {
  Begun,
  ExploreAsk,
  Explored,
  ExploreProgress,
  ExploreResult,
  Found,
  StateGraph,
  Story,
} from '../protocol/desk.ts'
import type { Helper } from './engine.ts'
import { startHelper } from './engine.ts'
import { textBeside } from './explore-beside.ts'
import { hashOfText } from './link-text.ts'
import { app } from './store.ts'
import { withKernel } from './text.ts'

export interface Bounds {
  readonly states: number
  readonly seconds: number
  /** Null: none. */
  readonly preemptions: number | null
}

export interface ExploreState {
  /** `none`: the text has nothing to explore. */
  readonly status: 'idle' | 'none' | 'running' | 'done' | 'failed'
  readonly problem: string | null
  readonly bounds: Bounds
  readonly begun: Begun | null
  readonly progress: {
    readonly states: number
    readonly transitions: number
    readonly frontier: number
    readonly workers: number
    readonly seconds: number
    /** The search is over; what was found is being put together. */
    readonly isGathering: boolean
  } | null
  readonly result: ExploreResult | null
  readonly graph: StateGraph | null
  /** The same text on the kernel that was explored before, to be told beside it. */
  readonly other: { readonly kernel: string; readonly result: ExploreResult } | null
  /** The schedule that is drawn. */
  readonly shown: readonly string[] | null
  readonly story: Story | null
  /** The shown schedule as text for a mail, and its link. */
  readonly words: { readonly mail: string; readonly link: string } | null
}

export const DEFAULT_BOUNDS: Bounds = { states: 500_000, seconds: 30, preemptions: null }

/** What may be asked for, by hand or by a link. */
export const MOST_BOUNDS = { states: 5_000_000, seconds: 3600, preemptions: 1000 }

export const explorer = createStore<ExploreState>()(
  subscribeWithSelector(
    (): ExploreState => ({
      status: 'idle',
      problem: null,
      bounds: DEFAULT_BOUNDS,
      begun: null,
      progress: null,
      result: null,
      graph: null,
      other: null,
      shown: null,
      story: null,
      words: null,
    }),
  ),
)

/** A leaf of the exploration's state, for components. */
export function useExplore<T>(select: (state: ExploreState) => T): T {
  return useStore(explorer, select)
}

const set = explorer.setState

/** A worker comes back so often, to be stopped and to tell how far it is. */
const SLICE_MS = 60
/** After this time one worker is not enough. */
const ALONE_MS = 3000
const MOST_WORKERS = 16

let helpers: Helper[] = []
/** Rises with each exploration: answers about another one are dropped. */
let round = 0
let stopWanted = false
let explored = ''
/** From a link: the schedule to draw when the search is over. */
let wished: readonly string[] | null = null
/** The bounds of the last exploration: what was found within others cannot be held against it. */
let exploredWithin = ''

export function setBounds(bounds: Partial<Bounds>): void {
  set({ bounds: { ...explorer.getState().bounds, ...bounds } })
}

/** Takes bounds from a link: what was found within others is not what it shows. */
export function linkBounds(bounds: Bounds): void {
  if (JSON.stringify(bounds) === JSON.stringify(explorer.getState().bounds)) return
  setBounds(bounds)
  explored = ''
}

/** Draws a schedule as soon as there is an exploration to draw it from. */
export function wishSchedule(schedule: readonly string[] | null): void {
  wished = schedule
  if (explorer.getState().status === 'done') void drawFirst()
}

/** The schedule that is drawn by itself: the shortest bad one, else that of the most frequent outcome. */
export function firstSchedule(result: ExploreResult): readonly string[] | undefined {
  return result.violations?.[0]?.schedule ?? result.outcomes[0]?.schedule
}

async function drawFirst(): Promise<void> {
  const { result } = explorer.getState()
  const schedule = wished ?? (result === null ? undefined : firstSchedule(result))
  wished = null
  if (schedule !== undefined) await showSchedule(schedule)
}

/** Keeps what was found, and ends the search. */
export function stopExploring(): void {
  stopWanted = true
}

function dismiss(): void {
  for (const helper of helpers) helper.stop()
  helpers = []
}

function hire(): Helper {
  const helper = startHelper()
  helpers.push(helper)
  return helper
}

/** Explores the text as it is. */
export async function exploreNow(): Promise<void> {
  const { doc } = app.getState()
  const { bounds } = explorer.getState()
  const within = JSON.stringify(bounds)
  set({ other: within === exploredWithin ? otherThan(doc.text) : null })
  explored = doc.text
  exploredWithin = within
  const mine = ++round
  dismiss()
  stopWanted = false
  const nothing = { result: null, graph: null, shown: null, story: null, words: null }
  set({ ...nothing, status: 'running', problem: null, begun: null, progress: null })
  try {
    const ask: ExploreAsk = {
      text: doc.text,
      line: null,
      states: bounds.states,
      preemptions: bounds.preemptions,
      part: null,
    }
    const first = hire()
    const begun = await first.ask('explore', ask)
    if (mine !== round) return
    if ('problem' in begun) {
      set({ status: 'none', problem: begun.problem })
      return
    }
    set({ begun })
    const found = await search(first, ask, mine)
    if (mine !== round || found === null) return
    set({ status: 'done', result: found.result, graph: found.graph })
    await drawFirst()
    if (explorer.getState().other === null && mine === round) await lookBeside(mine)
  } catch (thrown) {
    if (mine !== round) return
    set({ status: 'failed', problem: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

/** What was found last, if the text was the same but for its kernel. */
function otherThan(text: string): ExploreState['other'] {
  const { result, other } = explorer.getState()
  const bare = (one: string): string => withKernel(one, { version: null, patches: [] })
  if (explored === '' || bare(explored) !== bare(text)) return null
  return explored === text || result === null ? other : { kernel: result.kernel, result }
}

/** One worker, then many; null when another exploration has begun meanwhile. */
async function search(first: Helper, ask: ExploreAsk, mine: number): Promise<Explored | null> {
  const startedAt = performance.now()
  const seconds = (): number => (performance.now() - startedAt) / 1000
  const { bounds } = explorer.getState()
  const workers = Math.min(MOST_WORKERS, navigator.hardwareConcurrency || 1)
  // A bound on preemptions cuts the same schedules in every part, but each part would count its own.
  const maySplit = workers > 1 && bounds.preemptions === null
  const isTime = (): boolean => stopWanted || seconds() > bounds.seconds
  const report = (all: readonly ExploreProgress[], count: number): void => {
    const sum = (read: (one: ExploreProgress) => number): number =>
      all.reduce((total, one) => total + read(one), 0)
    set({
      progress: {
        states: sum((one) => one.states),
        transitions: sum((one) => one.transitions),
        frontier: sum((one) => one.frontier),
        workers: count,
        seconds: seconds(),
        isGathering: false,
      },
    })
  }
  let alone: ExploreProgress
  do {
    alone = await first.ask('exploreOn', { milliseconds: SLICE_MS })
    if (mine !== round) return null
    report([alone], 1)
  } while (alone.more && !isTime() && !(maySplit && seconds() * 1000 > ALONE_MS))
  gather()
  const own = await first.ask('explored', {})
  if (mine !== round || !alone.more || isTime()) return mine === round ? own : null

  const states = Math.ceil(bounds.states / workers)
  const parts = Array.from({ length: workers }, (_, i) => ({ index: i + 1, of: workers }))
  const all: ExploreProgress[] = parts.map(() => ({
    ...alone,
    states: 0,
    transitions: 0,
    frontier: 0,
  }))
  const results = await Promise.all(
    parts.map(async (part, i) => {
      const helper = hire()
      const begun = await helper.ask('explore', { ...ask, part, states })
      if ('problem' in begun) throw new Error(begun.problem)
      for (;;) {
        const now = await helper.ask('exploreOn', { milliseconds: SLICE_MS })
        all[i] = now
        if (mine !== round) break
        report(all, workers)
        if (!now.more || isTime()) break
      }
      if (all.every((one) => !one.more) || isTime()) gather()
      return (await helper.ask('explored', {})).result
    }),
  )
  if (mine !== round) return null
  for (const helper of helpers.slice(1)) helper.stop()
  helpers = [first]
  const merged = await first.ask('merge', { parts: results })
  if ('problem' in merged) throw new Error(merged.problem)
  return { result: withSwaps(merged.result, own.result), graph: own.graph }
}

function gather(): void {
  const { progress } = explorer.getState()
  if (progress !== null) set({ progress: { ...progress, isGathering: true } })
}

/** A part may not see the good order beside a bad one, but the first worker may have. */
function withSwaps(merged: ExploreResult, own: ExploreResult): ExploreResult {
  const violations = merged.violations?.map((found): Found => {
    const same = own.violations?.find((one) => one.schedule.join() === found.schedule.join())
    return found.swap === null && same !== undefined ? same : found
  })
  return violations === undefined ? merged : { ...merged, violations }
}

/** For so long the same text is explored with its patch flipped, to be told beside it. */
const BESIDE_SECONDS = 10

/** What the patch that matters here would change. */
async function lookBeside(mine: number): Promise<void> {
  const beside = textBeside(explored, app.getState().hello)
  if (beside === null) return
  const helper = startHelper()
  try {
    const { states, preemptions } = explorer.getState().bounds
    const begun = await helper.ask('explore', {
      text: beside,
      line: null,
      states,
      preemptions,
      part: null,
    })
    if ('problem' in begun) return
    const startedAt = performance.now()
    for (;;) {
      const { more } = await helper.ask('exploreOn', { milliseconds: SLICE_MS })
      if (mine !== round) return
      if (!more || performance.now() - startedAt > BESIDE_SECONDS * 1000) break
    }
    const { result } = await helper.ask('explored', {})
    if (mine === round) set({ other: { kernel: result.kernel, result } })
  } finally {
    helper.stop()
  }
}

/** Draws a schedule in time, and writes it as text. */
export async function showSchedule(schedule: readonly string[]): Promise<void> {
  const helper = helpers[0]
  const { begun, result } = explorer.getState()
  if (helper === undefined || begun === null || result === null) return
  const mine = round
  const ask = { text: explored, line: begun.line, schedule }
  set({ shown: schedule, words: null })
  const story = await helper.ask('story', ask)
  if (mine !== round || explorer.getState().shown !== schedule) return
  set({ story })
  const link = await linkOf(explored, schedule)
  const { text } = await helper.ask('mailTable', { ...ask, claim: claimOf(result, schedule), link })
  if (mine !== round || explorer.getState().shown !== schedule) return
  set({ words: { mail: text, link } })
}

function claimOf(result: ExploreResult, schedule: readonly string[]): string {
  const counted = `${result.schedules} schedules explored on ${result.kernel}`
  const found = result.violations?.find((one) => one.schedule.join() === schedule.join())
  if (found !== undefined) return `${found.name}: ${found.say}`
  const bad = result.violations !== undefined && result.violations.length > 0
  return bad ? `This schedule violates nothing: ${counted}.` : `Nothing is violated: ${counted}.`
}

/** `main.3-T`, as an address and the text's schedule have it. */
export function scheduleWord(schedule: readonly string[]): string {
  const parts: string[] = []
  for (let at = 0; at < schedule.length; ) {
    let end = at
    while (end < schedule.length && schedule[end] === schedule[at]) end++
    parts.push(end - at === 1 ? `${schedule[at]}` : `${schedule[at]}.${end - at}`)
    at = end
  }
  return parts.join('-')
}

async function linkOf(text: string, schedule: readonly string[]): Promise<string> {
  const hash = await hashOfText(text, { p: scheduleWord(schedule) })
  return hash === null ? '' : `${location.href.replace(/#.*$/, '')}${hash}`
}

/** Whether what is shown is of the present text. */
export function isCurrent(text: string): boolean {
  return explored === text
}

/** Explores whenever the view is looked at and the text is another. */
export function watchExplore(): void {
  app.subscribe(
    ({ view, run, doc }) => [view.view, run.run, doc.text] as const,
    ([view, run, text]) => {
      const isReady = view === 'explore' && run !== null && !app.getState().doc.dirty
      if (isReady && text !== explored) void exploreNow()
    },
    { equalityFn: (a, b) => a.every((value, i) => value === b[i]), fireImmediately: true },
  )
}
