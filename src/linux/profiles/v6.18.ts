/** Linux v6.18, as far as it differs from v6.13. */

import { makeProfile } from './profile.ts'
import { v6_13 } from './v6.13.ts'

export const v6_18 = makeProfile({
  name: 'v6.18',
  kind: 'release',
  base: v6_13,
  adds: [
    'unregister-owner',
    'map-dirty-folio',
    'fault-around-folio',
    'huge-zero-write-huge',
    'huge-zero-special',
    'huge-saved-dirty',
    'exclusive-by-head',
    'swap-whole-huge',
    'collapse-read-only',
    'merge-into-unfaulted',
    'mremap-multi-vma',
    'released-retry',
    'split-nonuniform',
    'dontneed-frees-tables',
    'shared-by-mm',
    'cow-reuses-parts',
    'lazyfree-stays',
    'collapse-makes-tables',
    'advice-follows-areas',
  ],
  drops: [],
  sees: 'raw',
})
