/** Linux v6.2, as far as it differs from v6.1. */

import { makeProfile } from './profile.ts'
import { v6_1 } from './v6.1.ts'

export const v6_2 = makeProfile({
  name: 'v6.2',
  kind: 'release',
  base: v6_1,
  adds: [
    'wp-writenotify',
    'fork-marker-noevent',
    'swp-marker-31',
    'change-writable-clean',
    'wp-shared-first',
    'huge-zero-split-wp',
  ],
  drops: [],
  sees: 'raw',
})
