/** Everything that begins with the page. */
import { watchProbes } from './act.ts'
import { openText } from './doc.ts'
import { isFramed, readEmbedding } from './embed.ts'
import type { MakeWorker } from './engine.ts'
import { connect } from './engine.ts'
import { firstMoment } from './first-moment.ts'
import { idle } from './idle.ts'
import { notesId } from './lesson-notes-id.ts'
import type { Register } from './offline.ts'
import { startOffline } from './offline.ts'
import { linkInside } from './single-file.ts'
import { app, patch } from './store.ts'
import { play } from './time.ts'
import { startUrlSync } from './url-sync.ts'
import { restoreTheme, showTheme, showView } from './view.ts'
import { whenShown } from './when-shown.ts'

/** The file's own header stands alone for so long at most. */
const SOON_MS = 400

export interface Parts {
  readonly makeWorker: MakeWorker
  /** Registers the service worker; null where there is none. */
  readonly register: Register | null
}

export interface Page {
  /** Fetches what is to be shown first, now that it is known. */
  readonly load: () => Promise<void>
  /** Shows the page; called once the address has been opened, so that nothing else is shown before. */
  readonly draw: () => void
}

export async function start({ makeWorker, register }: Parts, { load, draw }: Page): Promise<void> {
  const embedding = readEmbedding(location.search)
  restoreTheme()
  if (embedding.theme !== null) showTheme(embedding.theme)
  patch('view', { ui: embedding.ui })
  const notes = notesId()
  if (notes !== null) {
    // A window of notes shows what the lecture tells it; it has no machine of its own.
    draw()
    ;(await import('./lesson-notes.ts')).startNotes(notes)
    return
  }
  const first = location.hash || linkInside()
  // A link opens on the stage; so nothing takes the start page for what is wanted until it has been read.
  if (/^#\d/.test(first)) patch('view', { view: 'stage' })
  whenShown('compare', async () => (await import('./compare.ts')).watchCompare())
  whenShown('explore', async () => (await import('./explore.ts')).watchExplore())
  whenShown('map', async () => (await import('./recorded-map.ts')).watchRecordedMap())
  watchProbes()
  void startOffline(register)
  // If it fails the banner says so. What the link holds is still opened, and runs after a restart.
  const greeted = connect(makeWorker).catch(() => undefined)
  if (isFramed()) {
    void greeted.then(async () => {
      const { startEmbedPort } = await import('./embed-port.ts')
      startEmbedPort(embedding.origin)
    })
  }
  if (embedding.play) playFirstRun()
  try {
    await startUrlSync({ first, step: embedding.step })
    // A view and its run that are soon there are drawn at once and whole, not bit by bit. What cannot be fetched is
    // told by what asks for it again.
    const isThere = Promise.all([firstMoment(), load().catch(() => undefined)])
    await Promise.race([isThere, new Promise((resolve) => setTimeout(resolve, SOON_MS))])
  } finally {
    draw()
  }
  if (embedding.ui !== 'full' && app.getState().doc.text === '') {
    await openFourSteps(embedding.step)
  }
  await greeted
  await idle()
  await import('./autosave.ts').then(({ startAutosave }) => startAutosave()).catch(() => undefined)
}

/** A frame without a scenario shows the story that the start page tells. */
async function openFourSteps(step: number | null): Promise<void> {
  if (app.getState().view.refused !== null) return
  const { FOUR_STEPS } = await import('../scenarios/index.ts')
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
