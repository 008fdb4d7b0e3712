/** Linux v5.7: uffd-wp for private anonymous memory. */
import { makeProfile } from './profile.ts'

export const v5_7 = makeProfile({
  name: 'v5.7',
  kind: 'release',
  base: null,
  adds: ['uffd-wp-bit', 'swap-wp-bit', 'wp-api', 'cow-mapcount', 'soft-dirty', 'exclusive-by-head'],
  drops: [],
  sees: 'raw',
})
