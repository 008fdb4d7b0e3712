/** What lies over the cells: the brushed range, the window of the lens, the cursor, the ring under the pointer. */
import type { LensWindow, MapPlan, Spot } from '../../scene/map-plan.ts'
import { isShown, spotOf } from '../../scene/map-plan.ts'
import type { MapZoom } from '../../store/map.ts'
import { useMap } from '../../store/map.ts'
import type { PlotSize } from './use-gestures.ts'

/** The window, and how far from the map the lens stands, where lines lead to it. */
export interface LensFrame {
  readonly window: LensWindow
  readonly gap: number
  readonly height: number
}

interface MarksProps {
  readonly plan: MapPlan
  readonly size: PlotSize
  readonly zoom: MapZoom
  readonly vpn: number
  readonly hovered: number | null
  readonly lens: LensFrame | null
}

const LEAST_RING = 12

export function Marks({ plan, size, zoom, vpn, hovered, lens }: MarksProps) {
  const cell = size.unit * zoom.k
  const point = ({ column, row }: Spot) => ({ x: zoom.x + column * cell, y: zoom.y + row * cell })
  return (
    <svg
      className="map-marks"
      width={size.width}
      height={size.height}
      aria-hidden="true"
      focusable="false"
    >
      <clipPath id="map-clip">
        <rect x={-2} y={-2} width={size.width + 4} height={size.height + 4} />
      </clipPath>
      {/* The ring around a cell at the edge may stand out of the map. */}
      <clipPath id="map-clip-rings">
        <rect x={-9} y={-9} width={size.width + 18} height={size.height + 18} />
      </clipPath>
      <g clipPath="url(#map-clip)">
        <BrushMark plan={plan} point={point} cell={cell} size={size} />
        {lens === null ? null : <WindowMark plan={plan} lens={lens} point={point} cell={cell} />}
      </g>
      <g clipPath="url(#map-clip-rings)">
        {isOutside(point(spotOf(plan, vpn)), cell, size) ? null : (
          <CursorMark at={point(spotOf(plan, vpn))} cell={cell} />
        )}
        {hovered === null || !isShown(plan, hovered) ? null : (
          <HoverMark at={point(spotOf(plan, hovered))} cell={cell} />
        )}
      </g>
      {lens === null || lens.gap <= 0 ? null : (
        <Leads plan={plan} lens={lens} size={size} top={(row) => zoom.y + row * cell} cell={cell} />
      )}
    </svg>
  )
}

function isOutside(at: { x: number; y: number }, cell: number, size: PlotSize): boolean {
  return at.x + cell <= 0 || at.y + cell <= 0 || at.x >= size.width || at.y >= size.height
}

type Point = (spot: Spot) => { readonly x: number; readonly y: number }

/** Like a selection of text: part of the first row, whole rows, part of the last. */
function BrushMark({
  plan,
  point,
  cell,
  size,
}: {
  readonly plan: MapPlan
  readonly point: Point
  readonly cell: number
  readonly size: PlotSize
}) {
  const brush = useMap((state) => state.brush)
  if (brush === null || brush.mm !== plan.mm.id || brush.region !== plan.region.name) return null
  const a = spotOf(plan, plan.region.start + brush.from)
  const b = spotOf(plan, plan.region.start + brush.to)
  const first = point(a)
  const last = point({ column: b.column + 1, row: b.row + 1 })
  const left = point({ column: 0, row: 0 }).x
  const right = point({ column: plan.columns, row: 0 }).x
  const path =
    a.row === b.row
      ? `M${first.x} ${first.y}H${last.x}V${last.y}H${first.x}Z`
      : [
          `M${first.x} ${first.y}H${right}V${last.y - cell}H${last.x}V${last.y}H${left}`,
          `V${first.y + cell}H${first.x}Z`,
        ].join('')
  return (
    <g className="map-brush" data-width={size.width}>
      <path className="map-halo" d={path} />
      <path d={path} />
    </g>
  )
}

/** The cells of the lens; where a row of the map is no page table, only the entries of the cursor's row are framed. */
function WindowMark({
  plan,
  lens: { window },
  point,
  cell,
}: {
  readonly plan: MapPlan
  readonly lens: LensFrame
  readonly point: Point
  readonly cell: number
}) {
  if (plan.columns !== 512) return null
  const row = window.table - Math.floor(plan.origin / 512)
  const at = point({ column: window.entry, row })
  const box = { ...at, width: window.entries * cell, height: window.tables * cell }
  return (
    <g className="map-window">
      <rect className="map-halo" {...box} />
      <rect {...box} />
    </g>
  )
}

function CursorMark({
  at,
  cell,
}: {
  readonly at: { x: number; y: number }
  readonly cell: number
}) {
  const side = Math.max(cell, LEAST_RING)
  const box = {
    x: at.x + (cell - side) / 2,
    y: at.y + (cell - side) / 2,
    width: side,
    height: side,
    rx: 3,
  }
  return (
    <g className="map-cursor">
      <rect className="map-halo" {...box} />
      <rect {...box} />
    </g>
  )
}

function HoverMark({ at, cell }: { readonly at: { x: number; y: number }; readonly cell: number }) {
  if (cell > LEAST_RING) {
    return <rect className="map-hover" x={at.x} y={at.y} width={cell} height={cell} rx={3} />
  }
  return (
    <g className="map-hover">
      <circle className="map-halo" cx={at.x + cell / 2} cy={at.y + cell / 2} r={7.5} />
      <circle cx={at.x + cell / 2} cy={at.y + cell / 2} r={7.5} />
    </g>
  )
}

/** Two lines from the window to the lens beside the map. */
function Leads({
  plan,
  lens: { window, gap, height },
  size,
  top,
  cell,
}: {
  readonly plan: MapPlan
  readonly lens: LensFrame
  readonly size: PlotSize
  readonly top: (row: number) => number
  readonly cell: number
}) {
  if (plan.columns !== 512) return null
  const row = window.table - Math.floor(plan.origin / 512)
  const clamp = (y: number) => Math.max(0, Math.min(size.height, y))
  const [from, to] = [clamp(top(row)), clamp(top(row) + window.tables * cell)]
  return (
    <path
      className="map-leads"
      d={`M${size.width} ${from}L${size.width + gap} 0M${size.width} ${to}L${size.width + gap} ${height}`}
    />
  )
}
