/** Starts the worker, the store and the page; the only file that knows all three. */
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { start } from './store/start.ts'
import { App } from './ui/app.tsx'
import workerUrl from './worker/sim.worker.ts?worker&url'

interface ScriptPolicy {
  createScriptURL(url: string): string
}

interface TrustedTypes {
  createPolicy(name: string, rules: ScriptPolicy): ScriptPolicy
}

/** Lets through nothing but the address of this page's own worker. */
const rules: ScriptPolicy = {
  createScriptURL(url) {
    if (url !== workerUrl) throw new TypeError('not the address of the worker')
    return url
  },
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes }
const policy = trustedTypes?.createPolicy('ptescope', rules) ?? rules

const root = document.getElementById('root')
if (root !== null) {
  void start(() => new Worker(policy.createScriptURL(workerUrl), { type: 'module' }))
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
