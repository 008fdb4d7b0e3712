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

/** From a link: where the comparison opens. */
export interface Landing {
  /** A step of the text's kernel, for links that say no more. */
  readonly step: number
  readonly moment: { readonly position: number; readonly place: Place | null } | null
}

let landing: Landing | null = null

/** What a link says of a comparison: both kernels, with dots for blanks, and the moment. */
interface LinkedComparison {
  readonly a: string | undefined
  readonly b: string | undefined
  readonly moment: string | undefined
}

/** Takes what a link says, for the comparison that begins next; without a right side it says nothing. */
export function takeCompare({ a, b, moment }: LinkedComparison): void {
  const right = sideIn(b)
  if (right === null) {
    if (b === undefined) compareDesk.setState({ a: null, b: null })
    return
  }
  landing = { step: app.getState().time.step, moment: momentIn(moment) }
  compareDesk.setState({ a: sideIn(a), b: right })
}

function sideIn(written: string | undefined): SideAsk | null {
  // A dot may stand in a release's name; only before a sign is it a blank.
  const words = written?.replaceAll(/\.(?=[+-])/g, ' ') ?? ''
  return /^[\w .+-]{1,400}$/.test(words) ? { is: 'kernel', words } : null
}

/** `57` or `57.main.A.6.2`: the moment, and the pages that are looked at. */
function momentIn(written: string | undefined): Landing['moment'] {
  const found = /^(\d{1,9})(?:\.(\w{1,32})\.(\w{1,32})\.(\d{1,9})\.(\d{1,9}))?$/.exec(written ?? '')
  if (found === null) return null
  const [, position, process, region, first, count] = found
  const place =
    process === undefined || region === undefined
      ? null
      : { process, region, first: Number(first), count: Number(count) }
  return { position: Number(position), place }
}

/** How `momentIn` has it; null before there is a result. */
export function compareMomentText(): string | null {
  const { result, position, place } = compareDesk.getState()
  if (result === null) return null
  if (place === null) return String(position)
  return [position, place.process, place.region, place.first, place.count].join('.')
}

/** Is one of the sides a recording, which no link can hold? */
export function hasRecordedSide(): boolean {
  const { a, b } = compareDesk.getState()
  return a?.is === 'recording' || b?.is === 'recording'
}

/** Where a comparison opens that came from a link; told once. */
export function takeLanding(): Landing | null {
  const wanted = landing
  landing = null
  return wanted
}
