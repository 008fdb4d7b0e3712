/** The page tables around the cursor with their counts, for assistive technology: some rows of a long table. */
import { useMemo } from 'react'
import { CELL_NO_TABLE, countCells } from '../../scene/map-cells.ts'
import { clampPage } from '../../scene/map-plan.ts'
import { CELL_WORDS, countLines } from '../../scene/map-words.ts'
import type { MapModel } from './use-map.ts'

const AROUND = 6

export function RowsTable({ model, vpn }: { model: MapModel; vpn: number }) {
  const { plan } = model
  const table = Math.floor(vpn / 512)
  const lowest = Math.floor(plan.first / 512)
  const highest = Math.floor((plan.first + plan.pages - 1) / 512)
  const rows = useMemo(() => {
    const from = Math.max(lowest, table - AROUND)
    const to = Math.min(highest, table + AROUND)
    return Array.from({ length: to - from + 1 }, (_, i) => rowOf(model, from + i))
  }, [model, table, lowest, highest])
  const states = CELL_WORDS.filter(({ always }) => always)
  return (
    <div className="quiet">
      <table aria-rowcount={highest - lowest + 2}>
        <caption>{`Page tables of region ${plan.region.name} near the cursor, 2 MiB each`}</caption>
        <thead>
          <tr aria-rowindex={1}>
            <th scope="col">PMD</th>
            <th scope="col">Pages</th>
            {states.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={row.table}
              aria-rowindex={row.table - lowest + 2}
              aria-current={row.table === table ? 'true' : undefined}
            >
              <th scope="row">{row.table % 512}</th>
              <td>{row.pages}</td>
              {row.hasTable ? (
                states.map(({ cell, name }) => <td key={name}>{row.counts.get(cell) ?? 0}</td>)
              ) : (
                <td colSpan={states.length}>no page table</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function rowOf({ plan, cells }: MapModel, table: number) {
  const first = clampPage(plan, table * 512)
  const last = clampPage(plan, table * 512 + 511)
  const counts = countCells(cells, first - plan.origin, last - plan.origin + 1)
  const { name, start } = plan.region
  return {
    table,
    pages: `${name}[${first - start}..${last - start}]`,
    hasTable: counts[CELL_NO_TABLE] === 0,
    counts: new Map(countLines(counts).map(({ words, count }) => [words.cell, count])),
  }
}
