/** Linux v6.3, as far as it differs from v6.2. */

import { makeProfile } from './profile.ts'
import { v6_2 } from './v6.2.ts'

export const v6_3 = makeProfile({
  name: 'v6.3',
  kind: 'release',
  base: v6_2,
  adds: [
    'mkuffd-wrprotect',
    'resolve-upgrade',
    'prepare-enomem',
    'split-keeps-dirty',
    'cold-sharers-total',
  ],
  drops: [],
  sees: 'raw',
})
