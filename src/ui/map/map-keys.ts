/** Keys inside the map: arrows move by an entry, with Shift they brush, the others jump and zoom. */
import type { KeyboardEvent } from 'react'
import type { MapPlan } from '../../scene/map-plan.ts'
import { clampPage, rangeBetween, spotOf } from '../../scene/map-plan.ts'
import type { Brush } from '../../store/map.ts'
import { lookAt, map, openOnStage, setBrush } from '../../store/map.ts'
import type { ZoomTools } from './use-gestures.ts'

const ROWS_A_PAGE = 8

/** Where a key leads from a page; null for a key that does not move. */
function moved(plan: MapPlan, vpn: number, event: KeyboardEvent): number | null {
  const { columns } = plan
  const inRow = (vpn - plan.origin) % columns
  const last = plan.first + plan.pages - 1
  switch (event.key) {
    case 'ArrowLeft':
      return vpn - 1
    case 'ArrowRight':
      return vpn + 1
    case 'ArrowUp':
      return vpn - columns
    case 'ArrowDown':
      return vpn + columns
    case 'PageUp':
      return vpn - ROWS_A_PAGE * columns
    case 'PageDown':
      return vpn + ROWS_A_PAGE * columns
    case 'Home':
      return event.ctrlKey ? plan.first : vpn - inRow
    case 'End':
      return event.ctrlKey ? last : vpn - inRow + columns - 1
    default:
      return null
  }
}

/** The fixed end of the brush while the other one is moved by keys. */
function anchorOf(plan: MapPlan, brush: Brush | null, vpn: number): number {
  const { start } = plan.region
  if (brush === null) return vpn
  if (vpn === start + brush.from) return start + brush.to
  return vpn === start + brush.to ? start + brush.from : vpn
}

/** Handles a key if it is one of the map's; all others stay what they are elsewhere on the page. */
export function handleMapKey(
  event: KeyboardEvent,
  plan: MapPlan,
  vpn: number,
  zoom: ZoomTools,
): void {
  if (event.altKey || event.metaKey) return
  const next = moved(plan, vpn, event)
  const isHandled = next === null ? runKey(event, zoom) : true
  if (next !== null) {
    const page = clampPage(plan, next)
    move(plan, vpn, page, event.shiftKey)
    zoom.reveal(spotOf(plan, page))
  }
  if (!isHandled) return
  event.preventDefault()
  event.stopPropagation()
}

function move(plan: MapPlan, from: number, to: number, isBrushing: boolean): void {
  const mm = plan.mm.id
  if (isBrushing) {
    const range = rangeBetween(plan, anchorOf(plan, map.getState().brush, from), to, false)
    setBrush({ mm, region: plan.region.name, ...range })
  }
  lookAt(mm, to)
}

function runKey(event: KeyboardEvent, zoom: ZoomTools): boolean {
  if (event.ctrlKey) return false
  if (event.key === '+' || event.key === '=') zoom.by(2)
  else if (event.key === '-' || event.key === '_') zoom.by(0.5)
  else if (event.key === '0') zoom.to({ k: 1, x: 0, y: 0 })
  else if (event.key === 'Enter') openOnStage()
  else if (event.key === 'Escape' && map.getState().brush !== null) setBrush(null)
  else return false
  return true
}
