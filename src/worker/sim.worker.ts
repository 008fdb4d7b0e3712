/**
 * The thread in which scenarios run: the handlers behind a port, nothing else. The page starts one for the stage, one
 * for a comparison, and as many as the machine has processors for an exploration; all are this script.
 */
import type { Port } from '../protocol/server.ts'
import { serve } from '../protocol/server.ts'
import { createCompareHandlers } from './compare-handlers.ts'
import { createExploreHandlers } from './explore-handlers.ts'
import { createSimHandlers } from './sim-handlers.ts'

// Some browsers are isolated and yet have no SharedArrayBuffer.
const shared = globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function'

serve(globalThis as unknown as Port, {
  ...createSimHandlers({ shared }),
  ...createCompareHandlers(),
  ...createExploreHandlers(() => performance.now()),
})
