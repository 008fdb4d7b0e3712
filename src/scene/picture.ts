/** A moment decoded and laid out with as much detail as the room allows, and the step between two of them. */
import { changesByEntry, readerAfter } from './changed-entries.ts'
import type { Change, Detail, Run, Selection, Sites, View } from './input.ts'
import { layout } from './layout.ts'
import type { Read } from './memory.ts'
import { readerBefore } from './memory.ts'
import type { Metrics } from './metrics.ts'
import { rowOf } from './moment.ts'
import type { Scene } from './scene.ts'
import type { StageModel } from './stage-model.ts'
import { stageModel } from './stage-model.ts'
import type { Transition } from './tween.ts'
import { STILL, transitionOf } from './tween.ts'

/** What stays the same while one picture is made. */
export interface Canvas {
  readonly run: Run
  readonly sites: Sites
  readonly selected: Selection | null
  readonly openRuns: ReadonlySet<string>
  readonly metrics: Metrics
  readonly details: readonly Detail[]
  readonly width: number
  readonly height: number
  readonly motion: 'full' | 'reduced'
  /** Adds the marks of earlier steps of the statement to those of a step. */
  readonly marks: (step: number, own: ReadonlyMap<number, Change>) => ReadonlyMap<number, Change>
}

/** One moment: its step, how to read it, what led to it. */
export interface Instant {
  readonly step: number
  readonly read: Read
  readonly view: View
  readonly changes: Uint32Array
}

export interface Picture {
  /** What is drawn; poses move it. */
  readonly scene: Scene
  readonly transition: Transition
  /** t runs from 1 to 0: the drawn scene is the later one, and it is being left. */
  readonly isReversed: boolean
}

function modelOf(canvas: Canvas, instant: Instant, detail: Detail): StageModel {
  const own = changesByEntry(instant.read, instant.changes, instant.step)
  return stageModel({
    read: instant.read,
    view: instant.view,
    run: canvas.run,
    sites: canvas.sites,
    step: instant.step,
    changes: canvas.marks(instant.step, own),
    selected: canvas.selected,
    openRuns: canvas.openRuns,
    detail,
  })
}

const NO_RUNS: ReadonlySet<string> = new Set()

/**
 * The first detail with which the scene fits, or the least. A run that was opened must not cost the rest its detail:
 * it is fitted closed, and opened it makes the stage scroll.
 */
function fitted(canvas: Canvas, instant: Instant): { scene: Scene; detail: Detail } {
  if (canvas.openRuns.size === 0) return firstFitting(canvas, instant)
  const { detail } = firstFitting({ ...canvas, openRuns: NO_RUNS }, instant)
  return firstFitting({ ...canvas, details: [detail] }, instant)
}

function firstFitting(canvas: Canvas, instant: Instant): { scene: Scene; detail: Detail } {
  let last: { scene: Scene; detail: Detail } | null = null
  for (const detail of canvas.details) {
    const scene = layout(
      modelOf(canvas, instant, detail),
      canvas.metrics,
      canvas.width,
      canvas.height,
    )
    last = { scene, detail }
    if (scene.height <= canvas.height) break
  }
  if (last === null) throw new RangeError('a picture needs a detail')
  return last
}

/** A moment at rest. */
export function still(canvas: Canvas, instant: Instant): Picture {
  return { scene: fitted(canvas, instant).scene, transition: STILL, isReversed: false }
}

/** From the moment before `instant` to it. */
export function forward(canvas: Canvas, instant: Instant, viewBefore: View): Picture {
  const { scene, detail } = fitted(canvas, instant)
  const read = readerBefore(instant.read, instant.changes)
  const earlier = { step: instant.step - 1, read, view: viewBefore, changes: NO_CHANGES }
  const before = layout(
    modelOf(canvas, earlier, detail),
    canvas.metrics,
    canvas.width,
    canvas.height,
  )
  const op = rowOf(canvas.run, instant.step)?.op ?? 0
  return { scene, transition: transitionOf(before, scene, op, canvas.motion), isReversed: false }
}

/** From the moment after `instant` back to it: the same step, played backwards. */
export function backward(
  canvas: Canvas,
  instant: Instant,
  later: { readonly view: View; readonly changes: Uint32Array },
): Picture {
  const read = readerAfter(instant.read, later.changes)
  const after = { step: instant.step + 1, read, view: later.view, changes: later.changes }
  return { ...forward(canvas, after, instant.view), isReversed: true }
}

const NO_CHANGES = new Uint32Array(0)

/** A moment decoded for a page without geometry: the phone's stack of cards. */
export function decoded(canvas: Canvas, instant: Instant): StageModel {
  const detail = canvas.details[0]
  if (detail === undefined) throw new RangeError('a picture needs a detail')
  return modelOf(canvas, instant, detail)
}
