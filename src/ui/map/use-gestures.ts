/** Wheel, pinch and drag on the map: zoom and pan by d3-zoom, pointing and brushing by hand. */
import { select } from 'd3-selection'
import type { D3ZoomEvent, ZoomBehavior } from 'd3-zoom'
import { zoom, zoomIdentity } from 'd3-zoom'
import type { RefObject } from 'react'
import { useEffect, useMemo, useRef } from 'react'
import type { Spot } from '../../scene/map-plan.ts'
import type { MapZoom } from '../../store/map.ts'
import { map, setZoom, zoomFor } from '../../store/map.ts'

/** The largest cell: its text needs 96 px. */
export const LARGEST_CELL = 116
const ZOOM_MS = 220

export interface PlotSize {
  readonly width: number
  readonly height: number
  /** Size of a cell where the whole region is seen. */
  readonly unit: number
}

export interface ZoomTools {
  /** Zooms by a factor around a point of the plot, or its middle. */
  readonly by: (factor: number, at?: readonly [number, number]) => void
  readonly to: (target: MapZoom) => void
  /** Moves the map as little as it takes to see a cell. */
  readonly reveal: (spot: Spot) => void
}

type Behaviour = ZoomBehavior<HTMLDivElement, unknown>

const sameZoom = (a: MapZoom, b: MapZoom): boolean => a.k === b.k && a.x === b.x && a.y === b.y

/** d3 takes the wheel, pinches, and drags with Shift; a plain drag brushes, one finger scrolls until zoomed in. */
function accepts(event: Event, isBrushing: boolean): boolean {
  if (event.type === 'wheel') return true
  if (event instanceof MouseEvent) return event.shiftKey || event.button === 1
  if (event.type.startsWith('touch')) {
    const fingers = (event as TouchEvent).touches.length
    return fingers > 1 || (!isBrushing && map.getState().zoom.k > 1)
  }
  return false
}

export function useZoom(
  plot: RefObject<HTMLDivElement | null>,
  { width, height, unit }: PlotSize,
  isBrushing: boolean,
): ZoomTools {
  const behaviour = useRef<Behaviour | null>(null)
  const frame = useRef(0)

  useEffect(() => {
    const node = plot.current
    if (node === null || width === 0) return
    const made: Behaviour = zoom<HTMLDivElement, unknown>()
      .scaleExtent([1, Math.max(1, LARGEST_CELL / unit)])
      .extent([
        [0, 0],
        [width, height],
      ])
      .translateExtent([
        [0, 0],
        [width, height],
      ])
      .filter((event: Event) => accepts(event, isBrushing))
      .on('zoom', (event: D3ZoomEvent<HTMLDivElement, unknown>) => {
        const { k, x, y } = event.transform
        if (!sameZoom(map.getState().zoom, { k, x, y })) setZoom({ k, x, y })
      })
    behaviour.current = made
    // It may be the zoom of another region, or of a larger window.
    const selection = select(node)
    const show = (): void => {
      const { k, x, y } = within(zoomFor({ width, height }), { width, height, unit })
      selection.call(made.transform, zoomIdentity.translate(x, y).scale(k))
    }
    selection.call(made).on('dblclick.zoom', null)
    show()
    const stop = map.subscribe(({ wished }) => {
      if (wished !== null) show()
    })
    return () => {
      stop()
      selection.on('.zoom', null)
      cancelAnimationFrame(frame.current)
    }
  }, [plot, width, height, unit, isBrushing])

  return useMemo(() => {
    const set = (target: MapZoom): void => {
      if (plot.current === null) return
      const transform = zoomIdentity.translate(target.x, target.y).scale(target.k)
      behaviour.current?.transform(select(plot.current), transform)
    }
    const to = (target: MapZoom): void => {
      cancelAnimationFrame(frame.current)
      animate(map.getState().zoom, target, set, (id) => {
        frame.current = id
      })
    }
    const by = (factor: number, at: readonly [number, number] = [width / 2, height / 2]): void => {
      const now = map.getState().zoom
      const k = Math.max(1, Math.min(LARGEST_CELL / unit, now.k * factor))
      const keep = (place: number, point: number) => point - ((point - place) * k) / now.k
      to(within({ k, x: keep(now.x, at[0]), y: keep(now.y, at[1]) }, { width, height, unit }))
    }
    const reveal = ({ column, row }: Spot): void => {
      const now = map.getState().zoom
      const cell = unit * now.k
      const into = (place: number, at: number, room: number) =>
        Math.min(Math.max(place, -at * cell), room - (at + 1) * cell)
      const next = { k: now.k, x: into(now.x, column, width), y: into(now.y, row, height) }
      if (!sameZoom(now, next)) set(next)
    }
    return { by, to, reveal }
  }, [plot, width, height, unit])
}

function animate(
  from: MapZoom,
  to: MapZoom,
  set: (zoom: MapZoom) => void,
  keep: (frame: number) => void,
): void {
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
    set(to)
    return
  }
  const began = performance.now()
  const tick = (now: number): void => {
    const t = Math.min(1, Math.max(0, (now - began) / ZOOM_MS))
    const eased = 1 - (1 - t) ** 3
    // The factor moves evenly, and the place with it, so that the target point travels on a straight line.
    const k = from.k * (to.k / from.k) ** eased
    const share = to.k === from.k ? eased : (k - from.k) / (to.k - from.k)
    set({ k, x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share })
    if (t < 1) keep(requestAnimationFrame(tick))
    else set(to)
  }
  keep(requestAnimationFrame(tick))
}

/** The nearest zoom that leaves no empty margin. */
function within({ k, x, y }: MapZoom, { width, height, unit }: PlotSize): MapZoom {
  const scale = Math.max(1, Math.min(k, LARGEST_CELL / unit))
  const clamp = (value: number, room: number) => Math.min(0, Math.max(room - room * scale, value))
  return { k: scale, x: clamp(x, width), y: clamp(y, height) }
}

/** The zoom at which cells have a size, with a spot in the middle of the plot. */
export function zoomAround(
  { width, height, unit }: PlotSize,
  { column, row }: Spot,
  size: number,
): MapZoom {
  const k = Math.max(1, Math.min(LARGEST_CELL, size) / unit)
  const x = width / 2 - (column + 0.5) * unit * k
  const y = height / 2 - (row + 0.5) * unit * k
  return within({ k, x, y }, { width, height, unit })
}
