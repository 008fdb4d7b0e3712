/** Linux v5.12, as far as it differs from v5.10. */

import { makeProfile } from './profile.ts'
import { v5_10 } from './v5.10.ts'

export const v5_12 = makeProfile({
  name: 'v5.12',
  kind: 'release',
  base: v5_10,
  adds: ['flush-before-cow', 'mremap-pud'],
  drops: [],
  sees: 'raw',
})
