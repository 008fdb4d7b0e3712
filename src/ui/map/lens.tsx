/** Some entries of some page tables, large enough to be told apart: what the pointer or the cursor is at. */

import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import { CELL_OUTSIDE } from '../../scene/map-cells.ts'
import type { LensWindow, MapPlan } from '../../scene/map-plan.ts'
import { isShown, pagesIn } from '../../scene/map-plan.ts'
import { lookAt } from '../../store/map.ts'
import { useInks } from './inks.ts'
import { colour, drawScene, newImage, prepare } from './paint.ts'
import type { MapModel } from './use-map.ts'

interface LensProps {
  readonly model: MapModel
  readonly window: LensWindow
  readonly vpn: number
  /** Size of a cell in CSS pixels. */
  readonly cell: number
}

/** The cells of the window, those beyond the region left out. */
function cellsIn({ plan, cells }: MapModel, window: LensWindow): Uint8Array {
  const shown = new Uint8Array(window.tables * window.entries).fill(CELL_OUTSIDE)
  for (let row = 0; row < window.tables; row++) {
    const vpn = (window.table + row) * 512 + window.entry
    for (let i = 0; i < window.entries; i++) {
      if (isShown(plan, vpn + i)) {
        shown[row * window.entries + i] = cells[vpn + i - plan.origin] ?? CELL_OUTSIDE
      }
    }
  }
  return shown
}

export function Lens({ model, window, vpn, cell }: LensProps) {
  const { plan } = model
  const canvas = useRef<HTMLCanvasElement>(null)
  const [kept] = useState(newImage)
  const width = window.entries * cell
  const height = window.tables * cell
  const inks = useInks()
  const cells = useMemo(() => cellsIn(model, window), [model, window])
  useLayoutEffect(() => {
    const context = canvas.current && prepare(canvas.current, width, height)
    if (context === null) return
    const grid = { cells, columns: window.entries, rows: window.tables }
    const image = colour(kept, grid, inks)
    drawScene(context, {
      ...{ grid, image, inks, size: cell, x: 0, y: 0, width, height, isStill: true },
      facts: () => null,
    })
  }, [kept, cells, inks, width, height, cell, window])

  const row = Math.floor(vpn / 512) - window.table
  const column = (vpn % 512) - window.entry
  const tables = Array.from({ length: window.tables }, (_, i) => window.table + i)
  const labels = Array.from({ length: Math.ceil(window.entries / 4) }, (_, i) => 4 * i)
  return (
    <div className="map-lens" style={{ width, height }}>
      <canvas
        ref={canvas}
        style={{ width, height }}
        onPointerDown={(event) => point(event, plan, window, cell)}
      />
      <div className="map-axes" aria-hidden="true">
        {labels.map((i) => (
          <span key={i} className="map-tick-across" style={{ left: (i + 0.5) * cell }}>
            {window.entry + i}
          </span>
        ))}
        {tables.map((table) => (
          <span
            key={table}
            className={`map-tick-down${table === window.table + row ? ' map-tick-now' : ''}`}
            style={{ top: (table - window.table + 0.5) * cell }}
          >
            {table % 512}
          </span>
        ))}
      </div>
      {row < 0 || row >= window.tables ? null : (
        <span className="map-lens-row" style={{ top: row * cell, height: cell }} />
      )}
      {row < 0 || row >= window.tables || column < 0 || column >= window.entries ? null : (
        <span
          className="map-lens-cell"
          style={{ left: column * cell, top: row * cell, width: cell, height: cell }}
        />
      )}
    </div>
  )
}

function point(
  event: React.PointerEvent<HTMLCanvasElement>,
  plan: MapPlan,
  window: LensWindow,
  cell: number,
): void {
  const box = event.currentTarget.getBoundingClientRect()
  const column = Math.min(window.entries - 1, Math.floor((event.clientX - box.left) / cell))
  const row = Math.min(window.tables - 1, Math.floor((event.clientY - box.top) / cell))
  const vpn = (window.table + row) * 512 + window.entry + column
  if (isShown(plan, vpn)) lookAt(plan.mm.id, vpn)
}

/** "PMD 16..23, PTE 200..231". */
export function LensHead({ plan, window }: { plan: MapPlan; window: LensWindow }) {
  const first = window.table % 512
  const shown = window.tables * window.entries
  const all = pagesIn({ from: plan.first, to: plan.first + plan.pages - 1 })
  return (
    <header className="map-head">
      <h2>
        {`PMD ${window.tables === 1 ? first : `${first}..${first + window.tables - 1}`}, `}
        {`PTE ${window.entry}..${window.entry + window.entries - 1}`}
      </h2>
      <p>{`${countText(Math.min(shown, all))} of ${countText(all)}`}</p>
    </header>
  )
}
