/** The parts of the map around one region: all of it, a lens, its counts, and what is selected. */
import type { ReactNode } from 'react'
import { useCallback, useMemo, useRef, useState } from 'react'
import type { MapPlan } from '../../scene/map-plan.ts'
import { lensAround } from '../../scene/map-plan.ts'
import { pageSentence } from '../../scene/map-words.ts'
import type { MapPlace } from '../../store/map.ts'
import { useMap } from '../../store/map.ts'
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
import { factsOf } from './use-map.ts'
import { useMapLayout } from './use-map-layout.ts'

interface MapBodyProps {
  readonly place: MapPlace
  readonly model: MapModel
  /** Which region, in words. */
  readonly head: ReactNode
  /** Which moment of how many. */
  readonly moment: ReactNode
  /** A recording is looked at: nothing can be done to it. */
  readonly isRecorded?: boolean
}

export function MapBody({ place, model, head, moment, isRecorded = false }: MapBodyProps) {
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
      <Crumbs plan={plan} vpn={vpn} size={layout.plot} zoom={zoomTools} moment={moment} />
      <div className={`map-body map-body-${layout.kind}`} ref={body}>
        {isReady ? (
          <>
            <section className="map-whole-part" aria-label="Whole region">
              <header className="map-head">
                {head}
                {isRecorded ? null : <BrushToggle isOn={isBrushing} onChange={setBrushing} />}
              </header>
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
            <Counts model={model} hasZeroes={!isRecorded} />
            {isRecorded ? <RecordedEntry plan={plan} vpn={vpn} /> : null}
            {isRecorded ? null : <SelectionPart model={model} vpn={vpn} />}
            <RowsTable model={model} vpn={vpn} />
          </>
        ) : null}
      </div>
    </>
  )
}

function RecordedEntry({ plan, vpn }: { readonly plan: MapPlan; readonly vpn: number }) {
  const facts = factsOf(plan, vpn)
  return (
    <section className="map-selection" aria-label="Selection">
      <div className="map-selection-head">
        <h2>{`${plan.region.name}[${vpn - plan.region.start}]`}</h2>
        <p>{`PMD ${Math.floor(vpn / 512) % 512}, PTE ${vpn % 512}`}</p>
      </div>
      <p>{facts === null ? '' : pageSentence(facts)}</p>
    </section>
  )
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
