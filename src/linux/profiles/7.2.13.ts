/** Linux 7.2.13, recorded: v7.2 with the fixes that were backported to it. */

import { makeProfile } from './profile.ts'
import { v7_2 } from './v7.2.ts'

export const k7_2_13 = makeProfile({
  name: '7.2.13',
  kind: 'stable',
  base: v7_2,
  adds: [],
  drops: [],
  sees: 'raw',
})
