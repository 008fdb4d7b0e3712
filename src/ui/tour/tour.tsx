/** The tour: one stop at a time beside the control it is about. It can be left at any moment, by Escape too. */
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { useApp } from '../../store/store.ts'
import { endTour, toStop, useTour } from '../../store/tour.ts'
import { Icon } from '../shared/icons.tsx'
import type { Stop } from './stops.ts'
import { STOPS } from './stops.ts'
import './tour.css'

function placeOf(stop: Stop): HTMLElement | null {
  for (const selector of stop.places) {
    for (const found of document.querySelectorAll<HTMLElement>(selector)) {
      const { width, height } = found.getBoundingClientRect()
      if (width > 0 && height > 0) return found
    }
  }
  return null
}

export function Tour() {
  const stop = useTour((state) => state.stop)
  const hasRun = useApp((state) => state.run.run !== null && state.time.epoch > 0)
  const isStage = useApp((state) => state.view.view === 'stage')
  useEffect(() => {
    if (stop !== null && !isStage) endTour()
  }, [stop, isStage])
  return stop === null || !hasRun || !isStage ? null : <TourStops at={stop} />
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

function TourStops({ at }: { readonly at: number }) {
  // Which stops there are depends on the layout alone, so it is found out once.
  const [stops, setStops] = useState<readonly Stop[]>([])
  useLayoutEffect(() => setStops(STOPS.filter((one) => placeOf(one) !== null)), [])
  const stop = stops[Math.min(at, stops.length - 1)]
  return stop === undefined ? null : <StopCard key={at} stop={stop} at={at} count={stops.length} />
}

const MARGIN = 12

/** Beside the place where there is room; else over its lower half. */
function beside(frame: Frame, width: number, height: number): { left: number; top: number } {
  const clamp = (value: number, high: number) => Math.max(MARGIN, Math.min(value, high - MARGIN))
  const left = clamp(frame.x, innerWidth - width)
  if (frame.y + frame.h + height + 2 * MARGIN <= innerHeight) {
    return { left, top: frame.y + frame.h + MARGIN }
  }
  if (frame.y - height - 2 * MARGIN >= 0) return { left, top: frame.y - height - MARGIN }
  const right = frame.x + frame.w + MARGIN
  if (right + width + MARGIN <= innerWidth) {
    return { left: right, top: clamp(frame.y + 24, innerHeight - height) }
  }
  if (frame.x - width - 2 * MARGIN >= 0) {
    return { left: frame.x - width - MARGIN, top: clamp(frame.y + 24, innerHeight - height) }
  }
  return { left, top: clamp(frame.y + frame.h - height - MARGIN, innerHeight - height) }
}

interface CardProps {
  readonly stop: Stop
  readonly at: number
  readonly count: number
}

function StopCard({ stop, at, count }: CardProps) {
  const card = useRef<HTMLDivElement>(null)
  const next = useRef<HTMLButtonElement>(null)
  const titleId = useId()
  const textId = useId()
  const frame = useFrame(stop)
  const isLast = at >= count - 1

  useLayoutEffect(() => {
    const box = card.current
    if (box === null || frame === null) return
    const { left, top } = beside(frame, box.offsetWidth, box.offsetHeight)
    box.style.left = `${left}px`
    box.style.top = `${top}px`
  }, [frame])
  useEffect(() => next.current?.focus({ preventScroll: true }), [])

  return (
    <>
      {frame === null ? null : (
        <div
          className="tour-ring"
          style={{ left: frame.x, top: frame.y, width: frame.w, height: frame.h }}
        />
      )}
      <div
        ref={card}
        className="tour-card"
        role="dialog"
        aria-labelledby={titleId}
        aria-describedby={textId}
        onKeyDown={(event) => {
          if (event.key === 'Escape') endTour()
          // The stage's own keys rest while the tour has the focus.
          event.stopPropagation()
          event.nativeEvent.stopPropagation()
        }}
      >
        <h2 id={titleId}>{stop.title}</h2>
        <p id={textId}>{stop.text}</p>
        <footer>
          <span className="tour-count">
            {at + 1} of {count}
          </span>
          <button type="button" className="button button-plain" onClick={endTour}>
            {isLast ? 'Close' : 'Skip the tour'}
          </button>
          <button
            type="button"
            className="button"
            aria-disabled={at === 0}
            onClick={() => at > 0 && toStop(at - 1)}
          >
            Back
          </button>
          <button
            ref={next}
            type="button"
            className="button button-primary"
            onClick={() => (isLast ? endTour() : toStop(at + 1))}
          >
            {isLast ? 'Done' : 'Next'}
            <Icon name={isLast ? 'check' : 'arrowRight'} />
          </button>
        </footer>
      </div>
    </>
  )
}

/** Where the stop's place is now; follows the window's size. */
function useFrame(stop: Stop): Frame | null {
  const [frame, setFrame] = useState<Frame | null>(null)
  useLayoutEffect(() => {
    const measure = (): void => {
      const box = placeOf(stop)?.getBoundingClientRect()
      setFrame(box === undefined ? null : { x: box.x, y: box.y, w: box.width, h: box.height })
    }
    measure()
    addEventListener('resize', measure)
    return () => removeEventListener('resize', measure)
  }, [stop])
  return frame
}
