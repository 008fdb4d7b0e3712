/**
 * The service worker: keeps the whole site for use without a network, and adds the headers that isolate the page. A new
 * version waits until the page asks for it, so nobody's work is cut short.
 */
import type { Site } from './offline-rules.ts'
import { cacheName, fileAsked, ISOLATION, oldCaches } from './offline-rules.ts'

declare const __SITE__: Site

interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void
}

interface Fetching extends Extendable {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}

interface Scope {
  readonly registration: ServiceWorkerRegistration
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Extendable) => void): void
  addEventListener(type: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void
}

const sw = globalThis as unknown as Scope
const { scope } = sw.registration
const current = cacheName(scope, __SITE__.version)

async function keepAll(): Promise<void> {
  const cache = await caches.open(current)
  // Past the browser's own cache: index.html must belong to the same build as the files it names.
  await cache.addAll(
    __SITE__.files.map((file) => new Request(new URL(file, scope), { cache: 'reload' })),
  )
}

async function forgetOld(): Promise<void> {
  for (const name of oldCaches(await caches.keys(), scope, __SITE__.version)) {
    await caches.delete(name)
  }
}

/** The file of this version; of a page that is older than this worker, its own. */
async function kept(address: string): Promise<Response | undefined> {
  const cache = await caches.open(current)
  return (await cache.match(address)) ?? (await caches.match(address))
}

async function answer(request: Request, file: string | null): Promise<Response> {
  const found = file === null ? undefined : await kept(file)
  return isolated(found ?? (await fetch(request)))
}

function isolated(response: Response): Response {
  if (response.status === 0 || response.type === 'opaqueredirect') return response
  const headers = new Headers(response.headers)
  for (const [name, value] of ISOLATION) headers.set(name, value)
  const { status, statusText } = response
  const body = [204, 205, 304].includes(status) ? null : response.body
  return new Response(body, { status, statusText, headers })
}

sw.addEventListener('install', (event) => event.waitUntil(keepAll()))

sw.addEventListener('activate', (event) => {
  event.waitUntil(forgetOld().then(() => sw.clients.claim()))
})

sw.addEventListener('fetch', (event) => {
  const { request } = event
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return
  event.respondWith(answer(request, fileAsked(request.url, scope, __SITE__)))
})

sw.addEventListener('message', (event) => {
  if (event.data === 'take over') void sw.skipWaiting()
})
