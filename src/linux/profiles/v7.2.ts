/** Linux v7.2, as far as it differs from v7.1. */

import { makeProfile } from './profile.ts'
import { v7_1 } from './v7.1.ts'

export const v7_2 = makeProfile({
  name: 'v7.2',
  kind: 'release',
  base: v7_1,
  adds: ['must-wait-present', 'fill-beyond-end', 'collapse-of-nothing'],
  drops: [],
  sees: 'raw',
})
