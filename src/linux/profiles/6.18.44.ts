/** Linux 6.18.44, recorded: v6.18 with the fixes that were backported to it. */

import { makeProfile } from './profile.ts'
import { v6_18 } from './v6.18.ts'

export const k6_18_44 = makeProfile({
  name: '6.18.44',
  kind: 'stable',
  base: v6_18,
  adds: ['must-wait-present', 'scan-none-written'],
  drops: ['soft-dirty', 'swap-whole-huge'],
  sees: 'pagemap',
})
