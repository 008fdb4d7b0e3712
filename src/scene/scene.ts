/**
 * The stage as boxes and lines: plain JSON, in CSS pixels from the stage's top left corner. What the page draws and
 * what the tests compare.
 */
import type { CacheModel, Cell } from './caches-model.ts'
import type { FrameModel } from './frames-model.ts'
import type { TableRow } from './rows.ts'
import type { AddressField, LegendState, StageModel } from './stage-model.ts'
import type { Notice, StackModel } from './story.ts'
import type { Crumb, TableModel } from './tables.ts'
import type { UffdModel } from './uffd-model.ts'

export interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** A row in its card: `y` from the card's inner top. */
export interface RowBox {
  readonly row: TableRow
  readonly y: number
  readonly h: number
}

export interface CardBox extends Box {
  readonly table: TableModel
  readonly rows: readonly RowBox[]
}

export interface CrumbBox extends Box {
  readonly id: string
  readonly crumbs: readonly Crumb[]
  /** Number of the table that the way leads to. */
  readonly label: string
}

export interface BandBox extends Box {
  readonly id: string
  readonly mm: number
  readonly process: string
  readonly cr3: string
  readonly isActive: boolean
  readonly cards: readonly CardBox[]
  readonly crumbs: CrumbBox | null
  readonly moreTables: number
}

export interface FieldBox {
  readonly field: AddressField
  readonly x: number
  readonly w: number
  /** Where its dotted arrow stands, and how far down it goes; null without a column under it. */
  readonly arrow: { readonly x: number; readonly y: number } | null
}

export interface FrameBox extends Box {
  readonly frame: FrameModel
}

export interface CacheBox extends Box {
  readonly cache: CacheModel
  readonly cell: number
  readonly columns: number
  /** Tops of its blocks' grids, from the box's top. */
  readonly grids: readonly number[]
  /** Top of the guard card, if there is one. */
  readonly guard: number | null
  /** Kinds of cells to explain, and where. */
  readonly kinds: readonly (Cell | 'guarded')[]
  readonly legend: number
}

/** A line from an entry to what it names. */
export interface LinkBox {
  readonly id: string
  readonly kind: 'walk' | 'page' | 'marker' | 'band'
  readonly isActive: boolean
  /** Of a process other than the one that walks. */
  readonly isDashed: boolean
  /** Row that it starts at, and card that it ends at. */
  readonly from: string
  readonly to: string
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
  /** Height at the left, of a band that stands for many links. */
  readonly spread: number
  readonly count: number
}

/** The trace that a table made by the present statement leaves between its parent's entry and its card. */
export interface Silhouettes {
  readonly id: string
  readonly table: string
  /** Edge of the parent's entry: where they grow from. */
  readonly x: number
  readonly top: number
  readonly bottom: number
  /** Edge of the card: where they end. */
  readonly toX: number
  readonly toTop: number
  readonly toBottom: number
}

export interface Scene {
  readonly step: number
  readonly width: number
  readonly height: number
  readonly model: StageModel
  readonly address: { readonly box: Box; readonly fields: readonly FieldBox[] }
  /** Corner points of the offset's arrow, down the right side to the frame. */
  readonly offset: readonly (readonly [number, number])[]
  readonly bands: readonly BandBox[]
  readonly framesHead: { readonly box: Box; readonly text: string } | null
  readonly frames: readonly FrameBox[]
  readonly moreFrames: { readonly box: Box; readonly count: number } | null
  readonly caches: readonly CacheBox[]
  readonly links: readonly LinkBox[]
  readonly silhouettes: readonly Silhouettes[]
  readonly uffd: { readonly box: Box; readonly uffd: UffdModel } | null
  readonly stack: { readonly box: Box; readonly stack: StackModel } | null
  readonly notice: { readonly box: Box; readonly notice: Notice } | null
  readonly legend: { readonly box: Box; readonly states: readonly LegendState[] } | null
}
