/** The map: every entry of a region at once, a lens on some of them, their counts, and actions on a range. */
import { countText } from '../../base/count-text.ts'
import { sizeText } from '../../scene/map-plan.ts'
import type { MapPlace } from '../../store/map.ts'
import { lookAt, setBrush, setZoom, WHOLE } from '../../store/map.ts'
import { useRecordedMap } from '../../store/recorded-map.ts'
import { app, useApp } from '../../store/store.ts'
import { Icon } from '../shared/icons.tsx'
import { Moment } from './crumbs.tsx'
import { MapBody } from './map-body.tsx'
import { RecordedPage } from './recorded-page.tsx'
import type { MapModel } from './use-map.ts'
import { useMapModel, usePlace } from './use-map.ts'
import './map.css'

export function MapPage() {
  const recorded = useRecordedMap()
  return recorded === null ? <RunPage /> : <RecordedPage recorded={recorded} />
}

function RunPage() {
  const place = usePlace()
  const model = useMapModel(place)
  return (
    <main className="map" aria-label="Map">
      <h1 className="quiet">Map</h1>
      {place === null || model === null ? (
        <p className="map-empty">Nothing is mapped at this moment. Step past a map statement.</p>
      ) : (
        <MapBody
          key={`${place.mm} ${place.region}`}
          place={place}
          model={model}
          head={<PlotHead place={place} model={model} />}
          moment={<Moment />}
        />
      )}
    </main>
  )
}

function PlotHead({ place, model }: { readonly place: MapPlace; readonly model: MapModel }) {
  const { plan } = model
  const view = useApp((state) => state.seen.view)
  const regions = (view?.mms ?? [])
    .filter(({ alive }) => alive)
    .flatMap((mm) => mm.regions.filter(({ listed }) => listed).map((region) => ({ mm, region })))
  const isPart = plan.pages < plan.region.pages
  return (
    <>
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
        {`${countText(plan.pages)} PTEs, one cell each`}
      </p>
    </>
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
