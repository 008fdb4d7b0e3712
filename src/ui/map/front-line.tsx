/** How far a protection that is still under way has come: a line under the row that it has reached. */

import type { MapPlan } from '../../scene/map-plan.ts'
import { isShown, spotOf } from '../../scene/map-plan.ts'
import { activePlace } from '../../scene/moment.ts'
import type { MapZoom } from '../../store/map.ts'
import { statementOf } from '../../store/rows.ts'
import { useApp } from '../../store/store.ts'
import type { PlotSize } from './use-gestures.ts'

const WORDS: Readonly<Record<string, string>> = {
  wp: 'protected up to here',
  unwp: 'resolved up to here',
}

interface FrontLineProps {
  readonly plan: MapPlan
  readonly size: PlotSize
  readonly zoom: MapZoom
}

export function FrontLine({ plan, size, zoom }: FrontLineProps) {
  const run = useApp((state) => state.run.run)
  const step = useApp((state) => state.time.step)
  const statement = run === null ? null : statementOf(run, step)
  const words = WORDS[statement?.text.split(' ')[0] ?? '']
  if (run === null || statement === null || words === undefined || step >= statement.last)
    return null
  const place = activePlace(run, step)
  if (place === null || place.mm !== plan.mm.id || !isShown(plan, place.vpn)) return null
  const y = zoom.y + (spotOf(plan, place.vpn).row + 1) * size.unit * zoom.k
  if (y < 0 || y > size.height) return null
  return (
    <div
      className={`map-front map-front-${statement.text.startsWith('wp') ? 'wp' : 'unwp'}`}
      style={{ top: y }}
    >
      <span>{words}</span>
    </div>
  )
}
