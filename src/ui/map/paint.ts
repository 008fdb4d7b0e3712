/**
 * Draws cells on a canvas, by their size: up to 8 px as one pixel each, scaled up; from 8 px as swatches, from 14 px
 * with their glyphs, from 96 px with their text. Each step fades in over a few pixels of size, so a zoom has no jumps.
 */

import { CELL_NO_TABLE, CELL_OUTSIDE } from '../../scene/map-cells.ts'
import { ladderLut, paintCells } from '../../scene/map-ladder.ts'
import type { CellState, PageFacts } from '../../scene/map-words.ts'
import { frameText, wordsOfCell } from '../../scene/map-words.ts'
import { GLYPHS } from '../shared/glyphs.ts'
import type { Inks, Token } from './inks.ts'

/** Cells in rows: the whole map, or what a lens shows of it. */
export interface Grid {
  readonly cells: Uint8Array
  readonly columns: number
  readonly rows: number
}

export interface Scene {
  readonly grid: Grid
  readonly image: HTMLCanvasElement
  readonly inks: Inks
  /** Size of a cell, and where cell (0, 0) stands, in CSS pixels. */
  readonly size: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Steps without fading, for those who want nothing to move. */
  readonly isStill: boolean
  /** What to write into the cell at an index. */
  readonly facts: (index: number) => PageFacts | null
}

const SWATCH_FROM = 8
const GLYPH_FROM = 14
const TEXT_FROM = 96
const FADE_PX = 3

/** An image of one pixel a cell: kept from one moment to the next, since making one costs more than colouring it. */
export interface CellImage {
  readonly canvas: HTMLCanvasElement
  data: ImageData | null
}

export function newImage(): CellImage {
  return { canvas: document.createElement('canvas'), data: null }
}

const LUTS = { light: ladderLut('light'), dark: ladderLut('dark') }

/** Colours the image anew, and gives back what to draw. */
export function colour(
  image: CellImage,
  { cells, columns, rows }: Grid,
  { tone }: Pick<Inks, 'tone'>,
): HTMLCanvasElement {
  const { canvas } = image
  const context = canvas.getContext('2d', { alpha: false })
  if (context === null) return canvas
  if (image.data === null || canvas.width !== columns || canvas.height !== rows) {
    canvas.width = columns
    canvas.height = rows
    image.data = context.createImageData(columns, rows)
  }
  paintCells(cells, columns, LUTS[tone], new Uint32Array(image.data.data.buffer))
  context.putImageData(image.data, 0, 0)
  return canvas
}

/** 0 below `from`, 1 from a few pixels above it on. */
function ramp(size: number, from: number, isStill: boolean): number {
  if (isStill) return size >= from ? 1 : 0
  return Math.max(0, Math.min(1, (size - from) / FADE_PX))
}

/** Gives the canvas its size in device pixels, and a clean ground. */
export function prepare(
  canvas: HTMLCanvasElement,
  width: number,
  height: number,
): CanvasRenderingContext2D | null {
  const ratio = devicePixelRatio
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w) canvas.width = w
  if (canvas.height !== h) canvas.height = h
  const context = canvas.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  context?.clearRect(0, 0, width, height)
  return context
}

export function drawScene(context: CanvasRenderingContext2D, scene: Scene): void {
  const swatches = ramp(scene.size, SWATCH_FROM, scene.isStill)
  const texts = ramp(scene.size, TEXT_FROM, scene.isStill)
  if (swatches < 1) drawImage(context, scene)
  if (swatches === 0) return
  context.save()
  context.globalAlpha = swatches
  if (swatches === 1) {
    context.fillStyle = scene.inks.of.paper
    context.fillRect(0, 0, scene.width, scene.height)
  }
  const shown = shownCells(scene)
  if (texts < 1) {
    drawSwatches(context, scene, shown)
    context.globalAlpha = swatches * ramp(scene.size, GLYPH_FROM, scene.isStill)
    if (context.globalAlpha > 0) drawGlyphs(context, scene, shown)
  }
  context.globalAlpha = texts
  if (texts > 0) drawCards(context, scene, shown)
  context.restore()
}

