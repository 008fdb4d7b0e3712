/** Where the columns of the walk stand, and how the address strip is cut over them. */
import type { Metrics } from './metrics.ts'
import type { FieldBox } from './scene.ts'
import type { StageModel } from './stage-model.ts'

export interface Column {
  readonly x: number
  readonly w: number
}

export interface Columns {
  /** By level: PTE, PMD, PUD, PGD at 1 to 4. */
  readonly table: Readonly<Record<1 | 2 | 3 | 4, Column>>
  readonly right: Column
  /** Right edge of the process bands. */
  readonly bandRight: number
}

/** The gap before a table that has just been made. */
const NEW_GAP = 90
const NEW_GAP_BESIDE_CACHE = 80
const NEW_UPPER = [88, 96, 96] as const
/** A PMD that maps 2 MiB has letters of its own. */
const HUGE_W = 152
const HUGE_PTE_W = 150
const BAND_PAD = 12

/** Level of the lowest table that the present statement made, or null. */
function newestLevel(model: StageModel): 1 | 2 | 3 | null {
  const levels = model.processes
    .flatMap((process) => process.tables)
    .filter((table) => table.made !== null && table.level < 4)
    .map((table) => table.level)
  return levels.length === 0 ? null : (Math.min(...levels) as 1 | 2 | 3)
}

function hasHuge(model: StageModel): boolean {
  return model.processes
    .flatMap((process) => process.tables.flatMap((table) => table.rows))
    .some((row) => row.kind === 'entry' && row.huge)
}

/** Widths and gaps, left to right, before the room that is over is given away. */
function plan(metrics: Metrics, model: StageModel): { widths: number[]; gaps: number[] } {
  const hasCache = model.caches.length > 0
  const newest = newestLevel(model)
  const scale = metrics.upperW / 104
  const upper =
    newest !== null
      ? NEW_UPPER.map((w) => w * scale)
      : Array.from({ length: 3 }, () => (hasCache ? 96 * scale : metrics.upperW))
  const tight = newest !== null || hasCache
  const gaps = tight ? [20, 20, 24] : [metrics.gap, metrics.gap, metrics.pteGap]
  if (newest !== null) gaps[3 - newest] = hasCache ? NEW_GAP_BESIDE_CACHE : NEW_GAP
  const pte = newest !== null && hasCache ? metrics.pteW - 16 : metrics.pteW
  const widths = [...upper, pte]
  if (hasHuge(model)) {
    widths[2] = Math.max(widths[2] as number, HUGE_W * scale)
    widths[3] = Math.min(pte, HUGE_PTE_W * scale)
  }
  return { widths, gaps }
}

/** Lays the columns into the width; what is over widens the gaps, the PTE column first up to a third. */
export function columnsOf(metrics: Metrics, model: StageModel, width: number): Columns {
  const { widths, gaps } = plan(metrics, model)
  const rightW = model.caches.length > 0 ? metrics.cacheW : metrics.frameW
  const rightX = width - metrics.margin - rightW
  const used = metrics.margin + sum(widths) + sum(gaps)
  const least = model.caches.length > 0 ? 26 : 56
  const over = rightX - used - 84
  const spare = Math.max(0, over)
  shrink(widths, gaps, Math.max(0, least - (rightX - used)), hasCrumbs(model))
  widths[3] = (widths[3] as number) + Math.min(spare * 0.4, 90)
  const stretch = Math.min((spare * 0.3) / 3, 24)
  const xs: number[] = []
  let x = metrics.margin
  widths.forEach((w, i) => {
    xs.push(x)
    x += w + (gaps[i] ?? 0) + stretch
  })
  const column = (i: number): Column => ({
    x: Math.round(xs[i] as number),
    w: Math.round(widths[i] as number),
  })
  const pte = column(3)
  return {
    table: { 4: column(0), 3: column(1), 2: column(2), 1: pte },
    right: { x: rightX, w: rightW },
    bandRight: Math.min(pte.x + pte.w + BAND_PAD, rightX - 8),
  }
}

function hasCrumbs(model: StageModel): boolean {
  return model.processes.some((process) => process.isActive && process.crumbs !== null)
}

/** Gives way where there is too little room: gaps first, then the upper tables, then the PTE column. */
function shrink(widths: number[], gaps: number[], shortage: number, isCrumbs: boolean): void {
  let rest = shortage
  const take = (list: number[], index: number, least: number, most: number): void => {
    const taken = Math.max(0, Math.min(most, (list[index] as number) - least))
    list[index] = (list[index] as number) - taken
    rest -= taken
  }
  for (let i = 0; i < 3; i++) take(gaps, i, 16, rest / (3 - i))
  for (let i = 0; i < 3; i++) take(widths, i, isCrumbs ? 44 : 88, rest / (3 - i))
  take(widths, 3, 150, rest)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

/** The strip's cuts lie in the middle of the gaps, so that each field stands over the column it indexes. */
export function addressBoxes(
  model: StageModel,
  columns: Columns,
  metrics: Metrics,
  width: number,
): FieldBox[] {
  const order = [columns.table[4], columns.table[3], columns.table[2], columns.table[1]]
  const left = metrics.margin
  const right = width - metrics.margin
  const cuts = order.map((column, i) => {
    const next = order[i + 1] ?? columns.right
    const end = column.x + column.w
    return Math.round(i === 3 ? Math.min((end + next.x) / 2, right - 132) : (end + next.x) / 2)
  })
  const edges = [left, ...cuts, right]
  return model.fields.map((field, i) => {
    const x = edges[i] as number
    const column = order[i]
    const isShown = column !== undefined && field.index !== null
    const arrowX = column === undefined ? 0 : column.x + column.w * (i === 3 ? 0.52 : 0.84)
    return {
      field,
      x,
      w: (edges[i + 1] as number) - x,
      arrow: isShown ? { x: Math.round(arrowX), y: metrics.bandsY + metrics.bandHead - 2 } : null,
    }
  })
}
