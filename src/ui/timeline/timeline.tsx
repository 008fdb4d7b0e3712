/**
 * The run as lanes: a mark a micro-step, who was blocked and how long, what went from lane to lane. Only what is
 * visible is drawn, so that runs of many thousand steps scroll as lightly as short ones.
 */
import type { PointerEvent, RefObject } from 'react'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import { axisOf, stepAtX } from '../../scene/timeline-axis.ts'
import { eventsOf } from '../../scene/timeline-events.ts'
import type { LaneMetrics } from '../../scene/timeline-scene.ts'
import { timelineScene } from '../../scene/timeline-scene.ts'
import { stepTitle } from '../../store/now.ts'
import type { State } from '../../store/state.ts'
import { app, useApp } from '../../store/store.ts'
import { seek } from '../../store/time.ts'
import { useLayout } from '../shared/use-media.ts'
import { Playhead } from './playhead.tsx'
import { TimelineDrawing } from './timeline-drawing.tsx'
import { useTimelineMotion } from './use-timeline-motion.ts'

type Run = NonNullable<State['run']['run']>

const AXIS_HEIGHT = 20
/** What is drawn beyond the edges, so that scrolling does not show bare ground. */
const OVERDRAW = 400

export function Timeline() {
  const run = useApp((state) => state.run.run)
  return run === null ? null : <TimelineOf run={run} />
}

/** Width and scroll of an element, as state; the scroll to the pixel without a drawing for each. */
function useWindow(scroller: RefObject<HTMLDivElement | null>) {
  const [window, setWindow] = useState({ width: 0, left: 0 })
  const scrolled = useRef(0)
  useLayoutEffect(() => {
    const element = scroller.current
    if (element === null) return
    const measure = () => {
      scrolled.current = element.scrollLeft
      const left = Math.floor(scrolled.current / OVERDRAW) * OVERDRAW
      setWindow((old) =>
        old.width === element.clientWidth && old.left === left
          ? old
          : { width: element.clientWidth, left },
      )
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', measure)
    }
  }, [scroller])
  return { ...window, scrolled }
}

function lanesOf(count: number): LaneMetrics {
  return { top: AXIS_HEIGHT + (count <= 2 ? 30 : 23), apart: count <= 2 ? 54 : 39 }
}

/** While a step is left backwards, what it has brought is still there to go. */
function shownStep({ time: { step, from, t } }: State): number {
  return from === step + 1 && t < 1 ? from : step
}

function TimelineOf({ run }: { run: Run }) {
  const scroller = useRef<HTMLDivElement>(null)
  const hint = useRef<HTMLParagraphElement>(null)
  const step = useApp(shownStep)
  const { width, left, scrolled } = useWindow(scroller)
  const gutter = useLayout() === 'panes' ? 122 : 106
  const room = Math.max(200, width - gutter - 10)
  const axis = useMemo(() => axisOf(run, room), [run, room])
  const events = useMemo(() => eventsOf(run), [run])
  const count = run.actors.length
  const lanes = lanesOf(count)
  const scene = useMemo(
    () =>
      timelineScene({
        run,
        axis,
        events,
        step,
        left: left - OVERDRAW,
        right: left + width + OVERDRAW,
        lanes: lanesOf(count),
      }),
    [run, axis, events, step, left, width, count],
  )
  useTimelineMotion(scroller, { run, axis, scene })
  const height = lanes.top + lanes.apart * (count - 1) + 24

  function seekTo(event: PointerEvent<HTMLElement>): void {
    const { left: edge } = event.currentTarget.getBoundingClientRect()
    seek(stepAtX(axis, run, event.clientX - edge))
  }

  /** Written past React: it follows the pointer. */
  function showHint(event: PointerEvent<HTMLElement>): void {
    if (hint.current === null || event.pointerType !== 'mouse') return
    const x = event.clientX - event.currentTarget.getBoundingClientRect().left
    hint.current.textContent = stepTitle(app.getState(), stepAtX(axis, run, x))
    hint.current.hidden = false
    const isNearEnd = x - left > width * 0.7
    hint.current.style.transform = `translateX(${x}px) translateX(${isNearEnd ? '-100%' : '0'})`
  }

  function hideHint(): void {
    if (hint.current !== null) hint.current.hidden = true
  }

  return (
    <div className="timeline-scroll" ref={scroller}>
      <div className="timeline-inner" style={{ width: gutter + axis.width, minHeight: height }}>
        <Names run={run} lanes={lanes} width={gutter} />
        <div
          className="timeline-lanes"
          style={{ left: gutter, width: axis.width }}
          onPointerDown={(event) => {
            if (event.button !== 0) return
            event.currentTarget.setPointerCapture(event.pointerId)
            seekTo(event)
          }}
          onPointerMove={(event) => {
            if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event)
            showHint(event)
          }}
          onPointerLeave={hideHint}
        >
          <TimelineDrawing
            scene={scene}
            width={axis.width}
            lanes={lanes}
            count={run.actors.length}
          />
          <p ref={hint} className="timeline-hint" aria-hidden="true" hidden />
          <Playhead
            axis={axis}
            run={run}
            scroller={scroller}
            scrolled={scrolled}
            width={width}
            gutter={gutter}
          />
        </div>
      </div>
    </div>
  )
}

function Names({ run, lanes, width }: { run: Run; lanes: LaneMetrics; width: number }) {
  return (
    <ul className="timeline-names" style={{ width }} aria-label="Actors">
      {run.actors.map(({ name, cpu }, index) => (
        <li key={name} style={{ top: lanes.top + index * lanes.apart - 10 }}>
          <strong>{name}</strong> <span>CPU {cpu}</span>
        </li>
      ))}
    </ul>
  )
}
