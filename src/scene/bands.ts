/** One process as a band: its cards stacked in their columns, the userfaultfd card and the legend where room is left. */
import type { Columns } from './columns.ts'
import type { Metrics } from './metrics.ts'
import type { TableRow } from './rows.ts'
import type { BandBox, Box, CardBox, CrumbBox, RowBox } from './scene.ts'
import type { ProcessModel, TableModel } from './tables.ts'

/** Edge of a card, above and below its rows. */
const EDGE = 1
const CARD_GAP = 10

function rowHeight(row: TableRow, metrics: Metrics): number {
  if (row.kind === 'run') return metrics.none
  const change = row.change === null ? 0 : metrics.note
  return metrics.row + change + (row.stale === null ? 0 : metrics.stale)
}

function cardBox(table: TableModel, metrics: Metrics, x: number, y: number, w: number): CardBox {
  const rows: RowBox[] = []
  let top = metrics.head
  for (const row of table.rows) {
    const h = rowHeight(row, metrics)
    rows.push({ row, y: top, h })
    top += h
  }
  return { x, y, w, h: top + 2 * EDGE, table, rows }
}

/** Cards of one level, one under the other. */
function stackCards(
  tables: readonly TableModel[],
  metrics: Metrics,
  x: number,
  y: number,
  w: number,
): CardBox[] {
  const cards: CardBox[] = []
  let top = y
  for (const table of tables) {
    const card = cardBox(table, metrics, x, top, w)
    cards.push(card)
    top += card.h + CARD_GAP + (table.made === null ? 0 : metrics.caption)
  }
  return cards
}

/** Lowest edge of boxes, captions of new tables included. */
function bottomOf(cards: readonly CardBox[], metrics: Metrics, top: number): number {
  return cards.reduce(
    (low, card) =>
      Math.max(low, card.y + card.h + (card.table.made === null ? 0 : metrics.caption)),
    top,
  )
}

export interface PlacedBand {
  readonly band: BandBox
  /** Where a card of that height would stand under the upper tables: of full width of the three columns. */
  readonly under: Box
}

function crumbBox(
  process: ProcessModel,
  columns: Columns,
  metrics: Metrics,
  y: number,
): CrumbBox | null {
  if (process.crumbs === null) return null
  const x = columns.table[4].x
  const right = columns.table[2].x + columns.table[2].w
  return {
    id: `w${process.mm}`,
    crumbs: process.crumbs,
    label: process.crumbsLabel,
    x,
    y,
    w: right - x,
    h: metrics.crumbs,
  }
}

/** Places a process from `y` down; its height is what its cards need, and `under` if something is to stand there. */
export function placeBand(
  process: ProcessModel,
  columns: Columns,
  metrics: Metrics,
  y: number,
  underH: number,
): PlacedBand {
  const top = y + metrics.bandHead
  const isCrumbs = process.crumbs !== null
  const crumbs = crumbBox(process, columns, metrics, top)
  const cardTop = isCrumbs ? y + 8 : top
  const cards = ([4, 3, 2, 1] as const).flatMap((level) => {
    const tables = process.tables.filter((table) => table.level === level)
    const column = columns.table[level]
    return stackCards(tables, metrics, column.x, level === 1 ? cardTop : top, column.w)
  })
  const upper = cards.filter((card) => card.table.level > 1)
  const upperBottom = Math.max(
    bottomOf(upper, metrics, top),
    crumbs === null ? 0 : crumbs.y + crumbs.h,
  )
  const under: Box = {
    x: columns.table[4].x,
    y: upperBottom + (underH > 0 ? 20 : 0),
    w: columns.table[2].x + columns.table[2].w - columns.table[4].x,
    h: underH,
  }
  const bottom = Math.max(bottomOf(cards, metrics, top), under.y + under.h, upperBottom)
  return {
    band: {
      id: process.id,
      mm: process.mm,
      process: process.process,
      cr3: process.cr3,
      isActive: process.isActive,
      moreTables: process.moreTables,
      x: 6,
      y,
      w: columns.bandRight - 6,
      h: bottom + metrics.bandFoot - y,
      cards,
      crumbs,
    },
    under,
  }
}
