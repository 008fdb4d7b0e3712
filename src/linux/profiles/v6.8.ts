/** Linux v6.8, as far as it differs from v6.7. */

import { makeProfile } from './profile.ts'
import { v6_7 } from './v6.7.ts'

export const v6_8 = makeProfile({
  name: 'v6.8',
  kind: 'release',
  base: v6_7,
  adds: [],
  drops: [],
  sees: 'raw',
})
