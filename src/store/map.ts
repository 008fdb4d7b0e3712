/**
 * What the map alone knows: the brushed range, what could be done to it, and the zoom. Which page is looked
 * at is the selection, the same one as on the stage.
 */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import type { Vpn } from '../machine/units.ts'
import type { Probe } from '../protocol/messages.ts'
import { addStatement } from './act.ts'
import { ask } from './engine.ts'
import { focusedPage } from './focus.ts'
import { lookAtRecorded, RECORDED_MM, recordedMap } from './recorded-map.ts'
import { selectPage } from './select.ts'
import type { State } from './state.ts'
import { app } from './store.ts'
import { showView } from './view.ts'

/** The region that is shown, and the page in it that is looked at. */
export interface MapPlace {
  readonly mm: number
  readonly region: string
  readonly vpn: Vpn
}

/** Pages of a region, both ends included, counted from its start. */
export interface Brush {
  readonly mm: number
  readonly region: string
  readonly from: number
  readonly to: number
}

/** Cell (0, 0) stands at (x, y) and is k times as large as where the whole region is seen. */
export interface MapZoom {
  readonly k: number
  readonly x: number
  readonly y: number
}

export interface MapState {
  readonly brush: Brush | null
  readonly zoom: MapZoom
  /** Size of the whole region on the screen; null before it has been drawn. */
  readonly room: { readonly width: number; readonly height: number } | null
  /** From a link: a zoom, its place as parts of the whole, for when the map is drawn. */
  readonly wished: MapZoom | null
  /** What the actions on the brushed range would do now, by their statements. */
  readonly probes: Readonly<Record<string, Probe>>
}

export const WHOLE: MapZoom = { k: 1, x: 0, y: 0 }

export const map = createStore<MapState>()(() => ({
  brush: null,
  zoom: WHOLE,
  room: null,
  wished: null,
  probes: {},
}))

/** A leaf of the map's state, for components. */
export function useMap<T>(select: (state: MapState) => T): T {
  return useStore(map, select)
}

/** Where the map is: at the selected page, else at the one that the present statement is about. */
export function mapPlace(state: State): MapPlace | null {
  const { view } = state.seen
  if (view === null) return null
  const page = focusedPage(state)
  for (const mm of view.mms) {
    for (const { name, start, pages, listed } of mm.regions) {
      const isHere = page?.mm === mm.id && page.vpn >= start && page.vpn < start + pages
      if (listed && isHere) return { mm: mm.id, region: name, vpn: page.vpn }
    }
  }
  const home = view.mms.find((mm) => mm.alive && mm.regions.some(({ listed }) => listed))
  const region = home?.regions.find(({ listed }) => listed)
  if (home === undefined || region === undefined) return null
  return { mm: home.id, region: region.name, vpn: region.start }
}

/** Looks at a page: on the map and on the stage. */
export function lookAt(mm: number, vpn: Vpn): void {
  if (mm === RECORDED_MM) lookAtRecorded(vpn)
  else selectPage(mm, vpn)
}

/** Goes to the stage with the page that is looked at. */
export function openOnStage(): void {
  if (recordedMap.getState().shown !== null) return
  const place = mapPlace(app.getState())
  if (place !== null) selectPage(place.mm, place.vpn)
  showView('stage')
}

export function setBrush(brush: Brush | null): void {
  map.setState({ brush, probes: {} })
}

export function setZoom(zoom: MapZoom): void {
  map.setState({ zoom })
}

export function wishZoom(wished: MapZoom): void {
  map.setState({ wished })
}

/** The zoom for a map that is drawn at a size: the wished one, once, else the one that there is. */
export function zoomFor(room: { readonly width: number; readonly height: number }): MapZoom {
  const { wished, zoom } = map.getState()
  map.setState({ room, wished: null })
  if (wished === null) return zoom
  const { k, x, y } = wished
  return { k, x: -x * k * room.width, y: -y * k * room.height }
}

/** Tries what the buttons would add, after the present moment. */
export async function probeRange(statements: readonly string[]): Promise<void> {
  const { time, run } = app.getState()
  if (time.playing || run.run === null || run.stopped) return
  const { brush } = map.getState()
  try {
    const { probes } = await ask('probe', { step: time.step, statements })
    const isStale = app.getState().time.epoch !== time.epoch || map.getState().brush !== brush
    if (!isStale) map.setState({ probes: Object.fromEntries(probes.map((p) => [p.statement, p])) })
  } catch {
    // The buttons stay as they are; if the machine stopped, the banner says so.
  }
}

/** Adds a statement about the range and shows what it leaves: a step an entry would be too many to watch. */
export function actOnRange(statement: string): void {
  const reason = map.getState().probes[statement]?.reason ?? null
  if (reason === null) addStatement(statement, (run) => run.steps)
}
