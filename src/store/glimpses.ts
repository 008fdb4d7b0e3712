/** Runs in small, for the pictures of the start page: one helper runs them, one after another, and is ended. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { ExploreResult, StateGraph } from '../protocol/desk.ts'
import type { Glimpse, GlimpseAsk } from '../sim/page-facts.ts'
import type { Helper } from './engine.ts'
import { startHelper } from './engine.ts'

export type Seen =
  | { readonly is: 'runs'; readonly runs: readonly Glimpse[] }
  | { readonly is: 'graph'; readonly graph: StateGraph; readonly result: ExploreResult }

export interface Wanted {
  readonly id: string
  /** Runs, or every interleaving of a text's last line. */
  readonly asks: readonly GlimpseAsk[] | { readonly explore: string }
}

const glimpses = createStore<Readonly<Record<string, Seen>>>()(() => ({}))

export function useGlimpse(id: string): Seen | undefined {
  return useStore(glimpses, (all) => all[id])
}

/** Enough for what the start page explores; a picture is not worth more. */
const MOST_STATES = 20_000
const SLICE_MS = 30

const asked = new Set<string>()
let queue: Wanted[] = []
let isAtWork = false

/** Asks for what has not been asked for, in this order. */
export async function wantGlimpses(wanted: readonly Wanted[]): Promise<void> {
  queue.push(...wanted.filter(({ id }) => !asked.has(id)))
  for (const { id } of wanted) asked.add(id)
  if (isAtWork || queue.length === 0) return
  isAtWork = true
  const helper = startHelper()
  try {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const seen = await look(helper, next)
      if (seen !== null) glimpses.setState({ [next.id]: seen })
    }
  } catch {
    // Without its picture a card still says what it is; another visit tries again.
    for (const { id } of queue) asked.delete(id)
    queue = []
  } finally {
    isAtWork = false
    helper.stop()
  }
}

async function look(helper: Helper, { asks }: Wanted): Promise<Seen | null> {
  if ('explore' in asks) return explore(helper, asks.explore)
  const runs: Glimpse[] = []
  for (const ask of asks) {
    const run = await helper.ask('glimpse', ask)
    if ('problem' in run) return null
    runs.push(run)
  }
  return { is: 'runs', runs }
}

async function explore(helper: Helper, text: string): Promise<Seen | null> {
  const ask = { text, line: null, states: MOST_STATES, preemptions: null, part: null }
  if ('problem' in (await helper.ask('explore', ask))) return null
  while ((await helper.ask('exploreOn', { milliseconds: SLICE_MS })).more);
  const { result, graph } = await helper.ask('explored', {})
  return graph === null ? null : { is: 'graph', graph, result }
}