function drawImage(context: CanvasRenderingContext2D, scene: Scene): void {
  const { grid, image, size, x, y } = scene
  context.imageSmoothingEnabled = size < 1
  context.drawImage(image, x, y, grid.columns * size, grid.rows * size)
}

interface Shown {
  readonly index: number
  readonly cell: number
  readonly left: number
  readonly top: number
}

function shownCells({ grid, size, x, y, width, height }: Scene): Shown[] {
  const shown: Shown[] = []
  const firstRow = Math.max(0, Math.floor(-y / size))
  const lastRow = Math.min(grid.rows - 1, Math.floor((height - y) / size))
  const first = Math.max(0, Math.floor(-x / size))
  const last = Math.min(grid.columns - 1, Math.floor((width - x) / size))
  for (let row = firstRow; row <= lastRow; row++) {
    for (let column = first; column <= last; column++) {
      const index = row * grid.columns + column
      const cell = grid.cells[index] ?? CELL_OUTSIDE
      if (cell === CELL_OUTSIDE) continue
      shown.push({ index, cell: cell & 15, left: x + column * size, top: y + row * size })
    }
  }
  return shown
}

interface Look {
  readonly fill: Token | null
  readonly edge: Token | null
  /** Colour of a hatch over the fill, and which way it leans. */
  readonly hatch: Token | null
  readonly lean: 1 | -1
  readonly glyph: Token
  readonly dashed: boolean
}

const look = (fill: Token | null, edge: Token | null, glyph: Token, more: Partial<Look> = {}) => ({
  ...{ fill, edge, glyph, hatch: null, lean: 1 as const, dashed: false },
  ...more,
})

const LOOKS: Readonly<Partial<Record<CellState, Look>>> = {
  none: look(null, 'hair2', 'ink3'),
  writable: look('rw', null, 'rw-on'),
  present: look('rw', null, 'rw-on'),
  'read-only': look('ro-ground', 'ro-line', 'ink', { hatch: 'ro' }),
  'uffd-wp': look('uw', null, 'uw-on'),
  'no-access': look(null, 'ctl', 'ctl'),
  marker: look('mk-ground', 'mk-line', 'mk-text', { hatch: 'mk', lean: -1 }),
  swap: look('sp', null, 'sp-on'),
  migration: look(null, 'sp', 'sp-text', { dashed: true }),
}

function byState(shown: readonly Shown[]): Map<CellState | 'no-table', Shown[]> {
  const groups = new Map<CellState | 'no-table', Shown[]>()
  for (const one of shown) {
    const state = one.cell === CELL_NO_TABLE ? 'no-table' : wordsOfCell(one.cell).state
    const group = groups.get(state)
    if (group === undefined) groups.set(state, [one])
    else group.push(one)
  }
  return groups
}

function drawSwatches(
  context: CanvasRenderingContext2D,
  { size, inks }: Scene,
  shown: readonly Shown[],
): void {
  const inset = Math.min(2.5, Math.max(0.5, size * 0.07))
  const radius = Math.min(4, size * 0.16)
  for (const [state, group] of byState(shown)) {
    const path = new Path2D()
    for (const { left, top } of group) {
      path.roundRect(left + inset, top + inset, size - 2 * inset, size - 2 * inset, radius)
    }
    if (state === 'no-table') {
      context.fillStyle = hatchOf(context, inks.of.hair2, 8, 1, 1)
      context.fill(path)
    } else drawLook(context, path, LOOKS[state] ?? look(null, 'hair2', 'ink3'), inks, size)
  }
}

function drawLook(
  context: CanvasRenderingContext2D,
  path: Path2D,
  { fill, edge, hatch, lean, dashed }: Look,
  inks: Inks,
  size: number,
): void {
  if (fill !== null) {
    context.fillStyle = inks.of[fill]
    context.fill(path)
  }
  if (hatch !== null) {
    context.fillStyle = hatchOf(context, inks.of[hatch], lean === 1 ? 4 : 5, lean, 1.3)
    context.fill(path)
  }
  if (edge !== null) {
    context.strokeStyle = inks.of[edge]
    context.lineWidth = size < GLYPH_FROM ? 1 : 1.3
    context.setLineDash(dashed ? [3, 2] : [])
    context.stroke(path)
    context.setLineDash([])
  }
}

