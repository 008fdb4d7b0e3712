/** Opening scenarios: presets, one's own, and the four steps. */

import type { Run } from '../protocol/messages.ts'
import type { Preset } from '../scenarios/index.ts'
import { FOUR_STEPS, GUEST_SNAPSHOT, MREMAP, TWO_WRITERS } from '../scenarios/index.ts'
import { chooseRight } from './compare-state.ts'
import { claimText, openText } from './doc.ts'
import type { ViewName } from './state.ts'
import { app } from './store.ts'
import { play } from './time.ts'
import { showView } from './view.ts'

/** The start of the statement in which the story's first milestone lies: what came before is setting up. */
function beforeStory(run: Run): number {
  const step = run.milestones[0]?.step
  if (step === undefined) return 0
  return run.statements.find(({ first, last }) => first < step && step <= last)?.first ?? 0
}

/** The start of the last statement: the one that is explored. */
function beforeLast(run: Run): number {
  return run.statements.at(-1)?.first ?? 0
}

export function openPreset(preset: Preset): void {
  const { opens, against } = preset
  showView(opens ?? 'stage')
  openText(preset.text, landingOf(opens))
  if (against !== undefined) chooseRight(against)
}

function landingOf(opens: Preset['opens']): (run: Run) => number {
  if (opens === 'map') return (run) => run.steps
  return opens === 'explore' ? beforeLast : beforeStory
}

/** What a view opens with where no scenario is open. */
const OPENERS: Readonly<Partial<Record<ViewName, Preset>>> = {
  stage: FOUR_STEPS,
  map: GUEST_SNAPSHOT,
  explore: TWO_WRITERS,
  compare: MREMAP,
}

/** Shows a view, with a scenario that is at home there if none is open. */
export function openView(view: ViewName): void {
  const { run, doc, view: now } = app.getState()
  const isOpen = run.run !== null || doc.text !== '' || now.view === view
  const opener = isOpen ? undefined : OPENERS[view]
  if (opener === undefined) showView(view)
  else openPreset(opener)
}

/** Opens a line to be explored. */
export function openToExplore(text: string): void {
  showView('explore')
  openText(text, beforeLast)
}

/** Opens a text that somebody typed, pasted or dropped. */
export function openOwn(text: string): void {
  showView('stage')
  openText(text.replaceAll('\r\n', '\n'), () => 0)
  claimText()
}

/** The four steps, at rest. */
export function openFourSteps(): void {
  showView('stage')
  openText(FOUR_STEPS.text, beforeStory)
}

/** The button of the start page: opens the four steps and plays them. */
export function playFourSteps(): void {
  showView('stage')
  openText(FOUR_STEPS.text, beforeStory, play)
}
