/** What a link says of an exploration: its bounds where they are not the usual ones, and the schedule that is drawn. */
import type { Bounds } from './explore.ts'
import {
  DEFAULT_BOUNDS,
  explorer,
  firstSchedule,
  linkBounds,
  MOST_BOUNDS,
  scheduleWord,
  wishSchedule,
} from './explore.ts'

const MOST_TURNS = 4000

/** `500000.30.2`: states, seconds, and preemptions if they are bounded. */
export function boundsText(): string | null {
  const { states, seconds, preemptions } = explorer.getState().bounds
  const isUsual =
    states === DEFAULT_BOUNDS.states &&
    seconds === DEFAULT_BOUNDS.seconds &&
    preemptions === DEFAULT_BOUNDS.preemptions
  if (isUsual) return null
  return [states, seconds, ...(preemptions === null ? [] : [preemptions])].join('.')
}

export function takeBounds(value: string | null): void {
  const found = /^(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?$/.exec(value ?? '')
  if (found === null) {
    linkBounds(DEFAULT_BOUNDS)
    return
  }
  const bounded = (text: string | undefined, most: number): number =>
    Math.max(1, Math.min(most, Number(text)))
  const bounds: Bounds = {
    states: bounded(found[1], MOST_BOUNDS.states),
    seconds: bounded(found[2], MOST_BOUNDS.seconds),
    preemptions:
      found[3] === undefined ? null : Math.min(MOST_BOUNDS.preemptions, Number(found[3])),
  }
  linkBounds(bounds)
}

/** `main.3-T`; null for the one that is drawn by itself. */
export function shownScheduleText(): string | null {
  const { shown, result } = explorer.getState()
  if (shown === null || result === null) return null
  const word = scheduleWord(shown)
  const first = firstSchedule(result)
  return first !== undefined && scheduleWord(first) === word ? null : word
}

export function takeShownSchedule(value: string | null): void {
  wishSchedule(value === null ? null : turnsIn(value))
}

function turnsIn(word: string): readonly string[] | null {
  if (!/^[\w.-]{1,8000}$/.test(word)) return null
  const turns: string[] = []
  for (const part of word.split('-')) {
    const [name = '', count = '1'] = part.split('.')
    const times = Number(count)
    if (name === '' || !Number.isInteger(times) || times < 1) return null
    if (turns.length + times > MOST_TURNS) return null
    for (let i = 0; i < times; i++) turns.push(name)
  }
  return turns
}
