/** What belongs to a view and is fetched with it. */
import type { ViewName } from './state.ts'
import { app } from './store.ts'

/** Begins something when a view is shown for the first time. */
export function whenShown(name: ViewName, begin: () => Promise<void>): void {
  let isBegun = false
  app.subscribe(
    ({ view }) => view.view === name,
    (isShown) => {
      if (isShown && !isBegun) void begin()
      isBegun ||= isShown
    },
    { fireImmediately: true },
  )
}
