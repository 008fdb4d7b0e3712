/** What the service worker decides, apart from the browser that asks it. */

export interface Site {
  /** A digest of all files: another build has another. */
  readonly version: string
  /** Paths relative to the page's directory. */
  readonly files: readonly string[]
}

/** Caches belong to an origin, on which several sites may live under different paths. */
export function cacheName(scope: string, version: string): string {
  return `ptescope ${new URL(scope).pathname} ${version}`
}

/**
 * Caches of this site that may go: all but the present one and the one before it, out of which a page that was opened
 * before the update still loads its parts.
 *
 * @param names in the order of their making, as the browser lists them
 */
export function oldCaches(names: readonly string[], scope: string, version: string): string[] {
  const current = cacheName(scope, version)
  const others = names.filter((name) => name.startsWith(cacheName(scope, '')) && name !== current)
  return others.slice(0, -1)
}

/** The file of the site that an address asks for, as a whole address without query; null if it is none of ours. */
export function fileAsked(address: string, scope: string, site: Site): string | null {
  const { origin, pathname } = new URL(address)
  const top = new URL(scope)
  if (origin !== top.origin || !pathname.startsWith(top.pathname)) return null
  const name = pathname.slice(top.pathname.length)
  const file = name === '' ? 'index.html' : name
  const isOurs = site.files.includes(file) || file.startsWith('assets/')
  return isOurs ? `${top.origin}${top.pathname}${file}` : null
}

/** What makes a page cross-origin isolated, on a host that cannot send headers. */
export const ISOLATION: readonly (readonly [name: string, value: string])[] = [
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Embedder-Policy', 'require-corp'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
]
