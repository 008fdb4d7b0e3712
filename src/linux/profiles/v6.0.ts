/** Linux v6.0, as far as it differs from v5.19. */

import { makeProfile } from './profile.ts'
import { v5_19 } from './v5.19.ts'

export const v6_0 = makeProfile({
  name: 'v6.0',
  kind: 'release',
  base: v5_19,
  adds: ['unregister-reset', 'change-writable'],
  drops: [],
  sees: 'raw',
})
