/** The row of the grid in which the cursor stands, for assistive technology: its counts, and the entry itself. */
import { CELL_OUTSIDE, countCells } from '../../scene/map-cells.ts'
import { spotOf } from '../../scene/map-plan.ts'
import { countsText, pageSentence } from '../../scene/map-words.ts'
import { useMap } from '../../store/map.ts'
import type { MapModel } from './use-map.ts'
import { factsOf } from './use-map.ts'

interface CursorRowProps {
  readonly model: MapModel
  readonly vpn: number
  readonly id: string
}

export function CursorRow({ model, vpn, id }: CursorRowProps) {
  const { plan, cells } = model
  const { column, row } = spotOf(plan, vpn)
  const brush = useMap((state) => state.brush)
  const index = vpn - plan.region.start
  const isSelected = brush !== null && index >= brush.from && index <= brush.to
  const facts = factsOf(plan, vpn)
  const counts = countCells(cells, row * plan.columns, (row + 1) * plan.columns)
  counts[CELL_OUTSIDE] = 0
  return (
    // biome-ignore lint/a11y/useSemanticElements: part of a grid that is not a table.
    // biome-ignore lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell.
    <div className="quiet" role="row" aria-rowindex={row + 1}>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
      <span role="rowheader">{`PMD ${facts?.pmd ?? row}: ${countsText(counts)}. `}</span>
      {/* biome-ignore lint/a11y/useSemanticElements: as above. */}
      {/* biome-ignore lint/a11y/useFocusableInteractive: as above. */}
      <span role="gridcell" id={id} aria-colindex={column + 1} aria-selected={isSelected}>
        {`${plan.region.name}[${index}], PMD ${facts?.pmd ?? 0}, PTE ${facts?.entry ?? 0}. `}
        {facts === null ? '' : pageSentence(facts)}
      </span>
    </div>
  )
}
