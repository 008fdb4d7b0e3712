/** From an exploration to the stage: a schedule is put there; and tables from mails are made scenarios. */
import { runBySchedule } from './doc.ts'
import { ask } from './engine.ts'
import { explorer, scheduleWord } from './explore.ts'
import { openOwn } from './open.ts'
import { showView } from './view.ts'

/** Runs the shown schedule on the stage, before its first turn. */
export function openSchedule(schedule: readonly string[]): void {
  const line = explorer.getState().begun?.line
  showView('stage')
  runBySchedule(
    scheduleWord(schedule),
    (run) => run.statements.find((one) => one.line === line)?.first ?? 0,
  )
}

/** Is this a table of CPUs in columns, as mails have them? */
export function isMailTable(text: string): boolean {
  return /^[>|\s]*cpu ?\d+(?:\s+cpu ?\d+| +\(?[A-Za-z_])/im.test(text)
}

/** Makes a scenario of it; lines that cannot be read stay as comments. */
export async function openMailTable(table: string): Promise<void> {
  const { text } = await ask('readMailTable', { text: table })
  openOwn(text)
}
