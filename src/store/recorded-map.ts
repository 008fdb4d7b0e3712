/**
 * A recording of a process without a scenario, looked at on the map: which record, which region, which page. It stands
 * in front of the scenario's own map until it is put away; nothing of it goes into a link or a draft.
 */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Vpn } from '../machine/units.ts'
import type { StateRecord } from '../sim/outcome.ts'
import { app } from './store.ts'
import { showView } from './view.ts'

/** The address space of a recording: one that no run has. */
export const RECORDED_MM = -1

export interface RecordedMap {
  readonly name: string
  readonly records: readonly StateRecord[]
  /** Which record is shown. */
  readonly at: number
  /** Which region of it, counted over all processes; null: the one with the most entries. */
  readonly area: number | null
  /** The page that is looked at; null: the first. */
  readonly vpn: Vpn | null
}

export const recordedMap = createStore<{ readonly shown: RecordedMap | null }>()(() => ({
  shown: null,
}))

export function useRecordedMap(): RecordedMap | null {
  return useStore(recordedMap, ({ shown }) => shown)
}

function change(part: Partial<RecordedMap>): void {
  const { shown } = recordedMap.getState()
  if (shown !== null) recordedMap.setState({ shown: { ...shown, ...part } })
}

export function openRecordedMap(records: readonly StateRecord[], name: string): void {
  recordedMap.setState({ shown: { name, records, at: 0, area: null, vpn: null } })
  showView('map')
}

/** Puts it away: what was there before is there again. */
export function closeRecordedMap(): void {
  recordedMap.setState({ shown: null })
  if (app.getState().view.view === 'map' && app.getState().run.run === null) showView('start')
}

export function showRecord(at: number): void {
  const { shown } = recordedMap.getState()
  if (shown === null) return
  change({ at: Math.max(0, Math.min(shown.records.length - 1, at)) })
}

export function chooseRecordedArea(area: number): void {
  change({ area, vpn: null })
}

export function lookAtRecorded(vpn: Vpn): void {
  change({ vpn })
}

/** Another scenario that is opened is what is wanted now. */
export function watchRecordedMap(): void {
  app.subscribe(
    ({ doc }) => doc.text,
    () => recordedMap.setState({ shown: null }),
  )
}
