/** Opening scenarios: presets, one's own, and the four steps. */

import type { Run } from '../protocol/messages.ts'
import type { Preset } from '../scenarios/index.ts'
import { FOUR_STEPS } from '../scenarios/index.ts'
import { claimText, openText } from './doc.ts'
import { play } from './time.ts'
import { showView } from './view.ts'

/** The start of the statement in which the story's first milestone lies: what came before is setting up. */
function beforeStory(run: Run): number {
  const step = run.milestones[0]?.step
  if (step === undefined) return 0
  return run.statements.find(({ first, last }) => first < step && step <= last)?.first ?? 0
}

export function openPreset(preset: Preset): void {
  const { opens } = preset
  showView(opens ?? 'stage')
  openText(preset.text, opens === 'map' ? (run) => run.steps : beforeStory)
}

/** Opens a line to be explored. */
export function openToExplore(text: string): void {
  showView('explore')
  openText(text, (run) => run.statements.at(-1)?.first ?? 0)
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
