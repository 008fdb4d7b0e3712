/**
 * The axis of the timeline: where each statement and each step lies. A statement is as wide as its steps need, or as
 * its label; where there is no room for all labels, neighbours share one. Pure numbers.
 */
import type { Run } from './input.ts'

/** What is drawn over one statement, or over several neighbours. */
export interface Head {
  readonly x: number
  readonly width: number
  /** First and last statement, by ordinal. */
  readonly from: number
  readonly to: number
  /** `16`, `5–7`. */
  readonly lines: string
  /** `unwp A[7]`, or one word for several. */
  readonly label: string
  /** The same, short: its verb. */
  readonly short: string
}

export interface Axis {
  readonly width: number
  readonly heads: readonly Head[]
  /** Distance of two steps. */
  readonly pitch: number
}

const WIDEST_PITCH = 24
const PITCH_BEFORE_MERGING = 9
const NARROWEST_PITCH = 5
/** Of a letter of a label, with a little to spare. */
const LETTER = 7.9
const HEAD_PADDING = 17
/** Before the first step of a statement and behind its last. */
const MARGIN = 8

interface Group {
  from: number
  to: number
  steps: number
  lines: string
  label: string
  short: string
}

/** The words of a statement without its actor: `unwp A[7]`. */
function wordsOf(text: string): string {
  return text.replace(/^[A-Za-z_]\w*:\s*/, '')
}

const SETUP = new Set(['file', 'pwrite', 'map', 'uffd', 'register', 'thread'])

function groupOf(run: Run, from: number, to: number): Group {
  const parts = run.statements.slice(from, to + 1)
  const first = parts[0]
  const last = parts.at(-1)
  if (first === undefined || last === undefined) throw new RangeError('no such statements')
  const verbs = parts.map(({ text }) => wordsOf(text).split(/\s/)[0] ?? '')
  const isOne = from === to || first.line === last.line
  const isSetup = verbs.every((verb) => SETUP.has(verb))
  const isAlike = verbs.every((verb) => verb === verbs[0])
  const several = isSetup ? 'setup' : isAlike ? (verbs[0] ?? '') : ''
  return {
    from,
    to,
    steps: last.last - first.first,
    lines: isOne ? String(first.line) : `${first.line}–${last.line}`,
    label: isOne ? wordsOf(first.text) : several,
    short: isOne ? (verbs[0] ?? '') : several,
  }
}

function need({ lines, short }: Group): number {
  return (lines.length + (short === '' ? 0 : short.length + 1)) * LETTER + HEAD_PADDING
}

/** Up to here every step has the same room; a statement with more grows by the logarithm, or it would bury the rest. */
const EVEN_STEPS = 32
const ROOM_PER_DOUBLING = 8

function room(steps: number): number {
  return steps <= EVEN_STEPS
    ? steps
    : EVEN_STEPS + ROOM_PER_DOUBLING * Math.log2(steps / EVEN_STEPS)
}

function widthOf(group: Group, pitch: number): number {
  return Math.max(need(group), room(group.steps) * pitch + MARGIN)
}

function total(groups: readonly Group[], pitch: number): number {
  return groups.reduce((sum, group) => sum + widthOf(group, pitch), 0)
}

/** The widest pitch at which the groups fit into `space`, or `low` if they never do. */
function pitchFor(groups: readonly Group[], space: number, low: number): number {
  let [least, most] = [low, WIDEST_PITCH]
  if (total(groups, most) <= space) return most
  for (let i = 0; i < 20; i++) {
    const middle = (least + most) / 2
    if (total(groups, middle) <= space) least = middle
    else most = middle
  }
  return least
}

/** Joins neighbours whose labels are wider than their steps, until every label has room or all is joined. */
function merged(run: Run, groups: readonly Group[], pitch: number): Group[] {
  const result: Group[] = []
  for (const group of groups) {
    const before = result.at(-1)
    const isTight = (one: Group) => room(one.steps) * pitch + MARGIN < need(one)
    if (before !== undefined && isTight(group) && isTight(before)) {
      result[result.length - 1] = groupOf(run, before.from, group.to)
    } else result.push(group)
  }
  return result
}

/** Lays the run out on an axis at least `space` wide. Does not depend on the step, so it holds still while playing. */
export function axisOf(run: Run, space: number): Axis {
  let groups = run.statements.map((_, ordinal) => groupOf(run, ordinal, ordinal))
  if (total(groups, PITCH_BEFORE_MERGING) > space) {
    groups = merged(run, groups, PITCH_BEFORE_MERGING)
  }
  const pitch = pitchFor(groups, space, NARROWEST_PITCH)
  const rest = Math.max(0, space - total(groups, pitch))
  const extra = groups.length === 0 ? 0 : rest / groups.length
  let x = 0
  const heads = groups.map(({ from, to, lines, label, short, steps }): Head => {
    const width = widthOf({ from, to, lines, label, short, steps }, pitch) + extra
    const head = { x, width, from, to, lines, label, short }
    x += width
    return head
  })
  return { width: Math.max(space, x), heads, pitch }
}

/** Where step `step` is: between the tick of the row before it and that of the row after it. */
export function xOfStep(axis: Axis, run: Run, step: number): number {
  const head = headOfRow(axis, run, Math.max(0, step - 1))
  if (head === null || step === 0) return 0
  const { first, last } = spanOf(run, head)
  return head.x + ((step - first) / Math.max(1, last - first)) * head.width
}

/** Where the tick of a row is: in the middle of its share. */
export function xOfRow(axis: Axis, run: Run, row: number): number {
  const head = headOfRow(axis, run, row)
  if (head === null) return 0
  const { first, last } = spanOf(run, head)
  return head.x + ((row - first + 0.5) / Math.max(1, last - first)) * head.width
}

/** The step nearest to a place on the axis. */
export function stepAtX(axis: Axis, run: Run, x: number): number {
  const head = axis.heads.find((one) => x < one.x + one.width) ?? axis.heads.at(-1)
  if (head === undefined) return 0
  const { first, last } = spanOf(run, head)
  const share = Math.max(0, Math.min(1, (x - head.x) / head.width))
  return Math.round(first + share * (last - first))
}

function spanOf(run: Run, head: Head): { first: number; last: number } {
  return {
    first: run.statements[head.from]?.first ?? 0,
    last: run.statements[head.to]?.last ?? 0,
  }
}

/** The head over a row; heads are sorted, so this is a binary search. */
function headOfRow(axis: Axis, run: Run, row: number): Head | null {
  let low = 0
  let high = axis.heads.length - 1
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    const head = axis.heads[middle]
    if (head !== undefined && spanOf(run, head).first <= row) low = middle
    else high = middle - 1
  }
  return axis.heads[low] ?? null
}

/** What is shown keeps this far from the edges. */
const CLEARANCE = 60

/** Where the lanes are scrolled to so that `x` is well within them, of `room` pixels; as they are, if it is. */
export function leftToShow(axis: Axis, x: number, left: number, room: number): number {
  const isInView = x >= left + CLEARANCE && x <= left + room - CLEARANCE
  if (isInView) return left
  return Math.max(0, Math.min(x - room * 0.4, axis.width - room))
}
