/** Linux v5.15, which does nothing modelled here otherwise than v5.14. */

import { makeProfile } from './profile.ts'
import { v5_14 } from './v5.14.ts'

export const v5_15 = makeProfile({
  name: 'v5.15',
  kind: 'release',
  base: v5_14,
  adds: [],
  drops: [],
  sees: 'raw',
})
