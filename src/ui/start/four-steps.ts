/**
 * What the four pictures at the top show: the steps of the kernel's commit message, as the machine tells them. They are
 * on the page before the machine is, so they stand here; a test holds them against the run of that very scenario.
 */
import type { LegendState } from '../../scene/stage-model.ts'
import type { IconName } from '../shared/icons.tsx'

export interface Entry {
  readonly state: LegendState
  readonly frame: string
  readonly letters: string
  /** The letter that has just changed. */
  readonly changed?: 'W' | 'U' | 'A' | 'D'
}

export interface FrameBox {
  readonly frame: string
  readonly count: string
  readonly value: string
  readonly look: 'shared' | 'private' | 'ghost'
  readonly isNew?: boolean
}

export interface Step {
  readonly title: string
  readonly icon: IconName | null
  readonly says: string
  readonly main: Entry
  readonly frames: readonly FrameBox[]
  readonly child: string
}

/** The frame that both share, and the one that main gets for itself. */
export const OLD = '1a207'
const NEW = '1a20d'

const SHARED: FrameBox = { frame: OLD, count: '× 2', value: '= 1', look: 'shared' }

export const STEPS: readonly Step[] = [
  {
    title: 'Blocked by uffd-wp',
    icon: null,
    says: 'main blocked',
    main: { state: 'uffd-wp', frame: OLD, letters: '·UAD' },
    frames: [SHARED],
    child: '',
  },
  {
    title: 'Resolved, write bit clear',
    icon: 'bolt',
    says: 'main woken',
    main: { state: 'read-only', frame: OLD, letters: '··AD', changed: 'U' },
    frames: [SHARED],
    child: '',
  },
  {
    title: 'Retry, COW copies',
    icon: 'over',
    says: 'main copies',
    main: { state: 'read-only', frame: OLD, letters: '··AD' },
    frames: [SHARED, { frame: NEW, count: 'new', value: '= 1', look: 'ghost' }],
    child: '',
  },
  {
    title: 'Writable',
    icon: 'check',
    says: 'main’s write done',
    main: { state: 'writable', frame: NEW, letters: 'W·AD' },
    frames: [
      { frame: OLD, count: '× 1', value: '= 1', look: 'private' },
      { frame: NEW, count: '× 1', value: '= 2', look: 'private', isNew: true },
    ],
    child: 'reads 1',
  },
]
