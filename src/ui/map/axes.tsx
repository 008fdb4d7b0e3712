/** Numbers along the top and the left edge of the map: entries across, page tables down. */
import type { MapPlan } from '../../scene/map-plan.ts'
import { hasTableRows } from '../../scene/map-plan.ts'
import type { MapZoom } from '../../store/map.ts'
import type { PlotSize } from './use-gestures.ts'

const LEAST_APART = 90

interface Tick {
  readonly at: number
  readonly label: string
}

/** Multiples of a power of two that are in sight, and the very last one where it has room. */
function ticksOf(
  count: number,
  cell: number,
  shift: number,
  room: number,
  label: (k: number) => string,
): Tick[] {
  let step = 1
  while (step * cell < LEAST_APART) step *= 2
  const placeOf = (k: number): number => shift + (k + 0.5) * cell
  const first = Math.max(0, Math.ceil((-shift / cell - 0.5) / step))
  const ticks: Tick[] = []
  for (let k = first * step; k < count && placeOf(k) <= room; k += step) {
    if (placeOf(k) >= 0) ticks.push({ at: placeOf(k), label: label(k) })
  }
  const end = placeOf(count - 1)
  if (end <= room && end - (ticks.at(-1)?.at ?? -LEAST_APART) > 40) {
    ticks.push({ at: end, label: label(count - 1) })
  }
  return ticks
}

export function Axes({
  plan,
  size,
  zoom,
}: {
  readonly plan: MapPlan
  readonly size: PlotSize
  readonly zoom: MapZoom
}) {
  const cell = size.unit * zoom.k
  const isTables = hasTableRows(plan)
  const firstTable = Math.floor(plan.origin / plan.columns)
  const across = ticksOf(plan.columns, cell, zoom.x, size.width, String)
  const down = ticksOf(plan.rows, cell, zoom.y, size.height, (row) =>
    isTables
      ? String((firstTable + row) % 512)
      : String(Math.max(0, plan.origin + row * plan.columns - plan.region.start)),
  )
  return (
    <div className="map-axes" aria-hidden="true">
      {across.map(({ at, label }) => (
        <span key={label} className="map-tick-across" style={{ left: at }}>
          {label}
        </span>
      ))}
      {down.map(({ at, label }) => (
        <span key={label} className="map-tick-down" style={{ top: at }}>
          {label}
        </span>
      ))}
      <span className="map-axis-name">
        {isTables ? 'PMD index, one page table a row' : `page, ${plan.columns} a row`}
      </span>
    </div>
  )
}
