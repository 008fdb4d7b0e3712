/**
 * The service worker, seen from the page: without a network the page goes on, on a host without headers it becomes
 * isolated by one reload, and a new version waits for a yes.
 */
import { isFramed } from './embed.ts'
import { firstMoment } from './first-moment.ts'
import { tell } from './notices.ts'

export type Register = () => Promise<ServiceWorkerRegistration | undefined>

const RELOADED_KEY = 'ptescope.isolated'
const LOOK_EVERY_MS = 3_600_000

/** Has the user done anything here? Then the page is not reloaded under their hands. */
let isTouched = false

export async function startOffline(register: Register | null): Promise<void> {
  if (register === null || !('serviceWorker' in navigator) || isFramed()) return
  for (const name of ['pointerdown', 'keydown']) {
    addEventListener(name, () => (isTouched = true), { capture: true, once: true })
  }
  // Where the page is to be loaded once more, the sooner the better.
  if (globalThis.crossOriginIsolated) await settled()
  try {
    const registration = await register()
    if (registration === undefined) return
    watch(registration)
    await navigator.serviceWorker.ready
    if (navigator.serviceWorker.controller === null) await controlled()
    isolateOnce()
  } catch {
    // Storage is off, or the host refuses: the page works all the same while it is online.
  }
}

/** What the page needs first comes first: the whole site is fetched when the first view is there and nothing is to be done. */
async function settled(): Promise<void> {
  await firstMoment()
  await new Promise<void>((resolve) => {
    const idle = () =>
      'requestIdleCallback' in globalThis
        ? requestIdleCallback(() => resolve(), { timeout: 2000 })
        : setTimeout(resolve, 1000)
    if (document.readyState === 'complete') idle()
    else addEventListener('load', idle, { once: true })
  })
}

function controlled(): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve()
    navigator.serviceWorker.addEventListener('controllerchange', done, { once: true })
  })
}

/** The worker adds the headers to whatever it answers from now on; so the page asks for itself again, once a tab. */
function isolateOnce(): void {
  if (
    globalThis.crossOriginIsolated ||
    isTouched ||
    sessionStorage.getItem(RELOADED_KEY) !== null
  ) {
    return
  }
  sessionStorage.setItem(RELOADED_KEY, '1')
  location.reload()
}

function watch(registration: ServiceWorkerRegistration): void {
  if (registration.waiting !== null) announce(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      const isUpdate = navigator.serviceWorker.controller !== null
      if (installing.state === 'installed' && isUpdate) announce(installing)
    })
  })
  setInterval(() => void registration.update().catch(() => undefined), LOOK_EVERY_MS)
}

function announce(waiting: ServiceWorker): void {
  tell(
    {
      id: 'update',
      title: 'A new version is ready.',
      text: 'Your text, the step and the selection are kept.',
      action: 'Reload',
    },
    async () => {
      ;(await import('./autosave.ts')).saveNow()
      navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), {
        once: true,
      })
      waiting.postMessage('take over')
    },
  )
}
