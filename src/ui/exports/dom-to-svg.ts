/**
 * A part of the page as one SVG that needs nothing else: every box, line and letter where the browser has put it, with
 * its computed colours as attributes. Reads the page and changes nothing.
 */
import type { Box } from './svg-paint.ts'
import { boxOf } from './svg-paint.ts'
import { textOf } from './svg-text.ts'
import type { Attributes } from './svg-writer.ts'
import { Sheet, tag } from './svg-writer.ts'

export interface Drawing {
  readonly width: number
  readonly height: number
  /** Definitions and elements, without the `<svg>` around them. */
  readonly content: string
}

/** Draws an element over its whole extent, also what is scrolled out of sight. */
export function drawingOf(root: HTMLElement): Drawing {
  const box = root.getBoundingClientRect()
  const sheet = new Sheet(box.left - root.scrollLeft, box.top - root.scrollTop)
  const width = Math.ceil(Math.max(box.width, root.scrollWidth))
  const height = Math.ceil(Math.max(box.height, root.scrollHeight))
  const ground = tag('rect', { width, height, fill: groundBehind(root) })
  const content = ground + childrenOf(sheet, root, getComputedStyle(root))
  return { width, height, content: `<defs>${sheet.defs}</defs>${content}` }
}

/** The first ground that is not transparent, of the element or of one around it. */
function groundBehind(element: HTMLElement): string {
  for (let at: HTMLElement | null = element; at !== null; at = at.parentElement) {
    const { backgroundColor } = getComputedStyle(at)
    if (!/^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor)) return backgroundColor
  }
  return '#ffffff'
}

function boxIn(sheet: Sheet, rect: DOMRect): Box {
  return { x: rect.left - sheet.left, y: rect.top - sheet.top, w: rect.width, h: rect.height }
}

function childrenOf(sheet: Sheet, element: Element, style: CSSStyleDeclaration): string {
  const parts: string[] = []
  for (const child of element.childNodes) {
    if (child instanceof Text) {
      if (style.visibility === 'visible') parts.push(textOf(sheet, child, style))
    } else if (child instanceof SVGSVGElement) parts.push(vectorOf(sheet, child))
    else if (child instanceof HTMLCanvasElement) parts.push(pixelsOf(sheet, child))
    else if (child instanceof HTMLElement) parts.push(elementOf(sheet, child))
  }
  return parts.join('')
}

function elementOf(sheet: Sheet, element: HTMLElement): string {
  const style = getComputedStyle(element)
  const rect = element.getBoundingClientRect()
  // Words for screen readers alone are a box of one pixel.
  const isQuiet = style.overflow !== 'visible' && rect.width <= 1 && rect.height <= 1
  if (style.display === 'none' || style.opacity === '0' || isQuiet) return ''
  const box = boxIn(sheet, rect)
  const own = style.visibility === 'visible' ? boxOf(sheet, box, style) : ''
  const inner = [
    pseudoOf(sheet, element, '::before', box),
    childrenOf(sheet, element, style),
    pseudoOf(sheet, element, '::after', box),
  ].join('')
  const seen = own + (clips(element, style) ? clipped(sheet, box, inner) : inner)
  if (style.opacity === '1' || seen === '') return seen
  return tag('g', { opacity: Number(style.opacity) }, seen)
}

function clips(element: HTMLElement, style: CSSStyleDeclaration): boolean {
  if (style.overflow === 'visible') return false
  return (
    element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1
  )
}

function clipped(sheet: Sheet, { x, y, w, h }: Box, inner: string): string {
  if (inner === '') return ''
  const shape = tag('rect', { x, y, width: w, height: h })
  const clip = sheet.define(`clip ${shape}`, (id) => tag('clipPath', { id }, shape))
  return tag('g', { 'clip-path': clip }, inner)
}

/** Decorations without words, such as the second edge of a shared frame: they are placed in their element. */
function pseudoOf(sheet: Sheet, element: HTMLElement, which: string, box: Box): string {
  const style = getComputedStyle(element, which)
  if (style.content === 'none' || style.content === 'normal' || style.display === 'none') return ''
  if (style.position !== 'absolute') return ''
  const own = getComputedStyle(element)
  const edge = (side: 'Left' | 'Top'): number => Number.parseFloat(own[`border${side}Width`]) || 0
  const size = (value: string): number => Number.parseFloat(value) || 0
  const isBorderBox = style.boxSizing === 'border-box'
  const across = isBorderBox ? 0 : size(style.borderLeftWidth) + size(style.borderRightWidth)
  const down = isBorderBox ? 0 : size(style.borderTopWidth) + size(style.borderBottomWidth)
  const placed = {
    x: box.x + edge('Left') + size(style.left),
    y: box.y + edge('Top') + size(style.top),
    w: size(style.width) + across,
    h: size(style.height) + down,
  }
  return boxOf(sheet, placed, style)
}

/** A map of many entries is pixels, and stays so. */
function pixelsOf(sheet: Sheet, canvas: HTMLCanvasElement): string {
  const { x, y, w, h } = boxIn(sheet, canvas.getBoundingClientRect())
  const isSeen = getComputedStyle(canvas).visibility === 'visible'
  if (!isSeen || w === 0 || h === 0 || canvas.width === 0 || canvas.height === 0) return ''
  const sharp = { 'image-rendering': 'pixelated', preserveAspectRatio: 'none' }
  return tag('image', { x, y, width: w, height: h, ...sharp, href: canvas.toDataURL() })
}

/** What a picture in the page is painted with, where its own attributes do not say so. */
const PAINTED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'marker-end',
  'marker-start',
] as const

const DEFAULTS: Readonly<Record<string, string>> = {
  'fill-opacity': '1',
  'stroke-opacity': '1',
  'stroke-dasharray': 'none',
  'stroke-linecap': 'butt',
  'stroke-linejoin': 'miter',
  opacity: '1',
  'text-anchor': 'start',
  'marker-end': 'none',
  'marker-start': 'none',
}

function vectorOf(sheet: Sheet, svg: SVGSVGElement): string {
  const style = getComputedStyle(svg)
  if (style.display === 'none' || style.visibility !== 'visible') return ''
  const { x, y, w, h } = boxIn(sheet, svg.getBoundingClientRect())
  if (w === 0 || h === 0) return ''
  return tag(
    'svg',
    {
      x,
      y,
      width: w,
      height: h,
      viewBox: svg.getAttribute('viewBox') ?? `0 0 ${w} ${h}`,
      overflow: style.overflow === 'visible' ? 'visible' : null,
    },
    [...svg.children].map(shapeOf).join(''),
  )
}

function shapeOf(shape: Element): string {
  const style = getComputedStyle(shape)
  if (style.display === 'none' && shape.closest('defs, marker, pattern') === null) return ''
  const attributes: Record<string, string | null> = {}
  for (const { name, value } of shape.attributes) {
    if (!/^(?:class|style|data-|aria-|on)/.test(name)) attributes[name] = value
  }
  const isText = shape instanceof SVGTextContentElement
  for (const name of PAINTED) {
    if ((name.startsWith('font') || name === 'text-anchor') && !isText) continue
    const value = style.getPropertyValue(name)
    if (value !== '' && value !== DEFAULTS[name]) attributes[name] = value.replaceAll('"', "'")
    else if (name in attributes) attributes[name] = null
  }
  const content = [...shape.childNodes].map((child) =>
    child instanceof Element ? shapeOf(child) : child instanceof Text ? plain(child.data) : '',
  )
  return tag(shape.tagName, attributes as Attributes, content.join(''))
}

function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
}
