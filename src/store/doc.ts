/**
 * The scenario's text and its one history. The editor, the buttons of **Act on** and the kernel menu all change the
 * text here, so undo takes back whichever came last. A changed text is run; an old run stays while it has errors.
 */
import type { Diagnostic } from '../lang/diagnostics.ts'
import { LIMITS } from '../lang/limits.ts'
import type { Run } from '../protocol/messages.ts'
import { reconnect } from './engine.ts'
import { noteJump } from './jump.ts'
import type { Landing } from './pump.ts'
import { requestLoad } from './pump.ts'
import { commonRows } from './rows.ts'
import { initialState } from './state.ts'
import { app, patch } from './store.ts'

interface Version {
  readonly text: string
  readonly step: number
}

const KEPT_VERSIONS = 500
/** So many of the longest text that can be run; of longer ones, which can be pasted, fewer are kept. */
const KEPT_LETTERS = KEPT_VERSIONS * LIMITS.textBytes
/** Typing within this time is one edit of the history. */
const MERGE_MS = 800
const RUN_AFTER_MS = 250
const STOPPED = 'The run was stopped. It starts again when the text is changed.'

let past: Version[] = []
let future: Version[] = []
/** The text that was opened and is nobody's work yet. */
let opened = ''
let typedAt = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** Opens another scenario: a new history, at the step that `landing` chooses. */
export function openText(
  text: string,
  landing: Landing,
  ready?: (run: Run) => void,
  schedule: string | null = null,
): void {
  patch('doc', { schedule })
  past = []
  future = []
  opened = text
  noteJump()
  patch('view', { selected: null, openRuns: [], probes: {}, refused: null })
  replace(text, landing, ready)
}

/** Is there something in the text that would be lost with the page? */
export function isOwnWork(): boolean {
  const { text } = app.getState().doc
  return text !== opened && text.trim() !== ''
}

/** What was opened is somebody's work: typed, pasted, or brought back. */
export function claimText(): void {
  opened = ''
}

/** Changes the text by a button: one step of the history, run at once. */
export function changeText(
  text: string,
  landing: Landing = stay,
  ready?: (run: Run) => void,
): void {
  if (text === app.getState().doc.text) return
  remember()
  typedAt = 0
  replace(text, landing, ready)
}

/** Runs the text by another schedule of its last `||` line; null: left to right. */
export function runBySchedule(schedule: string | null, landing: Landing): void {
  noteJump()
  patch('doc', { schedule })
  replace(app.getState().doc.text, landing)
}

/** Changes the text by typing: merged into one step of the history while it goes on, run after a pause. */
export function typeText(text: string): void {
  if (text === app.getState().doc.text) return
  const now = performance.now()
  if (now - typedAt > MERGE_MS) remember()
  typedAt = now
  future = []
  patch('doc', { text, dirty: true })
  clearTimeout(timer)
  timer = setTimeout(() => requestLoad(text, stay), RUN_AFTER_MS)
}

export function undo(): void {
  travel(past, future)
}

export function redo(): void {
  travel(future, past)
}

export function canUndo(): boolean {
  return past.length > 0
}

export function canRedo(): boolean {
  return future.length > 0
}

/** Runs the text again as it is. */
export function rerun(): void {
  replace(app.getState().doc.text, stay)
}

/** A new worker, the same text, as near to the same step as can be. */
export async function restart(): Promise<void> {
  const { step } = app.getState().time
  await reconnect()
  const { text } = app.getState().doc
  if (text !== '') replace(text, () => step)
}

/** Ends what the worker is doing, whatever it is; the text stays, and is not run again before it is changed. */
export async function stopWork(): Promise<void> {
  clearTimeout(timer)
  await reconnect()
  const { run, seen } = initialState()
  app.setState({ run: { ...run, status: 'failed', error: STOPPED }, seen })
  patch('doc', { dirty: true })
  patch('time', { step: 0, playing: false })
}

/** Puts the known word in the place of the one that was not understood. */
export function applyNearest({ line, column, length, nearest }: Diagnostic): void {
  if (nearest === null) return
  const lines = app.getState().doc.text.split('\n')
  const old = lines[line - 1] ?? ''
  lines[line - 1] = old.slice(0, column - 1) + nearest + old.slice(column - 1 + length)
  changeText(lines.join('\n'))
}

export function setEditing(editing: boolean): void {
  patch('doc', { editing })
}

function remember(): void {
  const { doc, time } = app.getState()
  past = newest([...past, { text: doc.text, step: time.step }])
  future = []
}

/** The newest versions that there is room for: the last one always. */
function newest(versions: readonly Version[]): Version[] {
  let letters = 0
  let kept = 0
  for (const { text } of [...versions].reverse()) {
    letters += text.length
    if (kept === KEPT_VERSIONS || (kept > 0 && letters > KEPT_LETTERS)) break
    kept++
  }
  return versions.slice(-kept)
}

function travel(from: Version[], to: Version[]): void {
  const version = from.pop()
  if (version === undefined) return
  const { doc, time } = app.getState()
  to.push({ text: doc.text, step: time.step })
  typedAt = 0
  replace(version.text, () => version.step)
}

function replace(text: string, landing: Landing, ready?: (run: Run) => void): void {
  clearTimeout(timer)
  patch('doc', { text, dirty: true })
  patch('time', { playing: false })
  requestLoad(text, landing, ready)
}

/** The same step as far as the new run is like the old one; the end, if the end was shown. */
function stay(run: Run, before: Run | null): number {
  const { step } = app.getState().time
  if (before === null) return 0
  if (step >= before.steps) return run.steps
  return Math.min(step, commonRows(before, run))
}