/** A hatch as a pattern: lines at 45°, so many pixels apart. */
function hatchOf(
  context: CanvasRenderingContext2D,
  colour: string,
  apart: number,
  lean: 1 | -1,
  thick: number,
): CanvasPattern | string {
  const scale = 4
  const tile = document.createElement('canvas')
  tile.width = apart * scale
  tile.height = apart * scale
  const pen = tile.getContext('2d')
  if (pen === null) return colour
  pen.scale(scale, scale)
  pen.strokeStyle = colour
  pen.lineWidth = thick
  for (const shift of [-apart, 0, apart]) {
    pen.moveTo(shift - 1, lean === 1 ? apart + 1 : -1)
    pen.lineTo(shift + apart + 1, lean === 1 ? -1 : apart + 1)
  }
  pen.stroke()
  const pattern = context.createPattern(tile, 'repeat')
  pattern?.setTransform(new DOMMatrix().scale(1 / scale))
  return pattern ?? colour
}

const PATHS = new Map(
  Object.entries(GLYPHS).map(([state, { path, as }]) => [state, { path: new Path2D(path), as }]),
)

function drawGlyphs(
  context: CanvasRenderingContext2D,
  { size, inks }: Scene,
  shown: readonly Shown[],
): void {
  for (const { cell, left, top } of shown) drawGlyph(context, inks, cell, left, top, size)
}

function drawGlyph(
  context: CanvasRenderingContext2D,
  inks: Inks,
  cell: number,
  left: number,
  top: number,
  size: number,
): void {
  const { state } = wordsOfCell(cell)
  const glyph = cell === CELL_NO_TABLE ? undefined : PATHS.get(state)
  if (glyph === undefined) return
  const colour = inks.of[LOOKS[state]?.glyph ?? 'ink']
  const scale = Math.min(size * 0.94, 40) / 16
  context.save()
  context.translate(left + size / 2 - 8 * scale, top + size / 2 - 8 * scale)
  context.scale(scale, scale)
  if (glyph.as === 'fill') {
    context.fillStyle = colour
    context.fill(glyph.path)
  } else {
    context.strokeStyle = colour
    context.lineWidth = 1.8
    context.lineCap = 'round'
    context.lineJoin = 'round'
    context.stroke(glyph.path)
  }
  context.restore()
}

/** Cells with room for words: index, frame, flags. */
function drawCards(context: CanvasRenderingContext2D, scene: Scene, shown: readonly Shown[]): void {
  const { size, inks } = scene
  for (const one of shown) {
    const { left, top, index, cell } = one
    const card = new Path2D()
    card.roundRect(left + 3, top + 3, size - 6, size - 6, 6)
    context.fillStyle = inks.of.surface
    context.fill(card)
    context.strokeStyle = inks.of.hair2
    context.lineWidth = 1
    context.stroke(card)
    const facts = scene.facts(index)
    if (facts === null) continue
    const swatch = { ...one, left: left + 10, top: top + 10 }
    drawSwatches(context, { ...scene, size: 20 }, [swatch])
    drawGlyph(context, inks, cell, swatch.left, swatch.top, 20)
    writeFacts(context, inks, facts, left, top, size)
  }
}

function writeFacts(
  context: CanvasRenderingContext2D,
  inks: Inks,
  facts: PageFacts,
  left: number,
  top: number,
  size: number,
): void {
  const middle = top + size / 2
  context.textBaseline = 'middle'
  context.fillStyle = inks.of.ink
  context.font = `600 14px ${inks.mono}`
  context.textAlign = 'right'
  context.fillText(String(facts.entry), left + size - 12, top + 20)
  context.textAlign = 'left'
  context.font = `400 13px ${inks.mono}`
  context.fillStyle = inks.of.ink2
  context.fillText(frameText(facts), left + 12, middle + 6, size - 24)
  context.font = `600 13px ${inks.mono}`
  context.fillText(facts.info.letters?.join(' ') ?? '', left + 12, top + size - 18, size - 24)
}
