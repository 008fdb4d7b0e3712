/** Everything that begins with the page. */

import { FOUR_STEPS } from '../scenarios/index.ts'
import { watchProbes } from './act.ts'
import { startAutosave } from './autosave.ts'
import { watchCompare } from './compare.ts'
import { openText } from './doc.ts'
import { readEmbedding } from './embed.ts'
import { startEmbedPort } from './embed-port.ts'
import type { MakeWorker } from './engine.ts'
import { connect } from './engine.ts'
import { watchExplore } from './explore.ts'
import { notesId, startNotes } from './lesson-notes.ts'
import type { Register } from './offline.ts'
import { startOffline } from './offline.ts'
import { watchRecordedMap } from './recorded-map.ts'
import { linkInside } from './single-file.ts'
import { app, patch } from './store.ts'
import { play } from './time.ts'
import { startUrlSync } from './url-sync.ts'
import { restoreTheme, showTheme, showView } from './view.ts'

export interface Parts {
  readonly makeWorker: MakeWorker
  /** Registers the service worker; null where there is none. */
  readonly register: Register | null
}

export async function start({ makeWorker, register }: Parts): Promise<void> {
  const embedding = readEmbedding(location.search)
  restoreTheme()
  if (embedding.theme !== null) showTheme(embedding.theme)
  patch('view', { ui: embedding.ui })
  const notes = notesId()
  if (notes !== null) {
    // A window of notes shows what the lecture tells it; it has no machine of its own.
    startNotes(notes)
    return
  }
  watchProbes()
  watchCompare()
  watchExplore()
  watchRecordedMap()
  void startOffline(register)
  try {
    await connect(makeWorker)
  } catch {
    // The banner says that the worker stopped. What the link holds is still opened, and runs after a restart.
  }
  startEmbedPort(embedding.origin)
  if (embedding.play) playFirstRun()
  await startUrlSync({ first: location.hash || linkInside(), step: embedding.step })
  if (embedding.ui !== 'full' && app.getState().doc.text === '') openFourSteps(embedding.step)
  await startAutosave().catch(() => undefined)
}

/** A frame without a scenario shows the story that the start page tells. */
function openFourSteps(step: number | null): void {
  if (app.getState().view.refused !== null) return
  showView('stage')
  openText(FOUR_STEPS.text, (run) => step ?? run.milestones[0]?.step ?? 0)
}

function playFirstRun(): void {
  const stop = app.subscribe(
    ({ run }) => run.run,
    () => {
      stop()
      play()
    },
  )
}
