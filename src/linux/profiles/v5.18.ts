/** Linux v5.18, as far as it differs from v5.15. */

import { makeProfile } from './profile.ts'
import { v5_15 } from './v5.15.ts'

export const v5_18 = makeProfile({
  name: 'v5.18',
  kind: 'release',
  base: v5_15,
  adds: ['lazyfree-counts-references', 'cow-lru-drain', 'feature-exact-address', 'copy-wp-always'],
  drops: [],
  sees: 'raw',
})
