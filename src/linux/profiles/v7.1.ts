/** Linux v7.1, as far as it differs from v6.18. */

import { makeProfile } from './profile.ts'
import { v6_18 } from './v6.18.ts'

export const v7_1 = makeProfile({
  name: 'v7.1',
  kind: 'release',
  base: v6_18,
  adds: ['swapin-frees-late', 'scan-none-written', 'collapse-past-none'],
  drops: [],
  sees: 'raw',
})
