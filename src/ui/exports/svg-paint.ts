/** Colours, grounds and edges of a box, as the browser has computed them, in the words of SVG. */
import type { Sheet } from './svg-writer.ts'
import { tag } from './svg-writer.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

interface Paint {
  readonly color: string
  readonly opacity: number
}

/** A computed colour; null for none that can be seen. */
export function paintOf(css: string): Paint | null {
  const numbers = (css.match(/-?[\d.]+(?:e-?\d+)?%?/g) ?? []).map(Number.parseFloat)
  const isUnit = css.startsWith('color(srgb')
  if (!isUnit && !css.startsWith('rgb')) return null
  const [r = 0, g = 0, b = 0, opacity = 1] = numbers
  if (opacity === 0) return null
  const part = (value: number): string =>
    Math.max(0, Math.min(255, Math.round(isUnit ? value * 255 : value)))
      .toString(16)
      .padStart(2, '0')
  return { color: `#${part(r)}${part(g)}${part(b)}`, opacity }
}

/** Attributes for a fill. */
export function fillOf(css: string): Record<string, string | number | null> {
  const paint = paintOf(css)
  if (paint === null) return { fill: 'none' }
  return { fill: paint.color, 'fill-opacity': paint.opacity === 1 ? null : paint.opacity }
}

function rect(box: Box, radius: number, more: Record<string, string | number | null>): string {
  return tag('rect', {
    x: box.x,
    y: box.y,
    width: Math.max(0, box.w),
    height: Math.max(0, box.h),
    rx: radius > 0 ? radius : null,
    ...more,
  })
}

function inset(box: Box, by: number): Box {
  return { x: box.x + by, y: box.y + by, w: box.w - 2 * by, h: box.h - 2 * by }
}

/** Ground, hatching, edges and outline of a box. */
export function boxOf(sheet: Sheet, box: Box, style: CSSStyleDeclaration): string {
  const radius = Math.min(Number.parseFloat(style.borderTopLeftRadius) || 0, box.h / 2, box.w / 2)
  return [
    groundOf(sheet, box, radius, style),
    edgesOf(box, radius, style),
    outlineOf(box, radius, style),
  ].join('')
}

function groundOf(sheet: Sheet, box: Box, radius: number, style: CSSStyleDeclaration): string {
  const color =
    paintOf(style.backgroundColor) === null ? '' : rect(box, radius, fillOf(style.backgroundColor))
  const hatch = hatchOf(sheet, style.backgroundImage)
  return color + (hatch === null ? '' : rect(box, radius, { fill: hatch }))
}

/** Stripes: `repeating-linear-gradient(135deg, C1 0px, C1 1.4px, C2 1.4px, C2 4px)`. */
function hatchOf(sheet: Sheet, image: string): string | null {
  const inner = /^repeating-linear-gradient\((.*)\)$/.exec(image)?.[1]
  if (inner === undefined) return null
  const angle = /^(-?[\d.]+)deg/.exec(inner)?.[1]
  const stops = [...inner.matchAll(/((?:rgba?|color)\([^)]*\)|transparent) ([\d.]+)px/g)]
  const stripes = stops.slice(1).map(([, color = '', to = '0'], i) => ({
    color,
    from: Number(stops[i]?.[2] ?? 0),
    to: Number(to),
  }))
  const period = stripes.at(-1)?.to ?? 0
  if (period === 0) return null
  return sheet.define(image, (id) => {
    const turn = Number(angle ?? 180) - 90
    const bars = stripes
      .filter(({ from, to, color }) => to > from && paintOf(color) !== null)
      .map(({ from, to, color }) =>
        tag('rect', { x: from, y: 0, width: to - from, height: period, ...fillOf(color) }),
      )
    return tag(
      'pattern',
      {
        id,
        width: period,
        height: period,
        patternUnits: 'userSpaceOnUse',
        patternTransform: `rotate(${turn})`,
      },
      bars.join(''),
    )
  })
}

const SIDES = ['Top', 'Right', 'Bottom', 'Left'] as const

interface Edge {
  readonly width: number
  readonly css: string
  readonly color: string
}

function edgeOf(style: CSSStyleDeclaration, side: (typeof SIDES)[number]): Edge {
  const css = style[`border${side}Style`]
  const width = css === 'none' ? 0 : Number.parseFloat(style[`border${side}Width`]) || 0
  return { width, css, color: style[`border${side}Color`] }
}

function strokeOf({ width, css, color }: Edge): Record<string, string | number | null> {
  const paint = paintOf(color)
  const dashes = {
    dashed: `${Math.max(3, width * 2)} ${Math.max(2, width * 1.5)}`,
    dotted: `0 ${width * 2}`,
  }
  return {
    fill: 'none',
    stroke: paint?.color ?? 'none',
    'stroke-opacity': paint === null || paint.opacity === 1 ? null : paint.opacity,
    'stroke-width': width,
    'stroke-dasharray': dashes[css as keyof typeof dashes] ?? null,
    'stroke-linecap': css === 'dotted' ? 'round' : null,
  }
}

function edgesOf(box: Box, radius: number, style: CSSStyleDeclaration): string {
  const edges = SIDES.map((side) => edgeOf(style, side))
  const [first] = edges
  if (first === undefined || edges.every(({ width }) => width === 0)) return ''
  const same = edges.every((edge) => JSON.stringify(edge) === JSON.stringify(first))
  if (same) return framed(box, radius, first)
  return edges.map((edge, i) => (edge.width === 0 ? '' : lineOf(box, i, edge))).join('')
}

function framed(box: Box, radius: number, edge: Edge): string {
  if (paintOf(edge.color) === null) return ''
  if (edge.css !== 'double') {
    const half = edge.width / 2
    return rect(inset(box, half), Math.max(0, radius - half), strokeOf(edge))
  }
  const thin = { ...edge, css: 'solid', width: edge.width / 3 }
  return [edge.width / 6, (edge.width * 5) / 6]
    .map((by) => rect(inset(box, by), Math.max(0, radius - by), strokeOf(thin)))
    .join('')
}

function lineOf({ x, y, w, h }: Box, side: number, edge: Edge): string {
  const half = edge.width / 2
  const ends: readonly (readonly [number, number, number, number])[] = [
    [x, y + half, x + w, y + half],
    [x + w - half, y, x + w - half, y + h],
    [x, y + h - half, x + w, y + h - half],
    [x + half, y, x + half, y + h],
  ]
  const [x1, y1, x2, y2] = ends[side] ?? [0, 0, 0, 0]
  if (paintOf(edge.color) === null) return ''
  return tag('line', { x1, y1, x2, y2, ...strokeOf(edge) })
}

/** Selected and differing entries have an outline. */
function outlineOf(box: Box, radius: number, style: CSSStyleDeclaration): string {
  const width = style.outlineStyle === 'none' ? 0 : Number.parseFloat(style.outlineWidth) || 0
  if (width === 0 || style.outlineStyle === 'auto') return ''
  const by = -(Number.parseFloat(style.outlineOffset) || 0) - width / 2
  const edge = { width, css: style.outlineStyle, color: style.outlineColor }
  return paintOf(edge.color) === null
    ? ''
    : rect(inset(box, by), Math.max(0, radius - by), strokeOf(edge))
}
