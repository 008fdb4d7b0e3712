/** Linux v6.7, as far as it differs from v6.6. */

import { makeProfile } from './profile.ts'
import { v6_6 } from './v6.6.ts'

export const v6_7 = makeProfile({
  name: 'v6.7',
  kind: 'release',
  base: v6_6,
  adds: ['wp-async', 'pagemap-scan', 'mprotect-unaccounts'],
  drops: [],
  sees: 'raw',
})
