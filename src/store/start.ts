/** Everything that begins with the page. */
import { watchProbes } from './act.ts'
import type { MakeWorker } from './engine.ts'
import { connect } from './engine.ts'
import { startUrlSync } from './url-sync.ts'
import { restoreTheme } from './view.ts'

export async function start(make: MakeWorker): Promise<void> {
  restoreTheme()
  watchProbes()
  try {
    await connect(make)
  } catch {
    // The banner says that the worker stopped. What the link holds is still opened, and runs after a restart.
  }
  startUrlSync()
}
