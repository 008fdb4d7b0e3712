/** The small picture of a scenario, from a run of it: at rest, or playing while somebody points at it. */
import { useEffect, useMemo, useState } from 'react'
import { countText } from '../../base/count-text.ts'
import type { Shape } from '../../scene/miniature.ts'
import { graphMiniature, MINI_H, MINI_W, miniature } from '../../scene/miniature.ts'
import type { GlimpseMoment } from '../../sim/page-facts.ts'
import type { Seen } from '../../store/glimpses.ts'
import { useGlimpse } from '../../store/glimpses.ts'
import { useTone } from '../map/inks.ts'
import { useMedia } from '../shared/use-media.ts'
import type { Plan } from './plans.ts'
import { PLANS } from './plans.ts'
import { Shapes } from './shapes.tsx'
import './miniature.css'

/** A picture shows at most so many of a run's moments, and takes so long for all of them. */
const MOST_MOMENTS = 20
const STEP_MS = 300

interface Film {
  /** Which moments are played, in order. */
  readonly moments: readonly number[]
  /** Where the picture rests. */
  readonly rest: number
  readonly draw: (moment: number) => readonly Shape[]
}

/** At most `most` of the numbers from `first` to `last`, evenly, with both ends. */
function spread(first: number, last: number, most: number): number[] {
  const count = Math.min(most, last - first + 1)
  if (count < 2) return [last]
  return Array.from({ length: count }, (_, i) =>
    Math.round(first + (i * (last - first)) / (count - 1)),
  )
}

function filmOf(seen: Seen, plan: Plan | undefined): Film | null {
  if (seen.is === 'graph') {
    const { graph, result } = seen
    const depth = graph.nodes[graph.path.at(-1) ?? -1]?.depth ?? 0
    const bad = result.outcomes
      .filter(({ violations }) => violations.length > 0)
      .reduce((sum, { count }) => sum + Number(count), 0)
    const says = `${countText(bad)} of ${countText(Number(result.schedules))}`
    return {
      moments: spread(0, depth, MOST_MOMENTS),
      rest: depth,
      draw: (moment) => graphMiniature(graph, moment, says),
    }
  }
  if (plan === undefined) return null
  // Two runs part, but their moments stand beside each other: statements are their grain.
  const last = Math.min(...seen.runs.map(({ moments }) => moments.length)) - 1
  const { moments } = seen.runs[0] ?? { moments: [] }
  const isRest = ({ statement }: GlimpseMoment): boolean => statement === plan.rest
  const rest = plan.isFirst === true ? moments.findIndex(isRest) : moments.findLastIndex(isRest)
  const first = moments.findIndex(({ statement }) => statement === plan.from)
  return {
    moments: spread(Math.max(0, first), last, MOST_MOMENTS),
    rest: plan.rest === '' || rest < 0 ? last : Math.min(rest, last),
    draw: (moment) => miniature(plan.plan, seen.runs, moment),
  }
}

interface LiveMiniatureProps {
  readonly id: string
  readonly isPointedAt: boolean
}

export function LiveMiniature({ id, isPointedAt }: LiveMiniatureProps) {
  const seen = useGlimpse(id)
  const tone = useTone()
  const film = useMemo(() => (seen === undefined ? null : filmOf(seen, PLANS[id])), [seen, id])
  const isStill = useMedia('(prefers-reduced-motion: reduce)')
  const frame = useFrame(film === null || isStill ? 0 : film.moments.length, isPointedAt)
  const moment = frame === null ? film?.rest : film?.moments[frame]
  const shapes = useMemo(
    () => (film === null || moment === undefined ? [] : film.draw(moment)),
    [film, moment],
  )
  if (film === null) return null
  const wide = PLANS[id]?.plan.kind === 'map' ? 'none' : 'xMidYMid meet'
  return (
    <>
      <svg
        className="live-miniature"
        viewBox={`0 0 ${MINI_W} ${MINI_H}`}
        preserveAspectRatio={wide}
        aria-hidden="true"
        focusable="false"
      >
        <Shapes shapes={shapes} tone={tone} />
      </svg>
      {frame === null ? null : (
        <span
          className="miniature-bar"
          style={{ transform: `scaleX(${(frame + 1) / film.moments.length})` }}
        />
      )}
    </>
  )
}

/** Which of `count` frames is shown; null at rest. Plays once, and stays at the end while it is pointed at. */
function useFrame(count: number, isOn: boolean): number | null {
  const [frame, setFrame] = useState<number | null>(null)
  useEffect(() => {
    if (!isOn || count < 2) {
      setFrame(null)
      return
    }
    let at = 0
    setFrame(at)
    const timer = setInterval(() => {
      at++
      if (at >= count - 1) clearInterval(timer)
      setFrame(Math.min(at, count - 1))
    }, STEP_MS)
    return () => clearInterval(timer)
  }, [isOn, count])
  return frame
}
