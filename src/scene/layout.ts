/** Puts a decoded moment into a picture of a given width: pure, and the same for the same moment. */
import type { PlacedBand } from './bands.ts'
import { placeBand } from './bands.ts'
import type { Columns } from './columns.ts'
import { addressBoxes, columnsOf } from './columns.ts'
import { linksOf, silhouettesOf } from './links.ts'
import type { Metrics } from './metrics.ts'
import type { RightColumn } from './right-column.ts'
import { rightColumn } from './right-column.ts'
import type { Box, FieldBox, Scene } from './scene.ts'
import type { StageModel } from './stage-model.ts'

const STACK_HEAD = 28
const STACK_LEAST = 2
const NOTICE_H = 44

function uffdHeight(model: StageModel, metrics: Metrics): number {
  return model.uffd === null ? 0 : metrics.uffdHead + model.uffd.lines.length * metrics.uffdRow + 14
}

/** The legend reaches into the gap before the PTE column: its words need the room. */
const LEGEND_REACH = 16
const LEGEND_COLUMN = 118

/** Columns of at least LEGEND_COLUMN; the letters under them take one line, or two where it is narrow. */
function legendHeight(model: StageModel, metrics: Metrics, width: number): number {
  const columns = Math.max(1, Math.floor(width / LEGEND_COLUMN))
  const lines = width < 320 ? 2 : 1
  return Math.ceil(model.legend.length / columns) * metrics.legendRow + 12 + lines * 20
}

/** The bands from top to bottom; the userfaultfd card stands in the band of its owner. */
function placeBands(model: StageModel, columns: Columns, metrics: Metrics): PlacedBand[] {
  const placed: PlacedBand[] = []
  let y = metrics.bandsY
  for (const process of model.processes) {
    const hasUffd = model.uffd?.mm === process.mm
    const one = placeBand(process, columns, metrics, y, hasUffd ? uffdHeight(model, metrics) : 0)
    placed.push(one)
    y = one.band.y + one.band.h + metrics.bandGap
  }
  return placed
}

/** Arrows reach down to the cards only where nothing lies between. */
function shortened(
  fields: readonly FieldBox[],
  bands: readonly PlacedBand[],
  metrics: Metrics,
): FieldBox[] {
  const first = bands[0]?.band
  return fields.map((field, i) => {
    if (field.arrow === null) return field
    const level = 4 - i
    const card = first?.cards.find((one) => one.table.level === level && one.table.isActive)
    const hasCrumbs = first?.isActive === true && first.crumbs !== null
    if (card === undefined && (!hasCrumbs || level === 1)) {
      return { ...field, arrow: null }
    }
    const y = card === undefined ? metrics.bandsY - 2 : card.y - 2
    return { ...field, arrow: { x: field.arrow.x, y } }
  })
}

/** From the offset field down the right side to the frame of the page: corner points. */
function offsetPath(
  model: StageModel,
  right: RightColumn,
  metrics: Metrics,
  width: number,
): (readonly [number, number])[] {
  const frame = right.frames.find(
    (one) =>
      one.frame.count === 1 && model.target !== null && one.frame.from.includes(model.target),
  )
  if (frame === undefined) return []
  const start = width - metrics.margin - 10
  const side = width - metrics.margin + 7
  const top = metrics.addressY + metrics.addressH
  const turn = top + 18
  const end = Math.round(frame.y + frame.h / 2)
  return [
    [start, top],
    [start, turn],
    [side, turn],
    [side, end],
    [frame.x + frame.w + 2, end],
  ]
}

/** The last band goes down to the stage's foot, so that the picture has one edge there. */
function stretched(placed: readonly PlacedBand[], foot: number): PlacedBand[] {
  return placed.map((one, i) => {
    const { band } = one
    if (i < placed.length - 1 || band.y + band.h >= foot) return one
    return { ...one, band: { ...band, h: foot - band.y } }
  })
}

