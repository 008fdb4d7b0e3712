/**
 * One queue for everything that moves the presented state. At most one request is under way; of those that wait only
 * the newest text and the newest step count. A step is asked for only after the one before it has been drawn, so that
 * what is drawn was read from words that held still.
 */
import { OP_BEGIN } from '../machine/trace.ts'
import type { Run, Seen } from '../protocol/messages.ts'
import { SimFailure } from '../protocol/server.ts'
import { rest, startClock } from './clock.ts'
import { ask } from './engine.ts'
import { acceptSeen, attachRun } from './mirror.ts'
import { rowOfStep } from './rows.ts'
import { app, patch } from './store.ts'

/** Which step to show of a run that has just been made, given the one before. */
export type Landing = (run: Run, before: Run | null) => number

interface Load {
  readonly text: string
  readonly landing: Landing
  readonly ready: ((run: Run) => void) | null
}

let wantedLoad: Load | null = null
let wantedStep: number | null = null
let underWay: number | null = null
let pumping = false

/** Runs a text, then shows the step that `landing` chooses. */
export function requestLoad(text: string, landing: Landing, ready?: (run: Run) => void): void {
  wantedLoad = { text, landing, ready: ready ?? null }
  wantedStep = null
  void pump()
}

/** The step asked for last and not shown yet: keys held down count on from there. */
export function goingTo(): number | null {
  return wantedStep ?? underWay
}

/** Shows a step of the present run. */
export function requestStep(step: number): void {
  wantedStep = step
  void pump()
}

async function pump(): Promise<void> {
  if (pumping) return
  pumping = true
  try {
    while (wantedLoad !== null || wantedStep !== null) {
      const load = wantedLoad
      const step = wantedStep
      wantedLoad = null
      wantedStep = null
      await (load !== null ? doLoad(load) : doSeek(step as number))
      await drawn()
    }
  } finally {
    pumping = false
  }
}

/** Resolves after React has drawn what was set: its updates are flushed before the next task. */
function drawn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0))
}

async function doLoad({ text, landing, ready }: Load): Promise<void> {
  const { run: before, status } = app.getState().run
  if (before === null && status === 'empty') patch('run', { status: 'loading' })
  try {
    const { diagnostics, run } = await ask('load', { text, schedule: app.getState().doc.schedule })
    if (app.getState().doc.text === text) patch('doc', { diagnostics, dirty: run === null })
    if (run === null) {
      patch('run', { status: before === null ? 'failed' : 'ready', error: null })
      return
    }
    const step = clamp(landing(run, before), run)
    const seen = await ask('seek', { step, from: null })
    attachRun(run)
    present(seen, run)
    ready?.(run)
  } catch (thrown) {
    explain(thrown)
  }
}

async function doSeek(step: number): Promise<void> {
  const { run, time } = app.getState()
  if (run.run === null) return
  underWay = step
  try {
    const seen = await ask('seek', { step: clamp(step, run.run), from: time.step })
    underWay = null
    present(seen, run.run)
  } catch (thrown) {
    underWay = null
    explain(thrown)
  }
}

function clamp(step: number, run: Run): number {
  return Math.max(0, Math.min(run.steps, Math.round(step)))
}

/** Shows a moment: words, view, run and step change in one update, so that nobody sees half of it. */
function present(seen: Seen, run: Run): void {
  acceptSeen(seen)
  const { time, seen: shown, run: runState } = app.getState()
  const { step } = seen.view
  const isNewRun = runState.run !== run
  const from = isNewRun ? step : time.step
  const before =
    isNewRun || shown.view === null ? null : { view: shown.view, changes: shown.changes }
  app.setState({
    run: { ...runState, run, status: 'ready', error: null },
    seen: { view: seen.view, changes: seen.changes, before },
    time: { ...time, step, from, t: step === from ? 1 : 0, epoch: time.epoch + 1 },
  })
  if (step === from) rest()
  else startClock(opBetween(run, from, step))
}

/** The op of the single row between two steps, whichever way; null for a jump. */
function opBetween(run: Run, from: number, to: number): number | null {
  if (Math.abs(to - from) !== 1) return null
  return rowOfStep(run, Math.max(from, to))?.op ?? OP_BEGIN
}

function explain(thrown: unknown): void {
  const { run, stopped } = app.getState().run
  if (stopped) return
  const isLimit = thrown instanceof SimFailure && thrown.error.kind === 'limit'
  const words = thrown instanceof Error ? thrown.message : String(thrown)
  patch('run', {
    status: run === null ? 'failed' : 'ready',
    error: isLimit ? `Too large: ${words}` : words,
  })
}
