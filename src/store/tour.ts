/** The tour of the controls: which stop is shown. What each stop says, and where it stands, is the page's business. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { withPart } from './rooms.ts'

export interface TourState {
  /** Number of the stop; null while no tour is on. */
  readonly stop: number | null
}

const tour = createStore<TourState>()(() => ({ stop: null }))

export function useTour<T>(select: (state: TourState) => T): T {
  return useStore(tour, select)
}

/** Opens the four steps, at rest, and begins. */
export function startTour(): void {
  withPart('open', ({ openFourSteps }) => {
    openFourSteps()
    tour.setState({ stop: 0 })
  })
}

export function toStop(stop: number): void {
  tour.setState({ stop })
}

export function endTour(): void {
  tour.setState({ stop: null })
}
