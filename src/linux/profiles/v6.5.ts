/** Linux v6.5, which does nothing modelled here otherwise than v6.4. */

import { makeProfile } from './profile.ts'
import { v6_4 } from './v6.4.ts'

export const v6_5 = makeProfile({
  name: 'v6.5',
  kind: 'release',
  base: v6_4,
  adds: [],
  drops: [],
  sees: 'raw',
})