interface Extras {
  readonly stack: Scene['stack']
  readonly notice: Scene['notice']
  readonly legend: Scene['legend']
  /** How far down they go. */
  readonly bottom: number
}

/** Notice, call stack and legend, in the room that the last band has left. */
function extrasOf(
  model: StageModel,
  placed: readonly PlacedBand[],
  metrics: Metrics,
  foot: number,
): Extras {
  const last = placed.at(-1)
  if (last === undefined) return { stack: null, notice: null, legend: null, bottom: 0 }
  const { band, under } = last
  const x = under.x
  const w = band.x + band.w - 10 - x
  const cards = band.cards.map(
    (card) => card.y + card.h + (card.table.made === null ? 0 : metrics.caption),
  )
  let y = Math.max(under.y + under.h, ...cards) + 16
  let notice: Scene['notice'] = null
  if (model.notice !== null && foot - y > NOTICE_H) {
    notice = { box: { x, y, w, h: NOTICE_H }, notice: model.notice }
    y += NOTICE_H + 10
  }
  const legendW = under.w + LEGEND_REACH
  const legendH = legendHeight(model, metrics, legendW)
  const besideY = under.y + under.h + 14
  const isBeside = notice === null && band.y + band.h - besideY >= legendH + 4
  const stackH = STACK_HEAD + (model.stack?.lines.length ?? 0) * metrics.stackRow + 8
  const isRoomy = model.stack !== null && model.stack.lines.length >= STACK_LEAST
  if (isRoomy && model.stack !== null && foot - y - 4 >= stackH) {
    const stack = { box: { x, y, w, h: stackH }, stack: model.stack }
    const legendY = y + stackH + 12
    const legend = foot - legendY >= legendH ? box(x, legendY, legendW, legendH) : null
    return {
      stack,
      notice,
      legend: legend && { box: legend, states: model.legend },
      bottom: y + stackH,
    }
  }
  if (isBeside) {
    const legend = { box: box(x, besideY, legendW, legendH), states: model.legend }
    return { stack: null, notice, legend, bottom: besideY + legendH }
  }
  const fits = foot - y >= legendH
  const legend = fits ? { box: box(x, y, legendW, legendH), states: model.legend } : null
  return { stack: null, notice, legend, bottom: fits ? y + legendH : y - 16 }
}

function box(x: number, y: number, w: number, h: number): Box {
  return { x, y, w, h }
}

/** The picture. `height` is the room there is; the scene's own height may be larger, then the stage scrolls. */
export function layout(model: StageModel, metrics: Metrics, width: number, height: number): Scene {
  const columns = columnsOf(metrics, model, width)
  const first = placeBands(model, columns, metrics)
  const natural = first.reduce((low, { band }) => Math.max(low, band.y + band.h), metrics.bandsY)
  const foot = Math.max(height - 6, natural)
  const placed = stretched(first, foot)
  const bands = placed.map((one) => one.band)
  const right = rightColumn(model.frames, model.caches, bands, columns.right, metrics, foot)
  const owner = placed.find(({ band }) => band.mm === model.uffd?.mm)
  const links = linksOf(bands, right.frames, right.caches, metrics.head)
  const fields = addressBoxes(model, columns, metrics, width)
  return {
    step: model.step,
    width,
    height: Math.max(natural, right.bottom) + 6,
    model,
    address: {
      box: box(metrics.margin, metrics.addressY, width - 2 * metrics.margin, metrics.addressH),
      fields: shortened(fields, placed, metrics),
    },
    offset: offsetPath(model, right, metrics, width),
    bands,
    framesHead: right.head,
    frames: right.frames,
    moreFrames: right.more,
    caches: right.caches,
    links,
    silhouettes: silhouettesOf(bands),
    uffd:
      model.uffd === null || owner === undefined ? null : { box: owner.under, uffd: model.uffd },
    ...pick(extrasOf(model, placed, metrics, foot)),
  }
}

function pick({ stack, notice, legend }: Extras): Pick<Scene, 'stack' | 'notice' | 'legend'> {
  return { stack, notice, legend }
}
