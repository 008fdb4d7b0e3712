import { app } from './store.ts'

/** Resolves when there is something to look at: a moment of a run, its error, or the start page. */
export function firstMoment(): Promise<void> {
  return new Promise((resolve) => {
    app.subscribe(
      ({ view, run, doc }) =>
        run.run !== null || run.status === 'failed' || (view.view === 'start' && doc.text === ''),
      (isThere) => {
        if (isThere) resolve()
      },
      { fireImmediately: true },
    )
  })
}
