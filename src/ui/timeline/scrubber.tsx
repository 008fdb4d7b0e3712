/** The timeline of a phone: one track, the blocked spans hatched on it. */
import { useMemo } from 'react'
import { eventsOf } from '../../scene/timeline-events.ts'
import { stepText, titleNow } from '../../store/now.ts'
import { useApp } from '../../store/store.ts'
import { seek } from '../../store/time.ts'

export function Scrubber() {
  const run = useApp((state) => state.run.run)
  const step = useApp((state) => state.time.step)
  const text = useApp((state) => `${stepText(state)}, ${titleNow(state)}`)
  const events = useMemo(() => (run === null ? null : eventsOf(run)), [run])
  if (run === null || events === null) return null
  const share = (at: number) => `${(100 * at) / Math.max(1, run.steps)}%`
  return (
    <div className="scrubber">
      <span className="scrubber-track" />
      <span className="scrubber-past" style={{ width: share(step) }} />
      {events.blocked
        .filter(({ from }) => from < step)
        .map(({ actor, from, to }) => (
          <span
            key={`${actor}-${from}`}
            className="scrubber-blocked pattern-blocked"
            style={{ left: share(from), width: share(Math.min(step, to ?? run.steps) - from) }}
          />
        ))}
      <input
        type="range"
        aria-label="Step"
        aria-valuetext={text}
        min={0}
        max={run.steps}
        value={step}
        onChange={(event) => seek(Number(event.target.value))}
      />
    </div>
  )
}
