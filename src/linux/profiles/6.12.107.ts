/** Linux 6.12.107, recorded: v6.12 with the fixes that were backported to it. */

import { makeProfile } from './profile.ts'
import { v6_12 } from './v6.12.ts'

export const k6_12_107 = makeProfile({
  name: '6.12.107',
  kind: 'stable',
  base: v6_12,
  adds: ['mremap-clear', 'must-wait-present', 'scan-none-written', 'released-retry'],
  drops: [],
  sees: 'raw',
})
