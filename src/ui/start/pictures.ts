/** What the small pictures of the start page show: for each scenario the states that its entry goes through. */
import type { LegendState } from '../../scene/stage-model.ts'

export interface Frame {
  readonly state: LegendState | 'blocked'
  readonly caption: string
}

export interface Picture {
  readonly frames: readonly Frame[]
  /** What happens between one frame and the next. */
  readonly acts: readonly string[]
}

const frame = (state: Frame['state'], caption: string): Frame => ({ state, caption })

const PICTURES: Readonly<Record<string, Picture>> = {
  'cow-and-uffd-wp': {
    frames: [
      frame('uffd-wp', 'U'),
      frame('blocked', 'main'),
      frame('read-only', 'U 0'),
      frame('writable', 'W'),
    ],
    acts: ['write', 'unwp', 'copy'],
  },
  'no-page-table': {
    frames: [frame('none', 'no table'), frame('table', '3 tables'), frame('marker', 'marker')],
    acts: ['wp', 'wp'],
  },
  'first-touch': {
    frames: [frame('none', 'none'), frame('read-only', 'zero page'), frame('writable', 'own page')],
    acts: ['read', 'write'],
  },
  'fork-then-write': {
    frames: [frame('writable', 'W'), frame('shared', '× 2'), frame('writable', 'a copy')],
    acts: ['fork', 'write'],
  },
  'accessed-and-dirty': {
    frames: [frame('writable', 'A'), frame('writable', 'A D'), frame('read-only', 'A D')],
    acts: ['write', 'protect'],
  },
  'fault-around': {
    frames: [frame('none', '16 none'), frame('writable', '16 mapped'), frame('writable', 'one D')],
    acts: ['read', 'write'],
  },
  'marker-read-first': {
    frames: [frame('marker', 'marker'), frame('uffd-wp', 'U'), frame('blocked', 'main')],
    acts: ['read', 'write'],
  },
  'marker-survives-dontneed': {
    frames: [frame('uffd-wp', 'U'), frame('marker', 'kept'), frame('uffd-wp', 'U')],
    acts: ['drop', 'read'],
  },
  'bit-survives-swap': {
    frames: [frame('uffd-wp', 'U'), frame('swap', 'swap, U'), frame('uffd-wp', 'U')],
    acts: ['out', 'in'],
  },
  'resolve-then-wake': {
    frames: [
      frame('blocked', 'asleep'),
      frame('read-only', 'U 0'),
      frame('blocked', 'asleep'),
      frame('writable', 'W'),
    ],
    acts: ['unwp', 'no wake', 'wake'],
  },
  'async-scan': {
    frames: [frame('uffd-wp', 'U'), frame('writable', 'written'), frame('uffd-wp', 'U')],
    acts: ['write', 'scan'],
  },
  'guest-snapshot': {
    frames: [frame('none', 'no tables'), frame('writable', '1 GiB'), frame('uffd-wp', 'protected')],
    acts: ['populate', 'wp'],
  },
  'live-snapshot': {
    frames: [frame('uffd-wp', 'saved'), frame('blocked', 'main'), frame('writable', 'W')],
    acts: ['write', 'serve'],
  },
}

export function pictureOf(id: string): Picture {
  return PICTURES[id] ?? { frames: [], acts: [] }
}
