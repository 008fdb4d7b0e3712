/**
 * The first script: starts the worker and asks for the first view while the page's own script is still on its way. The
 * only file that knows worker, store and page.
 */
import type { Parts } from './store/start.ts'
import workerUrl from './worker/sim.worker.ts?worker&url'
import './ui/first.css'

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

const startWorker = (): Worker => new Worker(policy.createScriptURL(workerUrl), { type })

/** The first worker, started before anybody asks for it; null where it failed, or is in use. */
let early: Worker | null = null

const parts: Parts = {
  makeWorker: () => {
    const ready = early
    early = null
    return ready ?? startWorker()
  },
  // `single` is the self-contained file, which has no files beside it to keep.
  register: ['development', 'single'].includes(import.meta.env.MODE)
    ? null
    : () => navigator.serviceWorker.register(policy.createScriptURL(OFFLINE_URL)),
}

/** The view that the address begins with; whatever else it asks for is fetched by the page. */
function firstView(): void {
  if (location.hash === '') void import('./ui/start/start-page.tsx')
  else if (/^#\d/.test(location.hash)) void import('./ui/stage-page.tsx')
}

const root = document.getElementById('root')
// A window of notes and a page inside another one are not the whole page.
const isWhole = !/[?&](?:notes|ui)=/.test(location.search)
if (root !== null) {
  early = startWorker()
  // Whoever asks for it later gets another one, and is told if that one fails too.
  early.addEventListener('error', () => {
    early = null
  })
  if (isWhole) firstView()
  void import('./ui/page.tsx').then(({ showPage }) => showPage(root, parts))
}
