/** The region as a whole, each entry one cell: canvas below, marks over it, and a grid for assistive technology. */
import type { PointerEvent, RefObject } from 'react'
import { useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Spot } from '../../scene/map-plan.ts'
import { clampPage, isShown, pageAt, rangeBetween, spotOf } from '../../scene/map-plan.ts'
import { lookAt, setBrush, useMap } from '../../store/map.ts'
import { useMedia } from '../shared/use-media.ts'
import { Axes } from './axes.tsx'
import { CursorRow } from './cursor-row.tsx'
import { FrontLine } from './front-line.tsx'
import { HoverTip } from './hover-tip.tsx'
import { useInks } from './inks.ts'
import { handleMapKey } from './map-keys.ts'
import type { LensFrame } from './marks.tsx'
import { Marks } from './marks.tsx'
import { NoTables } from './no-tables.tsx'
import { colour, drawScene, newImage, prepare } from './paint.ts'
import type { PlotSize, ZoomTools } from './use-gestures.ts'
import type { MapModel } from './use-map.ts'
import { factsOf } from './use-map.ts'

/** Cells below this size are brushed by whole page tables. */
const BY_PAGE_FROM = 8
/** A press that moves less than this is a click. */
const CLICK_PX = 4

interface PlotProps {
  readonly plot: RefObject<HTMLDivElement | null>
  readonly model: MapModel
  readonly size: PlotSize
  readonly vpn: number
  readonly hovered: number | null
  readonly onHover: (vpn: number | null) => void
  readonly zoomTools: ZoomTools
  readonly isBrushing: boolean
  readonly lens: LensFrame | null
}

export function Plot(props: PlotProps) {
  const { plot, model, size, vpn, hovered, lens } = props
  const { plan } = model
  const zoom = useMap((state) => state.zoom)
  const cell = size.unit * zoom.k
  const id = useId()
  const pointer = usePointer(props, cell)
  const canvas = useDrawing(model, size, cell)
  const style = { width: size.width, height: size.height }
  return (
    <div className="map-plot-frame" style={style}>
      <Axes plan={plan} size={size} zoom={zoom} />
      <canvas ref={canvas} className="map-canvas" style={style} />
      <NoTables model={model} size={size} zoom={zoom} />
      {/* biome-ignore lint/a11y/useSemanticElements: a table cannot be a canvas that zooms. */}
      <div
        ref={plot}
        className={`map-plot${zoom.k > 1 ? ' map-plot-zoomed' : ''}${props.isBrushing ? ' map-plot-brushing' : ''}`}
        role="grid"
        tabIndex={0}
        aria-label={`Entries of ${plan.region.name}`}
        aria-describedby={`${id}-help`}
        aria-rowcount={plan.rows}
        aria-colcount={plan.columns}
        aria-activedescendant={`${id}-cell`}
        aria-multiselectable={true}
        style={style}
        onKeyDown={(event) => handleMapKey(event, plan, vpn, props.zoomTools)}
        {...pointer}
      >
        <CursorRow model={model} vpn={vpn} id={`${id}-cell`} />
      </div>
      <Marks plan={plan} size={size} zoom={zoom} vpn={vpn} hovered={hovered} lens={lens} />
      <p className="quiet" id={`${id}-help`}>
        Arrows move by one entry, with Shift they select a range; plus and minus zoom; Enter shows
        the page on the stage.
      </p>
      <FrontLine plan={plan} size={size} zoom={zoom} />
      {hovered === null ? null : (
        <HoverTip plan={plan} size={size} vpn={hovered} spot={centre(model, size, zoom, hovered)} />
      )}
    </div>
  )
}

function centre(
  { plan }: MapModel,
  { unit }: PlotSize,
  zoom: { readonly k: number; readonly x: number; readonly y: number },
  vpn: number,
) {
  const { column, row } = spotOf(plan, vpn)
  const cell = unit * zoom.k
  return { x: zoom.x + (column + 0.5) * cell, y: zoom.y + (row + 0.5) * cell, cell }
}

function useDrawing(model: MapModel, size: PlotSize, cell: number) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const inks = useInks()
  const zoom = useMap((state) => state.zoom)
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const { plan, cells } = model
  const grid = useMemo(() => ({ cells, columns: plan.columns, rows: plan.rows }), [cells, plan])
  const [kept] = useState(newImage)
  // Coloured once for each moment, and drawn again for each zoom.
  const image = kept.canvas
  useLayoutEffect(() => {
    colour(kept, grid, inks)
  }, [kept, grid, inks])
  useLayoutEffect(() => {
    const context = canvas.current && prepare(canvas.current, size.width, size.height)
    if (context === null) return
    drawScene(context, {
      ...{ grid, image, inks, isStill, size: cell, x: zoom.x, y: zoom.y },
      ...{ width: size.width, height: size.height },
      facts: (index) => factsOf(plan, plan.origin + index),
    })
  }, [grid, image, inks, isStill, cell, zoom, size, plan])
  return canvas
}

/** Pointing, clicking and brushing; what d3-zoom takes never comes here as a press of the first button without Shift. */
function usePointer({ model, size, onHover, isBrushing }: PlotProps, cell: number) {
  const zoom = useMap((state) => state.zoom)
  const press = useRef<{ x: number; y: number; vpn: number; isDrag: boolean } | null>(null)
  const [isDown, setDown] = useState(false)
  const { plan } = model

  const spotAt = (event: PointerEvent<HTMLElement>): Spot => {
    const box = event.currentTarget.getBoundingClientRect()
    const clamp = (value: number, most: number) => Math.max(0, Math.min(most - 1, value))
    return {
      column: clamp(Math.floor((event.clientX - box.left - zoom.x) / cell), plan.columns),
      row: clamp(Math.floor((event.clientY - box.top - zoom.y) / cell), plan.rows),
    }
  }
  const isOurs = (event: PointerEvent): boolean =>
    event.button === 0 && !event.shiftKey && (event.pointerType !== 'touch' || isBrushing)

  return {
    'data-pressed': isDown ? '' : undefined,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      const vpn = clampPage(plan, pageAt(plan, spotAt(event)))
      press.current = { x: event.clientX, y: event.clientY, vpn, isDrag: false }
      if (!isOurs(event)) return
      setDown(true)
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const vpn = pageAt(plan, spotAt(event))
      if (event.pointerType !== 'touch') onHover(isShown(plan, vpn) ? vpn : null)
      const begun = press.current
      if (begun === null || !isDown) return
      const far = Math.hypot(event.clientX - begun.x, event.clientY - begun.y) >= CLICK_PX
      if (!begun.isDrag && !far) return
      begun.isDrag = true
      const range = rangeBetween(plan, begun.vpn, clampPage(plan, vpn), cell < BY_PAGE_FROM)
      setBrush({ mm: plan.mm.id, region: plan.region.name, ...range })
    },
    onPointerUp: (event: PointerEvent<HTMLElement>) => {
      const begun = press.current
      press.current = null
      setDown(false)
      if (begun === null || event.shiftKey || event.button !== 0) return
      const far = Math.hypot(event.clientX - begun.x, event.clientY - begun.y) >= CLICK_PX
      if (begun.isDrag || !far) lookAt(plan.mm.id, begun.vpn)
      if (!begun.isDrag && !far) setBrush(null)
    },
    onPointerCancel: () => {
      press.current = null
      setDown(false)
    },
    onPointerLeave: () => onHover(null),
    'data-size': size.unit,
  }
}
