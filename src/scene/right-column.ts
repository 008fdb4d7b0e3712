/** The right column: page caches with their guard card, and the frames in the order of the entries that name them. */
import type { CacheModel } from './caches-model.ts'
import type { Column } from './columns.ts'
import type { FrameModel } from './frames-model.ts'
import { FRAME_CARDS } from './frames-model.ts'
import { heightsOf } from './links.ts'
import type { Metrics } from './metrics.ts'
import type { BandBox, Box, CacheBox, FrameBox } from './scene.ts'

export interface RightColumn {
  readonly head: { readonly box: Box; readonly text: string } | null
  readonly frames: FrameBox[]
  readonly more: { readonly box: Box; readonly count: number } | null
  readonly caches: CacheBox[]
  readonly bottom: number
}

const CELLS_PER_ROW = 32
const FEW_PAGES = 64
const CACHE_HEAD = 28
const BLOCK_HEAD = 24
const BLOCK_GAP = 14
const GUARD_H = 96
const CACHE_LEGEND = 20
/** Frames stand at most this far apart: farther, and the eye loses the column. */
const MOST_PITCH = 97
const LEAST_GAP = 8

/** What is to be seen in a file's grids, in the order of the legend. */
function kindsOf(cache: CacheModel): CacheBox['kinds'] {
  const all = cache.blocks.map((block) => block.cells).join('')
  const kinds = (['c', 'm', 'd', 's', '.'] as const).filter((cell) => all.includes(cell))
  const isGuarded = cache.blocks.some((block) => block.guarded.length > 0)
  return isGuarded ? [...kinds, 'guarded'] : kinds
}

/** A file's grids, one a block; a small file has larger cells. */
function cacheBox(cache: CacheModel, column: Column, y: number): CacheBox {
  const isSmall = cache.pages <= FEW_PAGES
  const columns = isSmall ? Math.min(16, Math.max(8, cache.pages)) : CELLS_PER_ROW
  const cell = column.w / columns
  const grids: number[] = []
  let top = CACHE_HEAD
  for (const block of cache.blocks) {
    grids.push(top + BLOCK_HEAD)
    top += BLOCK_HEAD + Math.ceil(block.cells.length / columns) * cell + BLOCK_GAP
  }
  if (cache.moreBlocks > 0) top += 20
  const guard = cache.guard === null ? null : top + 6
  const legend = guard === null ? top : guard + GUARD_H + 8
  const kinds = kindsOf(cache)
  const h = legend + kinds.length * CACHE_LEGEND + BLOCK_GAP
  return { cache, cell, columns, grids, guard, kinds, legend, x: column.x, y, w: column.w, h }
}

function sorted(
  frames: readonly FrameModel[],
  bands: readonly BandBox[],
): { frame: FrameModel; mean: number }[] {
  const heights = heightsOf(bands)
  const meanOf = (frame: FrameModel): number => {
    const ys = frame.from.map((id) => heights.get(id)).filter((y) => y !== undefined)
    return ys.length === 0 ? Number.NaN : ys.reduce((sum, y) => sum + y, 0) / ys.length
  }
  const placed = frames.map((frame) => ({ frame, mean: meanOf(frame) }))
  // A frame that nobody maps yet stands right after the one that it is copied from.
  for (const one of placed) {
    if (!Number.isNaN(one.mean)) continue
    const source = placed.find((other) => other.frame.id === one.frame.copyOf)
    one.mean = source === undefined || Number.isNaN(source.mean) ? 1e6 : source.mean - 0.5
  }
  return placed.sort((a, b) => a.mean - b.mean || a.frame.pfn - b.frame.pfn)
}

/** At most eight cards; the frames of the page in the middle, new and shared ones stay. */
function chosen<T extends { frame: FrameModel }>(
  all: readonly T[],
  most: number,
): { shown: T[]; rest: number } {
  if (all.length <= most) return { shown: [...all], rest: 0 }
  const weight = ({ frame }: T): number =>
    (frame.isActive ? 8 : 0) +
    (frame.isNew ? 4 : 0) +
    ((frame.share ?? 0) > 1 ? 2 : 0) +
    (frame.count > 1 ? 1 : 0)
  const best = new Set([...all].sort((a, b) => weight(b) - weight(a)).slice(0, most))
  const shown = all.filter((one) => best.has(one))
  const hidden = all.filter((one) => !best.has(one))
  return { shown, rest: hidden.reduce((sum, one) => sum + one.frame.count, 0) }
}

/** Spreads the cards evenly, about the mean height of their entries. */
function placeFrames(
  frames: readonly { frame: FrameModel; mean: number }[],
  column: Column,
  metrics: Metrics,
  top: number,
  bottom: number,
): FrameBox[] {
  const n = frames.length
  if (n === 0) return []
  const room = Math.max(0, bottom - top - metrics.frameH)
  const pitch =
    n === 1 ? 0 : Math.min(MOST_PITCH, Math.max(metrics.frameH + LEAST_GAP, room / (n - 1)))
  const means = frames.map((one) => one.mean).filter((mean) => mean < 1e6)
  const centre = means.length === 0 ? top : means.reduce((a, b) => a + b, 0) / means.length
  const length = pitch * (n - 1) + metrics.frameH
  const wanted = centre - length / 2
  const start = Math.max(top, Math.min(wanted, bottom - length))
  return frames.map(({ frame }, i) => ({
    frame,
    x: column.x,
    y: Math.round(start + i * pitch),
    w: column.w,
    h: metrics.frameH,
  }))
}

/** Lays the column out beside the bands, whose bottom is known. */
export function rightColumn(
  frames: readonly FrameModel[],
  caches: readonly CacheModel[],
  bands: readonly BandBox[],
  column: Column,
  metrics: Metrics,
  bottom: number,
): RightColumn {
  const cacheBoxes: CacheBox[] = []
  let y = metrics.bandsY
  for (const cache of caches) {
    const box = cacheBox(cache, column, y)
    cacheBoxes.push(box)
    y += box.h
  }
  const headY = y
  const top = headY + metrics.framesHead
  const most = Math.max(
    2,
    Math.min(FRAME_CARDS, Math.floor((bottom - top + LEAST_GAP) / (metrics.frameH + LEAST_GAP))),
  )
  const { shown, rest } = chosen(sorted(frames, bands), most)
  const boxes = placeFrames(shown, column, metrics, top, rest > 0 ? bottom - 24 : bottom)
  const last = boxes.at(-1)
  const end = last === undefined ? headY : last.y + last.h
  const isQuiet = metrics.framesHead < metrics.bandHead
  const text = isQuiet ? '' : cacheBoxes.length > 0 ? 'Frames' : 'Page frames'
  return {
    head:
      last === undefined
        ? null
        : { box: { x: column.x, y: headY, w: column.w, h: metrics.bandHead }, text },
    frames: boxes,
    more: rest === 0 ? null : { box: { x: column.x, y: end + 6, w: column.w, h: 18 }, count: rest },
    caches: cacheBoxes,
    bottom: rest === 0 ? end : end + 24,
  }
}
