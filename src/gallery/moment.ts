/** A case brought to its moment, on the real machine: what the page's worker would answer, asked in one thread. */
import { readScenario } from '../lang/read-scenario.ts'
import { rowAt } from '../machine/trace.ts'
import type { EntryRef, Level, Vpn } from '../machine/units.ts'
import type { Seen, SimHandlers } from '../protocol/messages.ts'
import type { Change, Run, Selection } from '../scene/input.ts'
import { readerOf, walkSteps } from '../scene/memory.ts'
import { DETAILS, FULL, LARGE, PROJECTOR, PROJECTOR_DETAILS, withCrumbs } from '../scene/metrics.ts'
import { lastSetEntries, rowOf } from '../scene/moment.ts'
import { pagesNow } from '../scene/page-facts.ts'
import type { Canvas, Picture } from '../scene/picture.ts'
import { still } from '../scene/picture.ts'
import type { PagesNow } from '../sim/page-facts.ts'
import { lessonPages } from '../store/lesson-pages.ts'
import { slidesOf } from '../store/lesson-slides.ts'
import { createSimHandlers } from '../worker/sim-handlers.ts'
import type { At, LessonCase, Room, StageCase, TimelineCase } from './cases.ts'

/** Sizes of the stage itself, in each kind of page. */
const ROOMS: Readonly<Record<Room, Pick<Canvas, 'metrics' | 'details' | 'width' | 'height'>>> = {
  panes: { metrics: FULL, details: DETAILS, width: 780, height: 588 },
  large: { metrics: LARGE, details: DETAILS, width: 1260, height: 768 },
  projector: { metrics: PROJECTOR, details: PROJECTOR_DETAILS, width: 932, height: 412 },
  narrow: { metrics: FULL, details: withCrumbs(DETAILS), width: 660, height: 588 },
}

interface Played {
  readonly sim: SimHandlers
  readonly run: Run
}

async function play(text: string): Promise<Played> {
  const sim = createSimHandlers({ shared: false })
  const { run, diagnostics } = await sim.load({ text })
  if (run === null) throw new Error(JSON.stringify(diagnostics))
  return { sim, run }
}

function stepAt(run: Run, at: At): number {
  if ('milestone' in at) return found(run.milestones[at.milestone]?.step, at)
  const isMeant = ({ text }: Run['statements'][number]): boolean =>
    text === ('after' in at ? at.after : at.during)
  const statement = found(run.statements.find(isMeant), at)
  if ('after' in at) return statement.last
  let left = at.nth ?? 0
  for (let row = statement.first; row < statement.last; row++) {
    if (rowAt(run.rows, row).op === at.op && left-- === 0) return row + 1
  }
  throw missing(at)
}

function found<T>(value: T | undefined, at: At): T {
  if (value === undefined) throw missing(at)
  return value
}

function missing(at: At): RangeError {
  return new RangeError(`the run has no ${JSON.stringify(at)}`)
}

/** As the page marks entries: the step's own changes, then the last ones of its statement. */
async function marksAt({ sim, run }: Played, step: number): Promise<Canvas['marks']> {
  const statement = rowOf(run, step)?.statement
  const last: Change[] = []
  for (const entry of lastSetEntries(run, step)) {
    const { changes } = await sim.biography({ entry })
    const change = changes.findLast((one) => one.step <= step)
    if (change === undefined || rowOf(run, change.step)?.statement !== statement) continue
    last.push({ ...change, entry })
  }
  return (_, own) => new Map([...last.map((one) => [one.entry, one] as const), ...own])
}

function selectionOf({ view, words }: Seen, page: number | undefined): Selection | null {
  const mm = view.mms[0]
  const region = mm?.regions[0]
  if (page === undefined || mm === undefined || region === undefined) return null
  const vpn = (region.start + page) as Vpn
  const leaf = walkSteps(readerOf(words ?? new Uint32Array(0)), mm.pgd, vpn).at(-1)
  if (leaf === undefined) return null
  return { mm: mm.id, vpn, level: leaf.level as Level, entry: leaf.entry as EntryRef }
}

export async function stagePicture(one: StageCase): Promise<Picture> {
  const played = await play(one.text)
  const { sim, run } = played
  const step = stepAt(run, one.at)
  // Before the moment, which has words only where they are here.
  const { sites } = await sim.sites({})
  const seen = await sim.seek({ step, from: null })
  const canvas: Canvas = {
    ...ROOMS[one.room],
    run,
    sites,
    selected: selectionOf(seen, one.selected),
    openRuns: new Set(),
    motion: 'reduced',
    marks: await marksAt(played, step),
  }
  const read = readerOf(seen.words ?? new Uint32Array(0))
  const instant = { step, read, view: seen.view, changes: seen.changes }
  const picture = still(canvas, instant)
  if (one.opensRun === undefined) return picture
  const rows = picture.scene.bands.flatMap(({ cards }) => cards).flatMap((card) => card.rows)
  const run0 = rows.find(({ row }) => row.kind === 'run' && row.of === 'none')
  return still({ ...canvas, openRuns: new Set(run0 === undefined ? [] : [run0.row.id]) }, instant)
}

export function metricsOf(room: Room): Canvas['metrics'] {
  return ROOMS[room].metrics
}

export function sizeOf(room: Room): { readonly width: number; readonly height: number } {
  return ROOMS[room]
}

export async function timelineMoment(one: TimelineCase): Promise<{ run: Run; step: number }> {
  const { run } = await play(one.text)
  return { run, step: stepAt(run, one.at) }
}

export async function lessonMoment(one: LessonCase): Promise<PagesNow> {
  const { sim, run } = await play(one.text)
  const { scenario } = readScenario(one.text)
  const { questions } = await sim.lesson({})
  const { lines } = scenario
  const slides = slidesOf({ lines, statements: run.statements, questions, steps: run.steps })
  const slide = slides[one.slide - 1]
  if (slide === undefined) throw new RangeError(`${one.id} has no slide ${one.slide}`)
  const { view, words } = await sim.seek({ step: slide.step, from: null })
  const read = readerOf(words ?? new Uint32Array(0))
  return pagesNow({ ...view, read }, lessonPages(scenario))
}
