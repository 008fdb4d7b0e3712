/** What is said about each site: function, file, releases, one sentence. A run needs none of it. */

import { FUNCTIONS } from './sites/functions.ts'
import { FUNCTION_KEYS, MOMENT_KEYS } from './sites/keys.ts'
import { MOMENTS } from './sites/moments.ts'
import type { Site } from './sites/site.ts'
import { siteOf } from './sites/site.ts'
import { FN, MO } from './sites.ts'

const USER: Site = siteOf(0, 'user mode', {
  file: 'hardware',
  say: 'The thread runs its own code.',
})

/** All sites; the index is the number in the trace. */
export const SITES: readonly Site[] = [
  USER,
  ...FUNCTION_KEYS.map((key) => siteOf(FN[key], key, FUNCTIONS[key])),
  ...MOMENT_KEYS.map((key) => siteOf(MO[key], key, MOMENTS[key])),
]
