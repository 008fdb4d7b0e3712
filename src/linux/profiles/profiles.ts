/** All profiles, oldest first; a stable release stands behind the release that it grew from. */

import { k6_1_192 } from './6.1.192.ts'
import { k6_12_107 } from './6.12.107.ts'
import { k6_18_44 } from './6.18.44.ts'
import { k7_2_13 } from './7.2.13.ts'
import type { Profile } from './profile.ts'
import { v5_7 } from './v5.7.ts'
import { v5_10 } from './v5.10.ts'
import { v5_12 } from './v5.12.ts'
import { v5_14 } from './v5.14.ts'
import { v5_15 } from './v5.15.ts'
import { v5_18 } from './v5.18.ts'
import { v5_19 } from './v5.19.ts'
import { v6_0 } from './v6.0.ts'
import { v6_1 } from './v6.1.ts'
import { v6_2 } from './v6.2.ts'
import { v6_3 } from './v6.3.ts'
import { v6_4 } from './v6.4.ts'
import { v6_5 } from './v6.5.ts'
import { v6_6 } from './v6.6.ts'
import { v6_7 } from './v6.7.ts'
import { v6_8 } from './v6.8.ts'
import { v6_9 } from './v6.9.ts'
import { v6_12 } from './v6.12.ts'
import { v6_13 } from './v6.13.ts'
import { v6_18 } from './v6.18.ts'
import { v7_1 } from './v7.1.ts'
import { v7_2 } from './v7.2.ts'
import { v7_3 } from './v7.3.ts'

export type { Profile }

export const PROFILES: readonly Profile[] = [
  v5_7,
  v5_10,
  v5_12,
  v5_14,
  v5_15,
  v5_18,
  v5_19,
  v6_0,
  v6_1,
  k6_1_192,
  v6_2,
  v6_3,
  v6_4,
  v6_5,
  v6_6,
  v6_7,
  v6_8,
  v6_9,
  v6_12,
  k6_12_107,
  v6_13,
  v6_18,
  k6_18_44,
  v7_1,
  v7_2,
  k7_2_13,
  v7_3,
]
