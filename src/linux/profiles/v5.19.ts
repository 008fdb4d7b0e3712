/** Linux v5.19, as far as it differs from v5.18. */

import { makeProfile } from './profile.ts'
import { v5_18 } from './v5.18.ts'

export const v5_19 = makeProfile({
  name: 'v5.19',
  kind: 'release',
  base: v5_18,
  adds: [
    'anon-exclusive',
    'tlb-gather',
    'marker-fault',
    'marker-fault.keep-bit',
    'persist-on-zap',
    'wp-none-pte.marker',
    'wp-none-pte.prepopulate',
    'wp-file-thp',
    'fork-markers',
    'khugepaged-keep',
    'pagemap-markers',
    'wp-file-enable',
  ],
  drops: [],
  sees: 'raw',
})
