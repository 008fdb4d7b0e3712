/** Starts the workers, the store and the page; the only file that knows them all. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { PARTS } from './store/parts.ts'
import { furnish } from './store/rooms.ts'
import { start } from './store/start.ts'
import { App } from './ui/app.tsx'
import workerUrl from './worker/sim.worker.ts?worker&url'

interface ScriptPolicy {
  createScriptURL(url: string): string
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy
}

/** Built beside the page: src/worker/offline.sw.ts. */
const OFFLINE_URL = './sw.js'

/** Lets through nothing but the addresses of this page's own two workers. */
const rules: ScriptPolicy = {
  createScriptURL(url) {
    if (url !== workerUrl && url !== OFFLINE_URL) throw new TypeError('not the address of a worker')
    return url
  },
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
const policy = trustedTypes?.createPolicy('ptescope', rules) ?? rules

/** In the self-contained file the worker is a blob, which is no module where the page comes from a disk. */
const type = workerUrl.startsWith('blob:') ? 'classic' : 'module'

const root = document.getElementById('root')
if (root !== null) {
  furnish(PARTS)
  void start({
    makeWorker: () => new Worker(policy.createScriptURL(workerUrl), { type }),
    // `single` is the self-contained file, which has no files beside it to keep.
    register: ['development', 'single'].includes(import.meta.env.MODE)
      ? null
      : () => navigator.serviceWorker.register(policy.createScriptURL(OFFLINE_URL)),
  })
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
