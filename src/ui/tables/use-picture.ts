/** The picture of the presented moment: made once for each moment, selection and size, never while something moves. */
import { useEffect, useMemo, useRef } from 'react'
import { readerOf } from '../../scene/memory.ts'
import {
  CARDS_FROM,
  DETAILS,
  FULL,
  LARGE,
  PROJECTOR,
  PROJECTOR_DETAILS,
  withCrumbs,
} from '../../scene/metrics.ts'
import type { Canvas, Instant, Picture } from '../../scene/picture.ts'
import { backward, forward, still } from '../../scene/picture.ts'
import { share } from '../../scene/share.ts'
import { readWhole } from '../../store/mirror.ts'
import type { State } from '../../store/state.ts'
import { app, useApp } from '../../store/store.ts'
import { useLayout, useMedia } from '../shared/use-media.ts'
import { learnLife, marksOf, unknownMarks, useLivesVersion } from './marks.ts'
import type { Size } from './use-size.ts'

type Run = NonNullable<State['run']['run']>

/** Sizes and details for the room and the kind of page. */
export function useScale(width: number): Pick<Canvas, 'metrics' | 'details'> {
  const layout = useLayout()
  const isLarge = useMedia('(min-width: 1920px)')
  const isRails = layout === 'rails'
  const isTight = width < CARDS_FROM
  const details = isRails ? PROJECTOR_DETAILS : DETAILS
  return useMemo(
    () => ({
      metrics: isRails ? PROJECTOR : isLarge ? LARGE : FULL,
      details: isTight ? withCrumbs(details) : details,
    }),
    [isRails, isLarge, details, isTight],
  )
}

function instantOf(words: Uint32Array): Instant | null {
  const { seen, time } = app.getState()
  if (seen.view === null) return null
  return { step: time.step, read: readerOf(words), view: seen.view, changes: seen.changes }
}

/** How the moment is come to: by its own step, by leaving the step after it, or by a jump. */
type Way = 'forward' | 'backward' | 'jump'

function wayOf({ time }: State): Way {
  if (time.from === time.step - 1) return 'forward'
  return time.from === time.step + 1 && time.t < 1 ? 'backward' : 'jump'
}

/** The picture of the moment that the store presents now. */
function makePicture(canvas: Canvas, way: Way): Picture | null {
  return readWhole((words) => {
    const instant = instantOf(words)
    if (instant === null) return null
    const { before } = app.getState().seen
    if (way === 'forward') return forward(canvas, instant, before?.view ?? instant.view)
    if (way === 'backward' && before !== null) return backward(canvas, instant, before)
    return still(canvas, instant)
  })
}

/** Learns what the marks of the present statement need. */
export function useMarks(run: Run | null, step: number): number {
  const lives = useLivesVersion()
  useEffect(() => {
    if (run === null) return
    for (const entry of unknownMarks(run, step)) learnLife(run, entry)
  }, [run, step])
  return lives
}

export function usePicture(
  size: Size,
  { metrics, details }: Pick<Canvas, 'metrics' | 'details'>,
): Picture | null {
  const run = useApp((s) => s.run.run)
  const hello = useApp((s) => s.hello)
  const step = useApp((s) => s.time.step)
  const epoch = useApp((s) => s.time.epoch)
  const way = useApp(wayOf)
  const selected = useApp((s) => s.view.selected)
  const openRuns = useApp((s) => s.view.openRuns)
  const isReduced = useMedia('(prefers-reduced-motion: reduce)')
  const lives = useMarks(run, step)
  const last = useRef<Picture | null>(null)
  const { width, height } = size
  const made = useMemo(() => {
    if (run === null || width === 0) return null
    const canvas: Canvas = {
      run,
      sites: hello?.sites ?? [],
      selected,
      openRuns: new Set(openRuns),
      metrics,
      details,
      width,
      height,
      motion: isReduced ? 'reduced' : 'full',
      marks: (at, own) => marksOf(run, at, own),
    }
    return { picture: makePicture(canvas, way), epoch, lives }
  }, [
    run,
    hello,
    selected,
    openRuns,
    metrics,
    details,
    width,
    height,
    isReduced,
    way,
    epoch,
    lives,
  ])
  const picture = made?.picture ?? null
  const shared = useMemo(
    () => picture && { ...picture, scene: share(last.current?.scene, picture.scene) },
    [picture],
  )
  useEffect(() => {
    if (shared !== null) last.current = shared
  }, [shared])
  return run === null ? null : (shared ?? last.current)
}
