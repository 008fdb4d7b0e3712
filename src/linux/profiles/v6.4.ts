/** Linux v6.4, as far as it differs from v6.3. */

import { makeProfile } from './profile.ts'
import { v6_3 } from './v6.3.ts'

export const v6_4 = makeProfile({
  name: 'v6.4',
  kind: 'release',
  base: v6_3,
  adds: ['wp-multi-vma', 'wp-unpopulated', 'continue-wp', 'vma-cut', 'collapse-spares-missing'],
  drops: [],
  sees: 'raw',
})
