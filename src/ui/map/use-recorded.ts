/** The recording that is shown, as the map draws it. */
import { useMemo } from 'react'
import { countCells } from '../../scene/map-cells.ts'
import { planMap } from '../../scene/map-plan.ts'
import type { PageFacts } from '../../scene/map-words.ts'
import type { RecordedArea } from '../../scene/recorded-map.ts'
import {
  changedCells,
  partsOf,
  recordedAreas,
  recordedCells,
  recordedFacts,
} from '../../scene/recorded-map.ts'
import type { StateRecord } from '../../sim/outcome.ts'
import type { MapPlace } from '../../store/map.ts'
import type { RecordedMap } from '../../store/recorded-map.ts'
import { RECORDED_MM, recordedMap } from '../../store/recorded-map.ts'
import type { MapModel } from './use-map.ts'

export interface RecordedModel {
  readonly areas: readonly RecordedArea[]
  /** Index of the one that is shown. */
  readonly index: number
  readonly parts: readonly { readonly near: number; readonly entries: number }[]
  readonly place: MapPlace
  readonly model: MapModel
  /** Entries that are of another state than in the record before; null for the first. */
  readonly changed: number | null
}

/** The regions of each record, made once. */
const made = new WeakMap<StateRecord, readonly RecordedArea[]>()

function areasOf(record: StateRecord): readonly RecordedArea[] {
  const known = made.get(record)
  if (known !== undefined) return known
  const areas = recordedAreas(record, RECORDED_MM)
  made.set(record, areas)
  return areas
}

function fullest(areas: readonly RecordedArea[]): number {
  return areas.reduce(
    (best, { entries }, i) => (entries > (areas[best]?.entries ?? -1) ? i : best),
    0,
  )
}

export function useRecordedModel({ records, at, area, vpn }: RecordedMap): RecordedModel | null {
  const record = records[at]
  const shown = useMemo(() => {
    if (record === undefined) return null
    const areas = areasOf(record)
    const index = area ?? fullest(areas)
    const own = areas[index]
    return own === undefined ? null : { areas, index, own, parts: partsOf(own) }
  }, [record, area])
  const near = vpn ?? shown?.parts[0]?.near ?? 0
  const gigabyte = Math.floor(near / 512 / 512)
  const drawn = useMemo(() => {
    if (shown === null) return null
    const { mm, region } = shown.own
    const plan = planMap(mm, region, gigabyte * 512 * 512)
    const cells = recordedCells(shown.own, plan)
    const before = at === 0 ? undefined : records[at - 1]
    const same = before === undefined ? undefined : areasOf(before)[shown.index]
    const changed = same === undefined ? null : changedCells(recordedCells(same, plan), cells)
    return { model: { plan, cells, counts: countCells(cells), epoch: at }, changed }
  }, [shown, gigabyte, at, records])
  if (shown === null || drawn === null) return null
  const { plan } = drawn.model
  return {
    ...{ areas: shown.areas, index: shown.index, parts: shown.parts },
    ...drawn,
    place: {
      mm: RECORDED_MM,
      region: shown.own.region.name,
      vpn: Math.max(plan.first, Math.min(plan.first + plan.pages - 1, near)),
    },
  }
}

/** What the recording that is shown says of a page. */
export function recordedFactsNow(region: string, vpn: number): PageFacts | null {
  const { shown } = recordedMap.getState()
  const record = shown?.records[shown.at]
  if (shown === null || record === undefined) return null
  const areas = areasOf(record)
  const own = areas[shown.area ?? fullest(areas)]
  return own === undefined || own.region.name !== region ? null : recordedFacts(own, vpn)
}
