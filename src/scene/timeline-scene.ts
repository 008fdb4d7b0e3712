/**
 * The timeline as shapes: what is visible of the run between two places of its axis, at a step. Ticks are two paths,
 * so that a long run costs as little to draw as a short one. Pure geometry.
 */
import { rowAt } from '../machine/trace.ts'
import type { Run } from './input.ts'
import type { Axis, Head } from './timeline-axis.ts'
import { xOfRow, xOfStep } from './timeline-axis.ts'
import type { Arrow, Blocked, BlockedBy, TimelineEvents } from './timeline-events.ts'

export interface LaneMetrics {
  /** Middle of the first lane. */
  readonly top: number
  readonly apart: number
}

export interface BlockedShape {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly width: number
  /** How much of it has happened. */
  readonly past: number
  readonly label: string
}

export interface ArrowShape {
  readonly id: string
  readonly kind: Arrow['kind']
  /** Null while it is under way: a message that has not been read. */
  readonly path: string | null
  readonly head: string | null
  readonly label: string
  readonly labelX: number
  readonly labelY: number
  readonly dot: { readonly x: number; readonly y: number } | null
  /** The present step has sent it, woken by it or read it: the arrow draws itself. */
  readonly isNow: boolean
}

export interface BracketShape {
  readonly id: string
  readonly path: string
  readonly x: number
  readonly y: number
  readonly label: string
}

export interface HeadShape extends Head {
  readonly text: string
  readonly textX: number
  readonly isNow: boolean
}

export interface TimelineScene {
  readonly past: string
  readonly future: string
  readonly tickWidth: number
  readonly heads: readonly HeadShape[]
  readonly blocked: readonly BlockedShape[]
  readonly arrows: readonly ArrowShape[]
  readonly brackets: readonly BracketShape[]
  readonly playhead: number
}

export interface TimelineInput {
  readonly run: Run
  readonly axis: Axis
  readonly events: TimelineEvents
  readonly step: number
  /** Visible part of the axis. */
  readonly left: number
  readonly right: number
  readonly lanes: LaneMetrics
}

const TICK = 12
/** Least distance of two ticks in a lane. */
const CLOSEST = 2.5
const BAR = 8

const r1 = (value: number): string => String(Math.round(value * 10) / 10)

function laneY(lanes: LaneMetrics, actor: number): number {
  return lanes.top + actor * lanes.apart
}

/** Everything visible. */
export function timelineScene(input: TimelineInput): TimelineScene {
  const { run, axis, step, left, right } = input
  const isVisible = (from: number, to: number) => to >= left && from <= right
  const tickWidth = Math.max(1.5, Math.min(4, axis.pitch * 0.45))
  return {
    ...ticks(input, tickWidth),
    tickWidth,
    heads: axis.heads
      .filter(({ x, width }) => isVisible(x, x + width))
      .map((head) => headShape(head, run, step, xOfStep(axis, run, step))),
    blocked: input.events.blocked
      .map((one) => blockedShape(input, one))
      .filter(({ x, width }) => isVisible(x, x + width)),
    arrows: input.events.arrows
      .filter(({ fromRow }) => fromRow < step)
      .filter(({ fromRow, toRow }) =>
        isVisible(xOfRow(axis, run, fromRow), xOfRow(axis, run, toRow)),
      )
      .map((arrow) => arrowShape(input, arrow)),
    brackets: brackets(input),
    playhead: xOfStep(axis, run, step),
  }
}

function ticks(input: TimelineInput, width: number): { past: string; future: string } {
  const { run, axis, step, left, right, lanes } = input
  const marks: Marks = { past: [], future: [], drawn: new Map() }
  for (const head of axis.heads) {
    if (head.x + head.width < left || head.x > right) continue
    const first = run.statements[head.from]?.first ?? 0
    const last = run.statements[head.to]?.last ?? 0
    const pitch = head.width / Math.max(1, last - first)
    const from = Math.max(first, first + Math.floor((left - head.x) / pitch))
    const to = Math.min(last, first + Math.ceil((right - head.x) / pitch))
    // Of a million rows on a few hundred pixels only some are looked at.
    const stride = Math.max(1, Math.floor(0.8 / pitch))
    for (let index = from; index < to; index += stride) {
      const x = head.x + (index - first + 0.5) * pitch
      const y = laneY(lanes, rowAt(run.rows, index).actor)
      mark(marks, x, y, index < step, width)
    }
  }
  return { past: marks.past.join(''), future: marks.future.join('') }
}

interface Marks {
  readonly past: string[]
  readonly future: string[]
  /** By lane: where the last tick was drawn. */
  readonly drawn: Map<string, number>
}

/** Where ticks are closer than can be told apart, the next one would only be drawn over the one before. */
function mark(marks: Marks, x: number, y: number, isPast: boolean, width: number): void {
  const lane = `${y} ${isPast}`
  if (x - (marks.drawn.get(lane) ?? -Infinity) < CLOSEST) return
  marks.drawn.set(lane, x)
  if (isPast) marks.past.push(`M${r1(x)} ${r1(y - TICK / 2 + width / 2)}v${r1(TICK - width)}`)
  else marks.future.push(pill(x, y, width))
}

function pill(x: number, y: number, width: number): string {
  const r = width / 2
  return `M${r1(x - r)} ${r1(y - TICK / 2 + r)}a${r} ${r} 0 0 1 ${width} 0v${r1(TICK - width)}a${r} ${r} 0 0 1 ${-width} 0z`
}

const LETTER = 7.9
const LABEL_LEFT = 8
/** Half the width of the playhead's handle. */
const HANDLE = 7

