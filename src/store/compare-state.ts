/** What the comparison shows, and what a link says of it: all that the page knows of it before it is asked for. */
import { useStore } from 'zustand'
import { subscribeWithSelector } from 'zustand/middleware'
import { createStore } from 'zustand/vanilla'
import type { Explained, Place, SideAsk, SideMoment } from '../protocol/desk.ts'
import type { ComparedRuns } from '../protocol/messages.ts'
import { app } from './store.ts'

export interface CompareState {
  /** Null: the kernel of the text. */
  readonly a: SideAsk | null
  /** Null: not chosen yet, what fits the scenario is taken. */
  readonly b: SideAsk | null
  readonly isBusy: boolean
  readonly problem: string | null
  readonly result: ComparedRuns | null
  readonly explained: Explained | null
  /** Index among the moments that stand beside each other. */
  readonly position: number
  readonly moments: {
    readonly position: number
    readonly a: SideMoment
    readonly b: SideMoment
  } | null
  /** The page that is looked at; null: the one that the moment is about. */
  readonly place: Place | null
  readonly isPlaying: boolean
}

export const compareDesk = createStore<CompareState>()(
  subscribeWithSelector(
    (): CompareState => ({
      a: null,
      b: null,
      isBusy: false,
      problem: null,
      result: null,
      explained: null,
      position: 0,
      moments: null,
      place: null,
      isPlaying: false,
    }),
  ),
)

/** A leaf of the comparison's state, for components. */
export function useCompare<T>(select: (state: CompareState) => T): T {
  return useStore(compareDesk, select)
}

/** Puts a kernel on the right before the comparison of a text that is being opened begins. */
export function chooseRight(words: string): void {
  compareDesk.setState({ a: null, b: { is: 'kernel', words } })
}

/** From a link: the step of the text's kernel at which it opens. */
let landing: number | null = null

/** Takes the other side from a link; null where it does not have one. */
export function takeCompareSide(value: string | null): void {
  if (value === null) {
    compareDesk.setState({ a: null, b: null })
    return
  }
  // A dot may stand in a release's name; only before a sign is it a blank.
  const words = value.replaceAll(/\.(?=[+-])/g, ' ')
  if (!/^[\w .+-]{1,400}$/.test(words)) return
  landing = app.getState().time.step
  compareDesk.setState({ a: null, b: { is: 'kernel', words } })
}

/** The step at which a comparison opens that came from a link; told once. */
export function takeLanding(): number | null {
  const step = landing
  landing = null
  return step
}
