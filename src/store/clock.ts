/**
 * The only clock of the page: moves `time.t` from 0 to 1 after each step, and asks for the next step while playing.
 * What is drawn is a function of the step and of t, so this file decides when, never what.
 */
import type { Pace } from './pace.ts'
import { paceOf } from './pace.ts'
import { app, patch } from './store.ts'

let frame = 0
let began = 0
let pace: Pace = { moves: 0, stays: 0 }
let advance: (() => void) | null = null

/** Sets what playing does when a step has been looked at long enough. */
export function onAdvance(next: () => void): void {
  advance = next
}

function prefersStill(): boolean {
  return globalThis.matchMedia?.('(prefers-reduced-motion: reduce)').matches === true
}

/** Begins the animation of a step that has just been presented; `op` is null for a jump. */
export function startClock(op: number | null): void {
  pace = paceOf(op, app.getState().time.speed, prefersStill())
  begin()
}

/** A moment without an animation: t is 1, and playing goes on after a while. */
export function rest(): void {
  pace = { moves: 0, stays: paceOf(null, app.getState().time.speed, true).stays }
  begin()
}

function begin(): void {
  cancelAnimationFrame(frame)
  began = performance.now()
  if (pace.moves === 0) setT(1)
  frame = requestAnimationFrame(tick)
}

function setT(t: number): void {
  if (app.getState().time.t !== t) patch('time', { t })
}

function tick(now: number): void {
  const passed = now - began
  setT(pace.moves === 0 ? 1 : Math.max(0, Math.min(1, passed / pace.moves)))
  const { playing, t } = app.getState().time
  if (playing && passed >= pace.stays) advance?.()
  else if (playing || t < 1) frame = requestAnimationFrame(tick)
}

/** Playing has begun: the present step has been looked at already, so the next one comes at once. */
export function wakeClock(): void {
  pace = { moves: 0, stays: 0 }
  begin()
}