/** The label of the present statement gives way to the playhead's handle, to its right if it fits there. */
function headShape(head: Head, run: Run, step: number, playhead: number): HeadShape {
  const first = run.statements[head.from]?.first ?? 0
  const last = run.statements[head.to]?.last ?? 0
  const room = head.width - 14
  const fits = (text: string) => (head.lines.length + 1 + text.length) * LETTER <= room
  const text = fits(head.label) ? head.label : fits(head.short) ? head.short : ''
  const width = (head.lines.length + 1 + text.length) * LETTER
  const isCovered = playhead > head.x - 2 && playhead < head.x + LABEL_LEFT + width + HANDLE
  const aside = playhead + HANDLE + 3
  const textX = isCovered && aside + width <= head.x + head.width ? aside : head.x + LABEL_LEFT
  return { ...head, text, textX, isNow: step > first && step <= last }
}

function blockedShape({ run, axis, lanes, step }: TimelineInput, one: Blocked): BlockedShape {
  const x = xOfRow(axis, run, one.from) + 6
  const end = one.to === null ? axis.width : xOfRow(axis, run, one.to) - 6
  const width = Math.max(6, end - x)
  const now = xOfStep(axis, run, step)
  const past = one.to !== null && step > one.to ? width : Math.max(0, Math.min(width, now - x))
  return {
    id: `${one.actor}-${one.from}`,
    x,
    y: laneY(lanes, one.actor) - BAR,
    width,
    past: step > one.from ? past : 0,
    label: blockedLabel(width, step > one.from, one.by),
  }
}

function blockedLabel(width: number, hasBegun: boolean, by: BlockedBy): string {
  if (!hasBegun) return width > 70 ? 'will block' : ''
  const words = `blocked by ${by}`
  if (width > words.length * 7 + 24) return words
  return width > 70 ? 'blocked' : ''
}

function arrowShape(input: TimelineInput, arrow: Arrow): ArrowShape {
  const { run, axis, lanes, step } = input
  const x0 = xOfRow(axis, run, arrow.fromRow)
  const x1 = xOfRow(axis, run, arrow.toRow)
  const y0 = laneY(lanes, arrow.fromActor)
  const y1 = laneY(lanes, arrow.toActor)
  const down = Math.sign(y1 - y0) || 1
  const id = `${arrow.kind}-${arrow.fromRow}-${arrow.toActor}`
  const isNow = (arrow.kind === 'message' ? arrow.toRow : arrow.fromRow) === step - 1
  const base = { id, kind: arrow.kind, label: arrow.label, dot: null, isNow }
  if (arrow.kind === 'fork') {
    const middle = (y0 + y1) / 2
    const path = `M${r1(x0)} ${r1(y0 + 8 * down)}C${r1(x0 + 5)} ${r1(middle)} ${r1(x0 - 5)} ${r1(middle)} ${r1(x0)} ${r1(y1)}`
    return { ...base, path, head: null, label: '', labelX: 0, labelY: 0, dot: { x: x0, y: y1 } }
  }
  if (arrow.kind === 'wake') {
    const tip = y1 - 10 * down
    const path = `M${r1(x0)} ${r1(y0 + 8 * down)}V${r1(tip)}`
    const head = `M${r1(x0)} ${r1(tip)}l-4.5 ${8 * -down}h9z`
    return { ...base, path, head, labelX: x0 - 8, labelY: (y0 + y1) / 2 + 4 }
  }
  const from = y0 + 8 * down
  const to = y1 - 2 * down
  const isRead = arrow.toRow < step
  const reach = Math.max(12, x1 - 10 - x0)
  const path = `M${r1(x0)} ${r1(from)}C${r1(x0 + 2)} ${r1(to - 4 * down)} ${r1(x0 + Math.min(14, reach / 2))} ${r1(to)} ${r1(x1 - 10)} ${r1(to)}`
  const head = `M${r1(x1 - 4)} ${r1(to)}l-8 -4.5v9z`
  return {
    ...base,
    path: isRead ? path : null,
    head: isRead ? head : null,
    label: isRead ? arrow.label : `${arrow.label}, unread`,
    labelX: x0 - 8,
    labelY: (y0 + y1) / 2 + 4,
  }
}

/** Tables that one statement made, under their ticks. */
function brackets({ run, axis, events, lanes, step, left, right }: TimelineInput): BracketShape[] {
  return events.made
    .filter(({ to, count }) => to < step && count > 1)
    .map(({ actor, from, to, count }) => {
      const [x0, x1] = [xOfRow(axis, run, from) - 3, xOfRow(axis, run, to) + 3]
      const y = laneY(lanes, actor) + TICK / 2 + 5
      return {
        id: `made-${from}`,
        path: `M${r1(x0)} ${r1(y - 4)}v4H${r1(x1)}v-4`,
        x: (x0 + x1) / 2,
        y: y + 13,
        label: `${count} tables`,
      }
    })
    .filter(({ x }) => x >= left - 100 && x <= right + 100)
}

/** What of the timeline moves while a step goes by, at the place of the playhead and at t. */
export interface TimelinePose {
  /** Widths of what has happened of each blocked bar, by its id. */
  readonly past: ReadonlyMap<string, number>
  /** How much is drawn of the arrow of the present step; its head comes last. */
  readonly drawn: number
  readonly head: number
}

/** The bars grow with the playhead, the arrow draws itself: the same numbers forwards and backwards. */
export function timelinePose(scene: TimelineScene, playhead: number, t: number): TimelinePose {
  const past = scene.blocked.map(({ id, x, width, past: end }): [string, number] => [
    id,
    Math.max(0, Math.min(end, width, playhead - x)),
  ])
  return { past: new Map(past), drawn: 1 - (1 - t) ** 3, head: t < 0.85 ? 0 : 1 }
}
