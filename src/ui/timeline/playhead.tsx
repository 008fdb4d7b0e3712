/** The playhead of the timeline: a slider over the steps. It moves by itself, without drawing the timeline anew. */
import type { RefObject } from 'react'
import { useEffect, useRef } from 'react'
import type { Axis } from '../../scene/timeline-axis.ts'
import { leftToShow, xOfStep } from '../../scene/timeline-axis.ts'
import { functionNow, stepText, titleNow } from '../../store/now.ts'
import type { State } from '../../store/state.ts'
import { app, useApp } from '../../store/store.ts'

type Run = NonNullable<State['run']['run']>

interface PlayheadProps {
  readonly axis: Axis
  readonly run: Run
  readonly scroller: RefObject<HTMLDivElement | null>
  /** Its `scrollLeft` and width, as last told: to ask for them here would lay the page out once more a step. */
  readonly scrolled: RefObject<number>
  readonly width: number
  /** Width of the column with the actors' names, which covers the left of the scroller. */
  readonly gutter: number
}

export function Playhead({ axis, run, scroller, scrolled, width, gutter }: PlayheadProps) {
  const head = useRef<HTMLDivElement>(null)
  const text = useApp(valueText)
  const step = useApp((state) => state.time.step)

  useEffect(() => {
    const place = ({ step: to, from, t }: State['time']) => {
      const x0 = xOfStep(axis, run, from)
      const x = x0 + (xOfStep(axis, run, to) - x0) * t
      if (head.current !== null) head.current.style.transform = `translateX(${x}px)`
    }
    place(app.getState().time)
    return app.subscribe((state) => state.time, place)
  }, [axis, run])

  useEffect(() => {
    const room = width - gutter
    if (scroller.current === null || room <= 0) return
    const left = leftToShow(axis, xOfStep(axis, run, step), scrolled.current, room)
    if (left !== scrolled.current) scroller.current.scrollLeft = left
  }, [axis, run, step, scroller, scrolled, width, gutter])

  return (
    <div
      ref={head}
      className="playhead"
      role="slider"
      tabIndex={0}
      aria-label="Step"
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={run.steps}
      aria-valuenow={step}
      aria-valuetext={text}
    >
      <svg width="14" height="16" viewBox="0 0 14 16" aria-hidden="true" focusable="false">
        <path d="M1 2.5A1.5 1.5 0 0 1 2.5 1h9A1.5 1.5 0 0 1 13 2.5V9l-6 6-6-6z" />
      </svg>
    </div>
  )
}

function valueText(state: State): string {
  return [stepText(state), titleNow(state), functionNow(state)].filter((part) => part).join(', ')
}
