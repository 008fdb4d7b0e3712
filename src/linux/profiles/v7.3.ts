/** Linux v7.3, as far as it differs from v7.2. */

import { makeProfile } from './profile.ts'
import { v7_2 } from './v7.2.ts'

export const v7_3 = makeProfile({
  name: 'v7.3',
  kind: 'release',
  base: v7_2,
  adds: ['rereg-busy', 'scan-wp-vma-only'],
  drops: [],
  sees: 'raw',
})
