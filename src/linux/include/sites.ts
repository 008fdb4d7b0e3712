/**
 * The table of sites. A step of the trace carries a site's number; everything that is said about the step hangs on the
 * site: function, file, releases, one sentence. Numbers are positions, so they hold for one build only and never leave
 * the page.
 */
import { FUNCTIONS } from './sites/functions.ts'
import { MOMENTS } from './sites/moments.ts'
import type { Site } from './sites/site.ts'
import { siteOf } from './sites/site.ts'

function numbered<K extends string>(keys: readonly K[], from: number): Readonly<Record<K, number>> {
  return Object.fromEntries(keys.map((key, i) => [key, from + i])) as Record<K, number>
}

const functionKeys = Object.keys(FUNCTIONS) as (keyof typeof FUNCTIONS)[]
const momentKeys = Object.keys(MOMENTS) as (keyof typeof MOMENTS)[]

/** Sites of kernel functions, by their names here. Number 0 is no function: user mode. */
export const FN = numbered(functionKeys, 1)
/** Sites of moments inside functions. */
export const MO = numbered(momentKeys, 1 + functionKeys.length)

const USER: Site = siteOf(0, 'user mode', {
  file: 'hardware',
  say: 'The thread runs its own code.',
})

/** All sites; the index is the number in the trace. */
export const SITES: readonly Site[] = [
  USER,
  ...functionKeys.map((key) => siteOf(FN[key], key, FUNCTIONS[key])),
  ...momentKeys.map((key) => siteOf(MO[key], key, MOMENTS[key])),
]
