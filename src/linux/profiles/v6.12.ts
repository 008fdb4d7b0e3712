/** Linux v6.12, as far as it differs from v6.9. */

import { makeProfile } from './profile.ts'
import { v6_9 } from './v6.9.ts'

export const v6_12 = makeProfile({
  name: 'v6.12',
  kind: 'release',
  base: v6_9,
  adds: [
    'swapin-writable',
    'collapse-busy',
    'map-whole-folio',
    'split-maps-zero-page',
    'advice-keeps-folios',
    'cow-copies-parts',
    'swapin-whole-folio',
    'nohugepage-maps-small',
    'huge-cache-fits-area',
  ],
  drops: ['exclusive-by-head'],
  sees: 'raw',
})
