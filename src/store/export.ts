/** What can be taken away as a file, made here and nowhere else. */
import type { StateRecord } from '../sim/outcome.ts'
import { ask } from './engine.ts'
import { app } from './store.ts'
import { titleOf } from './text.ts'

/** A file name from the title: `cow-and-uffd-wp-on-one-page`. */
export function fileStem(): string {
  const title = titleOf(app.getState().doc.text)
  const words = title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
  return words.replaceAll(/^-+|-+$/g, '').slice(0, 60) || 'scenario'
}

/** The state record of the last statement that had ended by the present step; null before the first. */
export async function recordNow(): Promise<StateRecord | null> {
  const { run, time } = app.getState()
  const ended = run.run?.statements.findLast(({ last }) => last <= time.step)
  return ended === undefined ? null : await recordOf(ended.line)
}

async function recordOf(line: number): Promise<StateRecord | null> {
  const { record } = await ask('record', { line })
  return record
}

/** The state records as JSON Lines. */
export async function recordsText(): Promise<string> {
  const { jsonl } = await ask('records', {})
  return jsonl
}

/** The scenario as a C program for a real kernel. */
export async function cText(): Promise<string> {
  const { cProgram } = await import('./c-program.ts')
  return cProgram(app.getState().doc.text)
}

/** The recorder for any running process. */
export async function recorderText(): Promise<string> {
  return (await import('./c-program.ts')).RECORDER_C
}

/** Hands a file to the browser. */
export function save(name: string, content: string | Blob): void {
  const blob =
    typeof content === 'string'
      ? new Blob([content], { type: 'text/plain;charset=utf-8' })
      : content
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The download has begun by the next task; the address is not needed after it.
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
