/** Where the map is: the way down to the entry at the cursor, the moment, and the zoom. */
import type { ReactNode } from 'react'
import type { MapPlan } from '../../scene/map-plan.ts'
import { spotOf } from '../../scene/map-plan.ts'
import { addressText } from '../../store/focus.ts'
import { WHOLE } from '../../store/map.ts'
import { statementOf } from '../../store/rows.ts'
import { useApp } from '../../store/store.ts'
import { statementBack, statementForward } from '../../store/time.ts'
import { IconButton } from '../shared/icon-button.tsx'
import { Icon } from '../shared/icons.tsx'
import type { PlotSize, ZoomTools } from './use-gestures.ts'
import { LARGEST_CELL, zoomAround } from './use-gestures.ts'

interface CrumbsProps {
  readonly plan: MapPlan
  readonly vpn: number
  readonly size: PlotSize
  readonly zoom: ZoomTools
  readonly moment: ReactNode
}

/** Size of a cell at which a page table and its neighbours show their glyphs. */
const TABLE_CELL = 18

export function Crumbs({ plan, vpn, size, zoom, moment }: CrumbsProps) {
  const at = (level: number) => Math.floor(vpn / 512 ** level) % 512
  const spot = spotOf(plan, vpn)
  return (
    <div className="map-bar-top">
      <nav className="map-crumbs" aria-label="Where">
        <ol>
          <li>
            <button type="button" onClick={() => zoom.to(WHOLE)}>
              {plan.region.name}
            </button>
          </li>
          <li>{`PGD[${at(3)}]`}</li>
          <li>{`PUD[${at(2)}]`}</li>
          <li>
            <button type="button" onClick={() => zoom.to(zoomAround(size, spot, TABLE_CELL))}>
              {`PMD[${at(1)}]`}
            </button>
          </li>
          <li>
            <button
              type="button"
              className="map-crumb-now"
              aria-current="location"
              onClick={() => zoom.to(zoomAround(size, spot, LARGEST_CELL))}
            >
              {`PTE[${at(0)}]`}
            </button>
          </li>
        </ol>
      </nav>
      <span className="map-address">{addressText(vpn)}</span>
      {moment}
      <fieldset className="map-zoom">
        <legend className="quiet">Zoom</legend>
        <IconButton name="Zoom out" icon="minus" act={() => zoom.by(0.5)} isFramed />
        <IconButton name="Zoom in" icon="plus" act={() => zoom.by(2)} isFramed />
        <button
          type="button"
          className="button map-whole"
          aria-label="Whole region"
          onClick={() => zoom.to(WHOLE)}
        >
          <Icon name="frame" />
          <span>Whole region</span>
        </button>
      </fieldset>
    </div>
  )
}

/** Which statement the moment belongs to, and the way to its neighbours. */
export function Moment() {
  const run = useApp((state) => state.run.run)
  const step = useApp((state) => state.time.step)
  if (run === null) return null
  const statement = statementOf(run, step)
  return (
    <fieldset className="map-moment">
      <legend className="quiet">Moment</legend>
      <IconButton
        name="Go back a statement"
        icon="back"
        disabled={step === 0}
        act={statementBack}
      />
      <IconButton
        name="Go to the next statement"
        icon="forward"
        disabled={step >= run.steps}
        act={statementForward}
      />
      <span className="map-moment-text">
        {statement === null ? (
          'before the first statement'
        ) : (
          <>
            line {statement.line} <code>{statement.text}</code>
          </>
        )}
      </span>
    </fieldset>
  )
}
