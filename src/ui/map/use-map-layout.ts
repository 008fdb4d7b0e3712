/** Sizes of the map's parts for the room there is: the whole at one pixel a cell or more, the lens beside or below it. */
import { useMemo } from 'react'
import type { MapPlan } from '../../scene/map-plan.ts'
import type { Size } from '../tables/use-size.ts'
import type { PlotSize } from './use-gestures.ts'

export interface MapLayout {
  /** Two rows of two, two columns, or a stack. */
  readonly kind: 'quarters' | 'columns' | 'stack'
  readonly plot: PlotSize
  readonly lens: { readonly cell: number; readonly tables: number; readonly entries: number }
  /** From the right edge of the map to the numbers of the lens; 0 where the lens is not beside it. */
  readonly gap: number
  /** Is there room for the entries in words? */
  readonly hasEntries: boolean
}

/** Left of the map: the numbers of its rows and their name. Left of the lens: the numbers of its rows. */
const GUTTER = 48
const LENS_GUTTER = 34
const BETWEEN = 38
const SIDE = 24
/** Above the map: its head and the numbers of its columns. Below: counts and actions. */
const HEAD = 46
const FOOT = 236
const LARGEST_UNIT = 112
const LEAST_LENS_CELL = 21
/** Below the lens: its entries in words, and the line of all 512. */
const BELOW_LENS = 318

export function useMapLayout({ width, height }: Size, plan: MapPlan): MapLayout {
  const { columns, rows } = plan
  return useMemo(() => layoutFor(width, height, columns, rows), [width, height, columns, rows])
}

function layoutFor(width: number, height: number, columns: number, rows: number): MapLayout {
  if (width < 720) return stack(width, columns, rows)
  const isWide = width >= 1280
  const room = isWide ? width * 0.42 - GUTTER - SIDE : Math.max(512, width * 0.5 - GUTTER - SIDE)
  const high = isWide ? Math.max(512, height - HEAD - FOOT) : Math.max(512, height - HEAD - SIDE)
  const plot = plotFor(room, high, columns, rows)
  const rest = width - 2 * SIDE - GUTTER - plot.width - BETWEEN - LENS_GUTTER
  const entries = Math.max(8, Math.min(32, 8 * Math.floor(rest / LEAST_LENS_CELL / 8)))
  const cell = Math.min(isWide ? (high - BELOW_LENS) / 8 : 26, rest / entries)
  return {
    kind: isWide ? 'quarters' : 'columns',
    plot,
    lens: { cell, tables: 8, entries },
    gap: BETWEEN,
    hasEntries: isWide && entries >= 16,
  }
}

function stack(width: number, columns: number, rows: number): MapLayout {
  const room = width - GUTTER - SIDE
  const entries = 8 * Math.max(1, Math.floor((width - 2 * SIDE - LENS_GUTTER) / 19 / 8))
  return {
    kind: 'stack',
    plot: plotFor(room, room, columns, rows),
    lens: { cell: (width - SIDE - GUTTER) / entries, tables: 8, entries },
    gap: 0,
    hasEntries: false,
  }
}

/** Cells as large as fit; whole device pixels from one pixel on, so that all are equally large. */
function plotFor(width: number, height: number, columns: number, rows: number): PlotSize {
  const fit = Math.min(width / columns, height / rows, LARGEST_UNIT)
  const unit = fit < 1 ? fit : Math.floor(fit * devicePixelRatio) / devicePixelRatio
  return { width: columns * unit, height: rows * unit, unit }
}
