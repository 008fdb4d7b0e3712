/** Linux v6.13, as far as it differs from v6.12. */

import { makeProfile } from './profile.ts'
import { v6_12 } from './v6.12.ts'

export const v6_13 = makeProfile({
  name: 'v6.13',
  kind: 'release',
  base: v6_12,
  adds: ['mremap-clear'],
  drops: [],
  sees: 'raw',
})
