/** Linux 6.1.192, recorded: v6.1 with the fixes that were backported to it. */

import { makeProfile } from './profile.ts'
import { v6_1 } from './v6.1.ts'

export const k6_1_192 = makeProfile({
  name: '6.1.192',
  kind: 'stable',
  base: v6_1,
  adds: [
    'wp-writenotify',
    'fork-marker-noevent',
    'close-reset',
    'mremap-clear',
    'must-wait-present',
    'huge-zero-split-wp',
    'free-sharers-head',
  ],
  drops: ['free-sharers-total'],
  sees: 'raw',
})
