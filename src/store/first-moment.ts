import type { State } from './state.ts'
import { app } from './store.ts'

const isThere = ({ view, run, doc }: State): boolean =>
  run.run !== null || run.status === 'failed' || (view.view === 'start' && doc.text === '')

/** Resolves when there is something to look at: a moment of a run, its error, or the start page. */
export function firstMoment(): Promise<void> {
  if (isThere(app.getState())) return Promise.resolve()
  return new Promise((resolve) => {
    // Parts of the page wait each time they are shown: none may go on listening.
    const stop = app.subscribe(isThere, () => {
      stop()
      resolve()
    })
  })
}
