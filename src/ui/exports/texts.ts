/** The present run as text, for files and for the clipboard. */
import { mailText } from '../../scene/mail-text.ts'
import { traceText } from '../../scene/trace-text.ts'
import { recordNow } from '../../store/export.ts'
import { app } from '../../store/store.ts'

/** The trace in at most 72 columns. */
export function traceNow(): string {
  const { run, hello } = app.getState()
  return run.run === null ? '' : traceText(run.run, hello?.sites ?? [])
}

/** This moment for a mail, in at most 72 columns. */
export async function momentNow(): Promise<string> {
  const { run, time } = app.getState()
  return run.run === null ? '' : mailText(run.run, time.step, await recordNow())
}
