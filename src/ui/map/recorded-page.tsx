/** The map of a recording: the same map over what pagemap showed of a real process. */
import { countText } from '../../base/count-text.ts'
import { sizeText } from '../../scene/map-plan.ts'
import { setBrush, setZoom, WHOLE } from '../../store/map.ts'
import type { RecordedMap } from '../../store/recorded-map.ts'
import {
  chooseRecordedArea,
  closeRecordedMap,
  lookAtRecorded,
  showRecord,
} from '../../store/recorded-map.ts'
import { IconButton } from '../shared/icon-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { MapBody } from './map-body.tsx'
import type { RecordedModel } from './use-recorded.ts'
import { useRecordedModel } from './use-recorded.ts'

export function RecordedPage({ recorded }: { readonly recorded: RecordedMap }) {
  const shown = useRecordedModel(recorded)
  return (
    <main className="map" aria-label="Map">
      <h1 className="quiet">Map of a recording</h1>
      <div className="map-recorded">
        <p>
          <b>Recorded from a process</b> {recorded.name}. As <code>/proc/PID/pagemap</code> shows
          it: no tables, no raw entries.
        </p>
        <button type="button" className="button" onClick={closeRecordedMap}>
          <Icon name="close" />
          Close the recording
        </button>
      </div>
      {shown === null ? (
        <p className="map-empty">There is no region in this record.</p>
      ) : (
        <MapBody
          key={`${shown.index} ${shown.model.plan.first}`}
          place={shown.place}
          model={shown.model}
          head={<Head shown={shown} />}
          moment={<Moment recorded={recorded} changed={shown.changed} />}
          isRecorded={true}
        />
      )}
    </main>
  )
}

function Head({ shown }: { readonly shown: RecordedModel }) {
  const { areas, index, parts, model } = shown
  const { plan } = model
  const count = countText(plan.pages)
  return (
    <>
      <h2>
        Region{' '}
        <span className="select map-region">
          <select
            aria-label="Region"
            value={index}
            onChange={(event) => {
              atRest()
              chooseRecordedArea(Number(event.target.value))
            }}
          >
            {areas.map(({ mm, region, entries }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the areas of a record never move, and names may repeat.
              <option key={i} value={i}>
                {`${region.name}${mm.process === 'main' ? '' : ` of ${mm.process}`}, `}
                {`${sizeText(region.pages)}, ${countText(entries)} entries`}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" />
        </span>
      </h2>
      {parts.length < 2 ? (
        <p>{`${count} PTEs, one cell each`}</p>
      ) : (
        <span className="select map-region">
          <select
            aria-label="Gigabyte"
            value={parts.findLast(({ near }) => near <= plan.first)?.near ?? plan.first}
            onChange={(event) => {
              atRest()
              lookAtRecorded(Number(event.target.value))
            }}
          >
            {parts.map(({ near, entries }) => (
              <option key={near} value={near}>
                {`gigabyte from 0x${(near * 4096).toString(16)}, ${countText(entries)} entries`}
              </option>
            ))}
          </select>
          <Icon name="chevronDown" />
        </span>
      )}
    </>
  )
}

function atRest(): void {
  setBrush(null)
  setZoom(WHOLE)
}

interface MomentProps {
  readonly recorded: RecordedMap
  readonly changed: number | null
}

/** Which record is shown, and the way to its neighbours. */
function Moment({ recorded: { records, at }, changed }: MomentProps) {
  if (records.length < 2) return null
  return (
    <fieldset className="map-moment">
      <legend className="quiet">Moment</legend>
      <IconButton
        name="Go back a record"
        icon="back"
        disabled={at === 0}
        act={() => showRecord(at - 1)}
      />
      <IconButton
        name="Go to the next record"
        icon="forward"
        disabled={at === records.length - 1}
        act={() => showRecord(at + 1)}
      />
      <span className="map-moment-text">
        {`record ${at + 1} of ${records.length}`}
        {changed === null
          ? ''
          : `, ${countText(changed)} ${changed === 1 ? 'entry' : 'entries'} changed`}
      </span>
    </fieldset>
  )
}
