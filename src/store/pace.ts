/** How long a step takes at 1×: its animation, and then a moment to look. Both are divided by the speed. */
import {
  OP_ACCESS,
  OP_ALLOC,
  OP_BEGIN,
  OP_CACHE,
  OP_COPY,
  OP_END,
  OP_ENTER,
  OP_FLUSH,
  OP_FREE,
  OP_LEAVE,
  OP_LOCK,
  OP_MESSAGE,
  OP_SET,
  OP_SLEEP,
  OP_TABLE,
  OP_UNLOCK,
  OP_UNTABLE,
  OP_WAKE,
  OP_WALK,
} from '../machine/trace.ts'

export interface Pace {
  /** Milliseconds in which `time.t` goes from 0 to 1. */
  readonly moves: number
  /** Milliseconds until playing takes the next step. */
  readonly stays: number
}

const BY_OP: Readonly<Record<number, Pace>> = {
  [OP_BEGIN]: { moves: 120, stays: 360 },
  [OP_END]: { moves: 120, stays: 360 },
  [OP_ENTER]: { moves: 120, stays: 240 },
  [OP_LEAVE]: { moves: 120, stays: 160 },
  [OP_WALK]: { moves: 120, stays: 320 },
  [OP_LOCK]: { moves: 120, stays: 240 },
  [OP_UNLOCK]: { moves: 120, stays: 200 },
  [OP_SET]: { moves: 580, stays: 900 },
  [OP_TABLE]: { moves: 360, stays: 800 },
  [OP_UNTABLE]: { moves: 360, stays: 700 },
  [OP_COPY]: { moves: 360, stays: 800 },
  [OP_ALLOC]: { moves: 220, stays: 480 },
  [OP_FREE]: { moves: 220, stays: 480 },
  [OP_CACHE]: { moves: 220, stays: 480 },
  [OP_FLUSH]: { moves: 220, stays: 600 },
  [OP_ACCESS]: { moves: 220, stays: 600 },
  [OP_SLEEP]: { moves: 220, stays: 800 },
  [OP_WAKE]: { moves: 260, stays: 640 },
  [OP_MESSAGE]: { moves: 520, stays: 900 },
}

const OTHER: Pace = { moves: 120, stays: 500 }
const STILL: Pace = { moves: 0, stays: 400 }
/** Over this speed only the end state of a step is drawn. */
const FASTEST_MOVING = 4

/** The pace of a step whose row has this op; null: a jump over several rows, which does not move. */
export function paceOf(op: number | null, speed: number, reducedMotion: boolean): Pace {
  const { moves, stays } = op === null ? STILL : (BY_OP[op] ?? OTHER)
  const shown = speed > FASTEST_MOVING ? 0 : reducedMotion ? Math.min(moves, 120) : moves / speed
  return { moves: shown, stays: stays / speed }
}

export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8] as const
