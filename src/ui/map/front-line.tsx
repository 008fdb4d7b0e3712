/** How far a protection has come, or one that is still under way: a line under the row that it has reached. */
import { useMemo } from 'react'
import type { Run } from '../../scene/input.ts'
import { frontOf } from '../../scene/map-front.ts'
import type { MapPlan } from '../../scene/map-plan.ts'
import { isShown, spotOf } from '../../scene/map-plan.ts'
import { activePlace } from '../../scene/moment.ts'
import type { MapZoom } from '../../store/map.ts'
import { statementOf } from '../../store/rows.ts'
import { useApp } from '../../store/store.ts'
import { useMedia } from '../shared/use-media.ts'
import type { PlotSize } from './use-gestures.ts'

/** Cells of this size, in pixels, can be read, and are not to be covered. */
const READABLE = 12

const WORDS: Readonly<Record<string, string>> = {
  wp: 'protected up to here',
  unwp: 'resolved up to here',
}

interface FrontLineProps {
  readonly plan: MapPlan
  readonly size: PlotSize
  readonly zoom: MapZoom
}

interface Front {
  readonly verb: string
  /** Row that it has reached. */
  readonly row: number
}

/** Of the call that is under way, else of those that went from the region's beginning on. */
function frontAt(run: Run, step: number, plan: MapPlan): Front | null {
  const statement = statementOf(run, step)
  const verb = statement?.text.split(' ')[0] ?? ''
  if (statement !== null && verb in WORDS && step < statement.last) {
    const place = activePlace(run, step)
    if (place === null || place.mm !== plan.mm.id || !isShown(plan, place.vpn)) return null
    return { verb, row: spotOf(plan, place.vpn).row }
  }
  const front = frontOf(run.statements, step, plan.region)
  const last = plan.region.start + front - 1
  // A line at the very end says nothing, and one above the second row is about a few pages.
  if (front === plan.region.pages || !isShown(plan, last)) return null
  const { row } = spotOf(plan, last)
  return row < 1 || plan.mm.process !== 'main' ? null : { verb: 'wp', row }
}

export function FrontLine({ plan, size, zoom }: FrontLineProps) {
  const run = useApp((state) => state.run.run)
  const step = useApp((state) => state.time.step)
  const hasGap = useMedia('(min-width: 1024px)')
  const front = useMemo(() => (run === null ? null : frontAt(run, step, plan)), [run, step, plan])
  if (front === null) return null
  const y = zoom.y + (front.row + 1) * size.unit * zoom.k
  if (y < 0 || y > size.height) return null
  const isBeside = hasGap && size.unit * zoom.k >= READABLE
  const classes = ['map-front', `map-front-${front.verb}`]
  if (isBeside) classes.push('is-beside')
  return (
    <div className={classes.join(' ')} style={{ top: y }}>
      <span>
        {isBeside ? <code aria-hidden="true">{front.verb}</code> : null}
        <span className={isBeside ? 'quiet' : ''}>{WORDS[front.verb]}</span>
      </span>
    </div>
  )
}
