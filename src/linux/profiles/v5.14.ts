/** Linux v5.14, as far as it differs from v5.12. */

import { makeProfile } from './profile.ts'
import { v5_12 } from './v5.12.ts'

export const v5_14 = makeProfile({
  name: 'v5.14',
  kind: 'release',
  base: v5_12,
  adds: ['fork-wp-child', 'feature-minor-shmem', 'populate'],
  drops: [],
  sees: 'raw',
})
