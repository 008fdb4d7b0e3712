/** The thread in which scenarios run: the handlers behind a port, nothing else. */
import type { Port } from '../protocol/server.ts'
import { serve } from '../protocol/server.ts'
import { createSimHandlers } from './sim-handlers.ts'

// Some browsers are isolated and yet have no SharedArrayBuffer.
const shared = globalThis.crossOriginIsolated === true && typeof SharedArrayBuffer === 'function'

serve(globalThis as unknown as Port, createSimHandlers({ shared }))
