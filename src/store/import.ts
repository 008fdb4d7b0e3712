/**
 * Opening what somebody has: a scenario, a link, a picture, a recording, however it came. What it is, its content tells;
 * what it may be, limits say. A refusal is one sentence, and nothing of a refused file is run or shown.
 */
import { LineReader } from '../base/line-reader.ts'
import { LIMITS } from '../lang/limits.ts'
import { readRecord } from '../lang/record-line.ts'
import { MOST_SVG, readPicture } from '../lang/svg-scenario.ts'
import type { StateRecord } from '../sim/outcome.ts'
import { isMailTable, openMailTable } from './explore-open.ts'
import { openHash } from './link.ts'
import { openOwn } from './open.ts'
import { excessOf, RECORD_LIMITS } from './recording.ts'
import { showRecording } from './recording-view.ts'
import { patch } from './store.ts'
import { say } from './view.ts'

/** Beyond this a file is no recording that a person has made. */
const MOST_BYTES = 4 * 2 ** 30
const SNIFFED_BYTES = 512

let current: AbortController | null = null

/** Ends the reading of a file that is under way. */
export function stopImport(): void {
  current?.abort()
}

/** Opens a file that was dropped, chosen or pasted. */
export async function importFile(file: File | undefined): Promise<void> {
  if (file === undefined) return
  try {
    const start = (await file.slice(0, SNIFFED_BYTES).text()).trimStart()
    if (start.startsWith('{')) await importRecording(file)
    else if (file.size > (start.startsWith('<') ? MOST_SVG : LIMITS.textBytes))
      refuse(file.name, tooLarge(start))
    else importText(await file.text(), file.name)
  } catch {
    refuse(file.name, 'it could not be read.')
  }
}

function tooLarge(start: string): string {
  if (start.startsWith('<')) return `a picture may have ${MOST_SVG / 2 ** 20} MiB.`
  return `a scenario may have ${LIMITS.textBytes / 1024} KiB.`
}

/** Opens a text, whatever it is. */
export function importText(text: string, name = 'The text'): void {
  const fragment = fragmentIn(text)
  if (fragment !== null) void openHash(fragment)
  else if (/^\s*\{/.test(text)) void importRecording(new File([text], name))
  else if (/^\s*</.test(text)) importPicture(text, name)
  else if (text.length > LIMITS.textBytes) refuse(name, tooLarge(''))
  else if (text.includes('\u0000')) refuse(name, 'it is not a text.')
  else if (isMailTable(text)) void openMailTable(text)
  else openOwn(text)
}

/** A link to this page, or its fragment alone. */
function fragmentIn(text: string): string | null {
  if (text.length > 4 * LIMITS.textBytes) return null
  const found = /^\S*#(\d{1,9}(?:,|%2C)\S+)$/i.exec(text.trim())
  return found === null ? null : `#${found[1]}`
}

function importPicture(svg: string, name: string): void {
  const source = readPicture(svg)
  if (source === null) refuse(name, 'there is no scenario in this picture.')
  else if (source.link.startsWith('#')) void openHash(source.link)
  else openOwn(source.text)
}

async function importRecording(file: File): Promise<void> {
  if (file.size > MOST_BYTES) return refuse(file.name, 'a recording may have 4 GiB.')
  current?.abort()
  const control = new AbortController()
  current = control
  try {
    const records = await readRecords(file, control.signal)
    if (typeof records === 'string') return refuse(file.name, records)
    if (records.length === 0) return refuse(file.name, 'there is no record in it.')
    await showRecording(records, file.name)
  } finally {
    if (current === control) patch('view', { importing: null })
  }
}

/** All records of a file, or why it was given up, in words. */
async function readRecords(file: File, signal: AbortSignal): Promise<StateRecord[] | string> {
  const reader = new LineReader(RECORD_LIMITS)
  const records: StateRecord[] = []
  let problem: string | null = null
  const take = (line: string, at: number): void => {
    const record = problem === null ? readRecord(line, at) : ''
    if (typeof record !== 'string') records.push(record as unknown as StateRecord)
    else problem ??= record
  }
  let done = 0
  const decoder = new TextDecoder()
  for await (const bytes of chunksOf(file)) {
    if (signal.aborted) return 'reading was stopped.'
    reader.feed(decoder.decode(bytes, { stream: true }), take)
    problem ??= excessOf(reader)
    if (problem !== null) return problem
    done += bytes.length
    patch('view', {
      importing: { name: file.name, done, total: file.size, records: records.length },
    })
  }
  reader.end(take)
  return problem ?? excessOf(reader) ?? records
}

/** A file in parts, with room for the page to draw and to be stopped between them. */
async function* chunksOf(file: File): AsyncGenerator<Uint8Array> {
  const step = 2 ** 20
  for (let at = 0; at < file.size; at += step) {
    yield new Uint8Array(await file.slice(at, at + step).arrayBuffer())
  }
}

function refuse(name: string, why: string): void {
  const short = name.length > 40 ? `${name.slice(0, 37)}…` : name
  say(`${short} was not opened: ${why.charAt(0).toLowerCase()}${why.slice(1)}`)
}
