/**
 * Recordings of real kernels: JSON Lines of state records, read as they come, within limits. A recording names its
 * statements but not the head of its scenario, so a text is made that has each statement on the line it had.
 */
import * as v from 'valibot'
import type { LineReader } from '../base/line-reader.ts'
import { LIMITS } from '../lang/limits.ts'
import type { StateRecord } from '../sim/outcome.ts'

/** One record of the largest scenario that the language allows is far below this. */
export const RECORD_LIMITS = { line: 64 * 2 ** 20, lines: LIMITS.statements }
/** Lines that a text of 64 KiB may have. */
const MOST_LINES = 65_536

const word = v.pipe(v.string(), v.maxLength(64))
const state = v.picklist(['idle', 'blocked'])

const entrySchema = v.looseObject({
  i: v.pipe(v.number(), v.integer(), v.minValue(0)),
  n: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LIMITS.pages))),
  kind: v.picklist(['present', 'marker', 'swap', 'migration']),
  uffdWp: v.boolean(),
  page: v.optional(word),
  raw: v.optional(v.pipe(v.array(word), v.maxLength(32))),
})

const recordSchema = v.looseObject({
  line: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_LINES)),
  text: v.pipe(v.string(), v.maxLength(4096)),
  actor: word,
  outcome: word,
  woken: v.pipe(v.array(v.looseObject({ actor: word, outcome: word })), v.maxLength(LIMITS.actors)),
  actors: v.record(word, state),
  uffd: v.nullable(v.looseObject({ pending: v.number() })),
  mm: v.pipe(
    v.array(
      v.looseObject({
        process: word,
        regions: v.pipe(
          v.array(
            v.looseObject({
              name: word,
              start: word,
              pages: v.number(),
              ptes: v.pipe(v.array(entrySchema), v.maxLength(LIMITS.pages)),
            }),
          ),
          v.maxLength(LIMITS.statements),
        ),
      }),
    ),
    v.maxLength(LIMITS.actors),
  ),
})

export interface Recording {
  readonly records: readonly StateRecord[]
}

/** Reads one line. @returns a record, or what is wrong with the line */
export function readRecord(line: string, at: number): StateRecord | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return `Line ${at} is not JSON.`
  }
  const parsed = v.safeParse(recordSchema, value, { abortEarly: true })
  if (parsed.success) return parsed.output as unknown as StateRecord
  const path = v.getDotPath(parsed.issues[0])?.slice(0, 60)
  return `Line ${at} is not a state record${path === undefined ? '' : `: “${path}” does not fit`}.`
}

/** Why a reader gave up, in words; null if it did not. */
export function excessOf({ excess }: LineReader): string | null {
  if (excess === null) return null
  const limit = excess.limit.toLocaleString('en')
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
