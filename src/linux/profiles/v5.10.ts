/** Linux v5.10, as far as it differs from v5.7. */

import { makeProfile } from './profile.ts'
import { v5_7 } from './v5.7.ts'

export const v5_10 = makeProfile({
  name: 'v5.10',
  kind: 'release',
  base: v5_7,
  adds: [],
  drops: ['cow-mapcount'],
  sees: 'raw',
})
