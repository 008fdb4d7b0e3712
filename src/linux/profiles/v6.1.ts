/** Linux v6.1, as far as it differs from v6.0. */

import { makeProfile } from './profile.ts'
import { v6_0 } from './v6.0.ts'

export const v6_1 = makeProfile({
  name: 'v6.1',
  kind: 'release',
  base: v6_0,
  adds: ['collapse', 'migration-keeps-dirty', 'free-sharers-total'],
  drops: [],
  sees: 'raw',
})
