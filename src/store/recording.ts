/**
 * Recordings of real kernels: JSON Lines of state records, read as they come, within limits. A recording names its
 * statements but not the head of its scenario, so a text is made that has each statement on the line it had.
 */
import { countText } from '../base/count-text.ts'
import type { LineReader } from '../base/line-reader.ts'
import { LIMITS } from '../lang/limits.ts'
import type { StateRecord } from '../sim/outcome.ts'

/** One record of the largest scenario that the language allows is far below this. */
export const RECORD_LIMITS = { line: 64 * 2 ** 20, lines: LIMITS.statements }

/** Why a reader gave up, in words; null if it did not. */
export function excessOf({ excess }: LineReader): string | null {
  if (excess === null) return null
  const limit = countText(excess.limit)
  return excess.what === 'line'
    ? `Line ${excess.at} is longer than ${limit} characters.`
    : `It has more than ${limit} records, the most that a scenario can have.`
}

/** The scenario of a recording, as far as it says; null where its lines cannot stand in one text. */
export function textOf(records: readonly StateRecord[], name: string): string | null {
  const lines: string[] = []
  for (const { line, text } of records) {
    if (line <= lines.length || /[\r\n]/.test(text)) return null
    while (lines.length < line - 1) lines.push('')
    lines.push(text)
  }
  const note = `# from ${name.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 60)}`
  if (lines[0] === '') lines[0] = 'scenario 1'
  if (lines[1] === '') lines[1] = note
  return `${lines.join('\n')}\n`
}

/** Has a text these very statements on these very lines? Then it is the scenario of the recording. */
export function isTextOf(text: string, records: readonly StateRecord[]): boolean {
  const lines = text.split('\n')
  return records.every(({ line, text: statement }) => {
    const own = (lines[line - 1] ?? '').replace(/#.*$/, '').trim()
    return own === statement
  })
}
