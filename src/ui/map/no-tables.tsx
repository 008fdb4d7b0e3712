/** Says how many rows have no page table, where enough of them stand together. */
import { useMemo } from 'react'
import { CELL_NO_TABLE } from '../../scene/map-cells.ts'
import { hasTableRows } from '../../scene/map-plan.ts'
import type { MapZoom } from '../../store/map.ts'
import type { PlotSize } from './use-gestures.ts'
import type { MapModel } from './use-map.ts'

const LEAST_PX = 30

interface Gap {
  readonly row: number
  readonly rows: number
}

/** Runs of rows that are without a table from end to end. */
function gapsOf({ plan, cells }: MapModel): Gap[] {
  if (!hasTableRows(plan)) return []
  const gaps: { row: number; rows: number }[] = []
  for (let row = 0; row < plan.rows; row++) {
    // A table covers the whole row, so its first cell tells for all of them.
    if (cells[row * plan.columns] !== CELL_NO_TABLE) continue
    const last = gaps.at(-1)
    if (last !== undefined && last.row + last.rows === row) last.rows++
    else gaps.push({ row, rows: 1 })
  }
  return gaps
}

interface NoTablesProps {
  readonly model: MapModel
  readonly size: PlotSize
  readonly zoom: MapZoom
}

export function NoTables({ model, size, zoom }: NoTablesProps) {
  const gaps = useMemo(() => gapsOf(model), [model])
  const cell = size.unit * zoom.k
  return (
    <div className="map-gaps" aria-hidden="true">
      {gaps.map(({ row, rows }) => {
        const top = Math.max(0, zoom.y + row * cell)
        const bottom = Math.min(size.height, zoom.y + (row + rows) * cell)
        if (bottom - top < LEAST_PX) return null
        return (
          <span key={row} style={{ top: (top + bottom) / 2 }}>
            {rows === 1 ? 'This row has no page table' : `${rows} rows have no page table`}
          </span>
        )
      })}
    </div>
  )
}
