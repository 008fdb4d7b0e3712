/** The map: every entry of a region at once, a lens on some of them, their counts, and actions on a range. */
import { useCallback, useMemo, useRef, useState } from 'react'
import { lensAround, sizeText } from '../../scene/map-plan.ts'
import type { MapPlace } from '../../store/map.ts'
import { lookAt, setBrush, setZoom, useMap, WHOLE } from '../../store/map.ts'
import { app, useApp } from '../../store/store.ts'
import { Icon } from '../shared/icons.tsx'
import { useMedia } from '../shared/use-media.ts'
import { useSize } from '../tables/use-size.ts'
import { Counts } from './counts.tsx'
import { Crumbs } from './crumbs.tsx'
import { Entries } from './entries.tsx'
import { Lens, LensHead } from './lens.tsx'
import { Plot } from './plot.tsx'
import { RowsTable } from './rows-table.tsx'
import { SelectionPart } from './selection.tsx'
import { Strip } from './strip.tsx'
import { useZoom } from './use-gestures.ts'
import type { MapModel } from './use-map.ts'
import { useMapModel, usePlace } from './use-map.ts'
import { useMapLayout } from './use-map-layout.ts'
import './map.css'

export function MapPage() {
  const place = usePlace()
  const model = useMapModel(place)
  return (
    <main className="map" aria-label="Map">
      <h1 className="quiet">Map</h1>
      {place === null || model === null ? (
        <p className="map-empty">Nothing is mapped at this moment. Step past a map statement.</p>
      ) : (
        <MapBody key={`${place.mm} ${place.region}`} place={place} model={model} />
      )}
    </main>
  )
}

function MapBody({ place, model }: { place: MapPlace; model: MapModel }) {
  const body = useRef<HTMLDivElement>(null)
  const plot = useRef<HTMLDivElement>(null)
  const room = useSize(body)
  const layout = useMapLayout(room, model.plan)
  const [isBrushing, setBrushing] = useState(false)
  const zoomTools = useZoom(plot, layout.plot, isBrushing)
  const [pointed, setHovered] = useState<number | null>(null)
  const onHover = useCallback((vpn: number | null) => setHovered(vpn), [])
  const { plan } = model
  const vpn = place.vpn
  // A page of another gigabyte, or of a region that is gone, may have been pointed at a moment ago.
  const hovered =
    pointed !== null && pointed >= plan.first && pointed < plan.first + plan.pages ? pointed : null
  const near = hovered ?? vpn
  const { tables, entries } = layout.lens
  const window = useMemo(
    () => lensAround(plan, near, tables, entries),
    [plan, near, tables, entries],
  )
  const lensHeight = window.tables * layout.lens.cell
  const frame = { window, gap: layout.gap, height: lensHeight }
  const isReady = room.width > 0
  // A few pages are large on the map already; in words they stand beside it.
  const isTiny = plan.pages < 512
  return (
    <>
      <Crumbs plan={plan} vpn={vpn} size={layout.plot} zoom={zoomTools} />
      <div className={`map-body map-body-${layout.kind}`} ref={body}>
        {isReady ? (
          <>
            <section className="map-whole-part" aria-label="Whole region">
              <PlotHead place={place} model={model}>
                <BrushToggle isOn={isBrushing} onChange={setBrushing} />
              </PlotHead>
              <Plot
                {...{ plot, model, vpn, hovered, onHover, zoomTools, isBrushing }}
                size={layout.plot}
                lens={isTiny ? null : frame}
              />
            </section>
            <section className="map-lens-part" aria-label="Lens">
              {isTiny ? null : (
                <>
                  <LensHead plan={plan} window={window} />
                  <Lens model={model} window={window} vpn={near} cell={layout.lens.cell} />
                </>
              )}
              {layout.hasEntries || isTiny ? (
                <Entries model={model} window={window} vpn={near} />
              ) : null}
              {isTiny ? null : (
                <Strip
                  model={model}
                  window={window}
                  vpn={near}
                  width={layout.lens.entries * layout.lens.cell}
                />
              )}
            </section>
            <Counts model={model} />
            <SelectionPart model={model} vpn={vpn} />
            <RowsTable model={model} vpn={vpn} />
          </>
        ) : null}
      </div>
    </>
  )
}

function PlotHead({
  place,
  model,
  children,
}: {
  readonly place: MapPlace
  readonly model: MapModel
  readonly children: React.ReactNode
}) {
  const { plan } = model
  const view = useApp((state) => state.seen.view)
  const regions = (view?.mms ?? [])
    .filter(({ alive }) => alive)
    .flatMap((mm) => mm.regions.filter(({ listed }) => listed).map((region) => ({ mm, region })))
  const isPart = plan.pages < plan.region.pages
  return (
    <header className="map-head">
      <h2>
        Region{' '}
        {regions.length < 2 ? (
          plan.region.name
        ) : (
          <span className="select map-region">
            <select
              aria-label="Region"
              value={`${place.mm} ${place.region}`}
              onChange={(event) => chooseRegion(event.target.value)}
            >
              {regions.map(({ mm, region }) => (
                <option key={`${mm.id} ${region.name}`} value={`${mm.id} ${region.name}`}>
                  {mm.process === 'main' ? region.name : `${region.name} of ${mm.process}`}
                </option>
              ))}
            </select>
            <Icon name="chevronDown" />
          </span>
        )}
        , {sizeText(plan.region.pages)}
      </h2>
      <p>
        {isPart ? 'one gigabyte of it, ' : ''}
        {`${plan.pages.toLocaleString('en')} PTEs, one cell each`}
      </p>
      {children}
    </header>
  )
}

function chooseRegion(value: string): void {
  const [id, name] = value.split(' ')
  const mm = app.getState().seen.view?.mms.find((one) => one.id === Number(id))
  const region = mm?.regions.find((one) => one.listed && one.name === name)
  if (mm === undefined || region === undefined) return
  setBrush(null)
  setZoom(WHOLE)
  lookAt(mm.id, region.start)
}

/** A finger pans; with this it selects. */
function BrushToggle({ isOn, onChange }: { isOn: boolean; onChange: (isOn: boolean) => void }) {
  const isCoarse = useMedia('(pointer: coarse)')
  const brush = useMap((state) => state.brush)
  if (!isCoarse) return null
  return (
    <button
      type="button"
      className="button"
      aria-pressed={isOn}
      data-brushed={brush === null ? undefined : ''}
      onClick={() => onChange(!isOn)}
    >
      Select by dragging
    </button>
  )
}
