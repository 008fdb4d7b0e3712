/** Acting on the selected page: tries each action beforehand, and adds the chosen one to the text. */
import type { Run } from '../protocol/messages.ts'
import type { Action, Palette } from './actions.ts'
import { actionsFor, actorFor } from './actions.ts'
import { changeText } from './doc.ts'
import { ask } from './engine.ts'
import { focusedPage } from './focus.ts'
import type { Refusal } from './refusal.ts'
import { refusalOf, refusalText } from './refusal.ts'
import { statementOf } from './rows.ts'
import type { State } from './state.ts'
import { app, patch } from './store.ts'
import { withStatement } from './text.ts'
import { playThrough } from './time.ts'
import { say } from './view.ts'

const PROBE_AFTER_MS = 120

/** The actions on the page at hand, or null where there is none. */
export function paletteOf(state: State): (Palette & { readonly actor: string }) | null {
  const page = focusedPage(state)
  const { view } = state.seen
  if (page === null || view === null) return null
  const actor = actorFor(view, page, state.view.actor)
  const palette = actionsFor(view, page, actor, state.doc.text)
  return palette === null ? null : { ...palette, actor }
}

/** Adds an action after the statement at the cursor; what came later is cut, and undo brings it back. */
export function act(action: Action): void {
  if (refusal(action) !== null) return
  addStatement(action.statement, startOfLast, (made) => {
    const added = made.statements.at(-1)
    if (added !== undefined) playThrough(added.first, added.last)
  })
}

/** Puts a statement behind the one at the cursor, in the place of all later ones. */
export function addStatement(
  statement: string,
  landing: (run: Run) => number,
  ready?: (run: Run) => void,
): void {
  const { run, time, doc } = app.getState()
  if (run.run === null) return
  const atEnd = time.step >= run.run.steps
  const line = atEnd ? null : (statementOf(run.run, time.step)?.line ?? headerLines(doc.text))
  changeText(withStatement(doc.text, line, statement), landing, ready)
}

/** Runs an action by its id, for keys and commands. */
export function actById(id: string): void {
  const palette = paletteOf(app.getState())
  const action = [...(palette?.main ?? []), ...(palette?.more ?? [])].find((one) => one.id === id)
  if (action === undefined) return
  const refused = refusal(action)
  if (refused === null) act(action)
  else say(`${action.title}: ${refusalText(refused)}`)
}

/** Why an action cannot work now; null when it can, or when it has not been tried yet. */
function refusal(action: Action): Refusal | null {
  return refusalOf(app.getState().view.probes[action.statement])
}

function startOfLast(run: Run): number {
  return run.statements.at(-1)?.first ?? run.steps
}

/** Lines before the first operation. */
function headerLines(text: string): number {
  const lines = text.split('\n')
  const first = lines.findIndex(
    (line) => !/^[ \t]*(?:(?:scenario|title|kernel|cpus|note)(?=[ \t]|$)|#|$)/.test(line),
  )
  return first < 0 ? lines.length : first
}

/** Tries the actions of the page at hand whenever the moment, the page or the actor changes. Returns a stop. */
export function watchProbes(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const key = (state: State) =>
    [
      state.time.epoch,
      state.time.playing,
      state.view.selected,
      state.view.actor,
      state.view.view,
      state.run.run,
    ] as const
  return app.subscribe(
    key,
    () => {
      clearTimeout(timer)
      timer = setTimeout(() => void probe(), PROBE_AFTER_MS)
    },
    { equalityFn: (a, b) => a.every((value, index) => value === b[index]) },
  )
}

async function probe(): Promise<void> {
  const state = app.getState()
  if (state.time.playing || state.run.run === null || state.run.stopped) return
  // The map acts on ranges and tries those itself; each trial runs the whole scenario once.
  if (state.view.view === 'map') return
  const palette = paletteOf(state)
  if (palette === null) return
  const statements = [...palette.main, ...palette.more].map((action) => action.statement)
  const { step, epoch } = state.time
  try {
    const { probes } = await ask('probe', { step, statements })
    if (app.getState().time.epoch !== epoch) return
    patch('view', { probes: Object.fromEntries(probes.map((one) => [one.statement, one])) })
  } catch {
    // The buttons stay as they are; if the machine stopped, the banner says so.
  }
}
