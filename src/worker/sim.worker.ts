/**
 * The thread in which scenarios run: the handlers behind a port, nothing else. The page starts one for the stage, one
 * for a comparison, and as many as the machine has processors for an exploration; all are this script, and each fetches
 * what it needs beyond the stage.
 */
import type { Port } from '../protocol/server.ts'
import { serve } from '../protocol/server.ts'
import { later } from './later.ts'
import { createSimHandlers } from './sim-handlers.ts'

// Some browsers are isolated and yet have no SharedArrayBuffer.
const shared = globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function'

serve(globalThis as unknown as Port, {
  ...createSimHandlers({ shared }),
  ...later(['compare', 'compareAt', 'explain'], async () =>
    (await import('./compare-handlers.ts')).createCompareHandlers(),
  ),
  ...later(
    ['explore', 'exploreOn', 'explored', 'merge', 'story', 'mailTable', 'readMailTable'],
    async () =>
      (await import('./explore-handlers.ts')).createExploreHandlers(() => performance.now()),
  ),
})
