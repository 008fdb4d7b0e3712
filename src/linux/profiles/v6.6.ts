/** Linux v6.6, as far as it differs from v6.4. */

import { makeProfile } from './profile.ts'
import { v6_4 } from './v6.4.ts'

export const v6_6 = makeProfile({
  name: 'v6.6',
  kind: 'release',
  base: v6_4,
  adds: ['fault-vma-lock', 'saved-dirty'],
  drops: [],
  sees: 'raw',
})
