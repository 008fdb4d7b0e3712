/** Moves what of the timeline goes with the step: no component renders for it. */
import type { RefObject } from 'react'
import { useLayoutEffect } from 'react'
import type { Axis } from '../../scene/timeline-axis.ts'
import { xOfStep } from '../../scene/timeline-axis.ts'
import type { TimelinePose, TimelineScene } from '../../scene/timeline-scene.ts'
import { timelinePose } from '../../scene/timeline-scene.ts'
import type { State } from '../../store/state.ts'
import { app } from '../../store/store.ts'

type Run = NonNullable<State['run']['run']>

export function useTimelineMotion(
  root: RefObject<HTMLElement | null>,
  { run, axis, scene }: { run: Run; axis: Axis; scene: TimelineScene },
): void {
  useLayoutEffect(() => {
    const node = root.current
    if (node === null) return
    const bars = [...node.querySelectorAll<SVGElement>('[data-bar]')]
    const arrows = [...node.querySelectorAll<SVGElement>('[data-now]')]
    const place = ({ step, from, t }: State['time']): void => {
      const x0 = xOfStep(axis, run, from)
      const x = x0 + (xOfStep(axis, run, step) - x0) * t
      // A jump has no way in between; a step back is its step played backwards.
      const at = from === step - 1 ? t : from === step + 1 ? 1 - t : 1
      apply(bars, arrows, timelinePose(scene, x, t < 1 ? at : 1))
    }
    place(app.getState().time)
    return app.subscribe((state) => state.time, place)
  }, [root, run, axis, scene])
}

function apply(
  bars: readonly SVGElement[],
  arrows: readonly SVGElement[],
  pose: TimelinePose,
): void {
  for (const bar of bars) {
    const width = pose.past.get(bar.dataset['bar'] ?? '')
    if (width !== undefined) bar.setAttribute('width', String(width))
  }
  for (const arrow of arrows) {
    arrow.style.setProperty('--left', String(1 - pose.drawn))
    arrow.style.setProperty('--head', String(pose.head))
  }
}
