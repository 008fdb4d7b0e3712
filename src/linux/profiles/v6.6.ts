/** Linux v6.6, as far as it differs from v6.5. */

import { makeProfile } from './profile.ts'
import { v6_5 } from './v6.5.ts'

export const v6_6 = makeProfile({
  name: 'v6.6',
  kind: 'release',
  base: v6_5,
  adds: [
    'fault-vma-lock',
    'saved-dirty',
    'collapse-retracts-all',
    'free-sharers-head',
    'sharers-head',
  ],
  drops: ['free-sharers-total', 'cold-sharers-total'],
  sees: 'raw',
})
