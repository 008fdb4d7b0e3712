/** Moving in time: stepping, playing, and the debugger's three steps on the call tree. */
import type { Run } from '../protocol/messages.ts'
import { onAdvance, wakeClock } from './clock.ts'
import { goingTo, requestStep } from './pump.ts'
import { into, nextStatement, out, over, previousCall, previousStatement } from './rows.ts'
import type { Grain } from './state.ts'
import { app, patch } from './store.ts'

/** Where playing stops by itself; null: at the end of the run. */
let until: number | null = null

function withRun(act: (run: Run, step: number) => void): void {
  const { run, time } = app.getState()
  if (run.run !== null) act(run.run, time.step)
}

function aimAt(run: Run, step: number): void {
  requestStep(Math.max(0, Math.min(run.steps, step)))
}

/** Shows a step; stops playing. */
export function seek(step: number): void {
  pause()
  withRun((run) => aimAt(run, step))
}

function move(next: (run: Run, step: number) => number): void {
  pause()
  withRun((run, step) => aimAt(run, next(run, goingTo() ?? step)))
}

function forward(run: Run, step: number, grain: Grain): number {
  if (grain === 'statement') return nextStatement(run, step)
  return grain === 'call' ? into(run, step) : step + 1
}

function backward(run: Run, step: number, grain: Grain): number {
  if (grain === 'statement') return previousStatement(run, step)
  return grain === 'call' ? previousCall(run, step) : step - 1
}

export const stepForward = (): void =>
  move((run, step) => forward(run, step, app.getState().time.grain))
export const stepBack = (): void =>
  move((run, step) => backward(run, step, app.getState().time.grain))
export const statementForward = (): void => move(nextStatement)
export const statementBack = (): void => move(previousStatement)
export const toFirst = (): void => move(() => 0)
export const toLast = (): void => move((run) => run.steps)
export const stepOver = (): void => move(over)
export const stepInto = (): void => move(into)
export const stepOut = (): void => move(out)

export function play(): void {
  withRun((run, step) => {
    until = null
    patch('time', { playing: true })
    if (step >= run.steps) aimAt(run, 0)
    else wakeClock()
  })
}

export function pause(): void {
  until = null
  if (app.getState().time.playing) patch('time', { playing: false })
}

export function togglePlay(): void {
  if (app.getState().time.playing) pause()
  else play()
}

/** Goes to `start`, then plays to `end` and stops there. */
export function playThrough(start: number, end: number): void {
  withRun((run, step) => {
    until = end
    patch('time', { playing: true })
    if (step === start) wakeClock()
    else aimAt(run, start)
  })
}

/** Plays to the end of a line; from its beginning if that is further away than one statement. */
export function playToLine(line: number): void {
  withRun((run, step) => {
    const ends = run.statements.filter((one) => one.line === line)
    const first = ends[0]?.first
    const last = ends.at(-1)?.last
    if (first === undefined || last === undefined) return
    if (last <= step) seek(last)
    else playThrough(Math.max(step, first), last)
  })
}

export function setSpeed(speed: number): void {
  patch('time', { speed })
}

export function setGrain(grain: Grain): void {
  patch('time', { grain })
}

onAdvance(() => {
  withRun((run, step) => {
    const end = until ?? run.steps
    if (step >= end) pause()
    else aimAt(run, Math.min(end, forward(run, step, app.getState().time.grain)))
  })
})
