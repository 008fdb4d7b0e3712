/** What the map shows: decoded once for each moment and region, never while the pointer moves. */
import { useMemo, useRef } from 'react'
import { countCells } from '../../scene/map-cells.ts'
import type { MapPlan } from '../../scene/map-plan.ts'
import { PAGES_PER_PUD, planCells, planMap } from '../../scene/map-plan.ts'
import type { PageFacts } from '../../scene/map-words.ts'
import { pageFacts } from '../../scene/map-words.ts'
import type { MapPlace } from '../../store/map.ts'
import { mapPlace } from '../../store/map.ts'
import { readWhole } from '../../store/mirror.ts'
import { RECORDED_MM } from '../../store/recorded-map.ts'
import { app, useApp } from '../../store/store.ts'
import { recordedFactsNow } from './use-recorded.ts'

export interface MapModel {
  readonly plan: MapPlan
  readonly cells: Uint8Array
  readonly counts: Uint32Array
  readonly epoch: number
}

/** The page that is looked at, as a stable value. */
export function usePlace(): MapPlace | null {
  const epoch = useApp((state) => state.time.epoch)
  const selected = useApp((state) => state.view.selected)
  return useMemo(() => {
    const state = app.getState()
    return epoch < 0 ? null : mapPlace({ ...state, view: { ...state.view, selected } })
  }, [epoch, selected])
}

export function useMapModel(place: MapPlace | null): MapModel | null {
  const epoch = useApp((state) => state.time.epoch)
  const last = useRef<MapModel | null>(null)
  const spare = useRef<Uint8Array | undefined>(undefined)
  const mmId = place?.mm
  const name = place?.region
  const gigabyte = place === null ? 0 : Math.floor(place.vpn / PAGES_PER_PUD)
  return useMemo(() => {
    const mm = app.getState().seen.view?.mms.find(({ id }) => id === mmId)
    const region = mm?.regions.find((one) => one.listed && one.name === name)
    if (mm === undefined || region === undefined) return null
    const plan = planMap(mm, region, gigabyte * PAGES_PER_PUD)
    // Two arrays in turn: what is shown may still be looked at while the next moment is decoded.
    const cells = readWhole((words) => planCells(words, plan, spare.current))
    if (cells === null) return last.current
    spare.current = last.current?.cells
    last.current = { plan, cells, counts: countCells(cells), epoch }
    return last.current
  }, [epoch, mmId, name, gigabyte])
}

/** Everything about one page at the presented moment; null while the words are on the move. */
export function factsOf(plan: MapPlan, vpn: number): PageFacts | null {
  if (plan.mm.id === RECORDED_MM) return recordedFactsNow(plan.region.name, vpn)
  return readWhole((words) => pageFacts(words, plan.mm.pgd, vpn))
}
