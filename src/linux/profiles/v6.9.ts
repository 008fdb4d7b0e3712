/** Linux v6.9, as far as it differs from v6.8. */

import { makeProfile } from './profile.ts'
import { v6_8 } from './v6.8.ts'

export const v6_9 = makeProfile({
  name: 'v6.9',
  kind: 'release',
  base: v6_8,
  adds: [
    'close-reset',
    'fill-prepares-first',
    'pageout-ignores-references',
    'populate-stops-at-hole',
    'sharers-likely',
  ],
  drops: [],
  sees: 'raw',
})
