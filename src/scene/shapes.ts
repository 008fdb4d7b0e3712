/** Lines as SVG path data. Numbers in, text out; used by the drawing and, frame by frame, by the animation. */
import { path } from 'd3-path'
import type { LinkBox } from './scene.ts'
import { round3 } from './text.ts'

export interface Ends {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** Length of an arrowhead: the line stops where it begins. */
const HEAD = 8
const HEAD_HALF = 4.5

/** An S from one point to another, level at both ends. */
function curve({ x0, y0, x1, y1 }: Ends, hasHead: boolean): string {
  const end = hasHead ? x1 - HEAD + 1 : x1
  const bend = Math.max(8, (end - x0) * 0.5)
  const p = path()
  p.moveTo(round3(x0), round3(y0))
  p.bezierCurveTo(
    round3(x0 + bend),
    round3(y0),
    round3(end - bend),
    round3(y1),
    round3(end),
    round3(y1),
  )
  return p.toString()
}

/** The short, steep S between two tables. */
function step({ x0, y0, x1, y1 }: Ends): string {
  const end = x1 - HEAD + 1
  const mid = (x0 + end) / 2
  const p = path()
  p.moveTo(round3(x0), round3(y0))
  p.bezierCurveTo(
    round3(mid + 3),
    round3(y0),
    round3(mid - 4),
    round3(y1 + (y0 - y1) * 0.08),
    round3(end),
    round3(y1),
  )
  return p.toString()
}

/** A filled head pointing right, its tip at the line's end. */
export function arrowHead({ x1, y1 }: Pick<Ends, 'x1' | 'y1'>): string {
  const p = path()
  p.moveTo(round3(x1), round3(y1))
  p.lineTo(round3(x1 - HEAD), round3(y1 - HEAD_HALF))
  p.lineTo(round3(x1 - HEAD), round3(y1 + HEAD_HALF))
  p.closePath()
  return p.toString()
}

/** A band as high as its entries at the left, 8 px at the right. */
function ribbon({ x0, y0, x1, y1 }: Ends, spread: number): string {
  const mid = (x0 + x1) / 2
  const p = path()
  p.moveTo(round3(x0), round3(y0 - spread / 2))
  p.bezierCurveTo(
    round3(mid),
    round3(y0 - spread / 2),
    round3(mid),
    round3(y1 - 4),
    round3(x1),
    round3(y1 - 4),
  )
  p.lineTo(round3(x1), round3(y1 + 4))
  p.bezierCurveTo(
    round3(mid),
    round3(y1 + 4),
    round3(mid),
    round3(y0 + spread / 2),
    round3(x0),
    round3(y0 + spread / 2),
  )
  p.closePath()
  return p.toString()
}

/** The line of a link, by its kind. */
export function linkPath(link: Pick<LinkBox, 'kind' | 'spread'>, ends: Ends): string {
  if (link.kind === 'band') return ribbon(ends, link.spread)
  if (link.kind === 'walk' && ends.x1 - ends.x0 < 40) return step(ends)
  return curve(ends, link.kind === 'walk')
}

/** Corner points joined by lines with rounded corners. */
export function rounded(points: readonly (readonly [number, number])[], radius: number): string {
  const p = path()
  points.forEach(([x, y], i) => {
    const next = points[i + 1]
    if (i === 0) p.moveTo(x, y)
    else if (next === undefined) p.lineTo(x, y)
    else p.arcTo(x, y, next[0], next[1], radius)
  })
  return p.toString()
}

/** Cells of a grid as squares, one path for all that are alike. */
export function cellsPath(indexes: readonly number[], columns: number, cell: number): string {
  const side = round3(cell - (cell > 8 ? 2 : 1))
  return indexes
    .map((i) => {
      const x = round3((i % columns) * cell)
      const y = round3(Math.floor(i / columns) * cell)
      return `M${x},${y}h${side}v${side}h${-side}z`
    })
    .join('')
}

/** The left part of a box, open to the right: what is seen of one silhouette. */
export function leftEdge(x: number, top: number, bottom: number, right: number): string {
  const p = path()
  const r = Math.min(6, Math.max(0, (bottom - top) / 2), Math.max(0, right - x))
  p.moveTo(round3(right), round3(top))
  p.lineTo(round3(x + r), round3(top))
  p.quadraticCurveTo(round3(x), round3(top), round3(x), round3(top + r))
  p.lineTo(round3(x), round3(bottom - r))
  p.quadraticCurveTo(round3(x), round3(bottom), round3(x + r), round3(bottom))
  p.lineTo(round3(right), round3(bottom))
  return p.toString()
}
