/**
 * A recording from outside: JSON Lines as a real kernel, or this program, prints them. Whoever made it, nothing beyond
 * the limits is read, and nothing of the wrong type gets through.
 */
import type { EntryRecord, RegionRecord, StateRecord } from '../outcome.ts'
import type { Problem } from './reading.ts'
import {
  at,
  ensure,
  readArray,
  readBoolean,
  readCount,
  readObject,
  readOptional,
  readRecord,
  readString,
  readWord,
  tryReading,
} from './reading.ts'

export const MAX_RECORDING_BYTES = 64 * 2 ** 20
export const MAX_RECORDS = 2000
const MAX_LINE = 8 * 2 ** 20
const MAX_PROCESSES = 16
const MAX_REGIONS = 64
const MAX_PAGES = 2 ** 22
const MAX_CALLS = 100_000

export interface Recording {
  readonly name: string
  readonly records: readonly StateRecord[]
  /** What the recorder could see. */
  readonly sees: { readonly raw: boolean; readonly tables: boolean; readonly calls: boolean }
}

/** What is wrong with a recording: in which line, where in it, and what should stand there. */
export interface RecordingProblem extends Problem {
  readonly line: number
}

/** Reads a whole recording. `name` is what it is called when something is said about it. */
export function parseRecording(name: string, text: string): Recording | RecordingProblem {
  if (text.length > MAX_RECORDING_BYTES) {
    return { line: 1, path: '', found: 'a longer text', expected: 'at most 64 MiB' }
  }
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const records: StateRecord[] = []
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue
    if (records.length === MAX_RECORDS) {
      return {
        line: i + 1,
        path: '',
        found: 'one more',
        expected: `at most ${MAX_RECORDS} records`,
      }
    }
    const read = parseRecord(line)
    if (!('record' in read)) return { line: i + 1, ...read }
    records.push(read.record)
  }
  if (records.length === 0) {
    return { line: 1, path: '', found: 'nothing', expected: 'one state record a line' }
  }
  return { name, records, sees: seenIn(records) }
}

function parseRecord(line: string): { readonly record: StateRecord } | Problem {
  if (line.length > MAX_LINE) return { path: '', found: 'a longer line', expected: 'at most 8 MiB' }
  let json: unknown
  try {
    json = JSON.parse(line)
  } catch {
    return { path: '', found: 'no JSON', expected: 'one JSON object a line' }
  }
  return tryReading(() => ({ record: readState(json) }))
}

function seenIn(records: readonly StateRecord[]): Recording['sees'] {
  const regions = records.flatMap((record) => record.mm.flatMap((mm) => mm.regions))
  const entries = regions.flatMap((region) => region.ptes)
  const present = entries.filter((entry) => entry.kind === 'present')
  return {
    raw:
      present.length > 0 ? present.every((entry) => entry.raw !== undefined) : hasDetails(entries),
    tables: regions.length > 0 && regions.every((region) => region.tables !== undefined),
    calls: records.every((record) => record.calls !== undefined),
  }
}

/** Without any present entry: do the others show what only raw entries tell? */
function hasDetails(entries: readonly EntryRecord[]): boolean {
  return entries.every((entry) => entry.swpExclusive !== undefined)
}

export function readState(json: unknown): StateRecord {
  const o = readObject(json)
  return {
    line: at('line', () => readCount(o['line'], 1, 1_000_000)),
    text: at('text', () => readString(o['text'], 4096)),
    actor: at('actor', () => readWord(o['actor'])),
    outcome: at('outcome', () => readWord(o['outcome'])),
    ...readOptional(o, 'value', readValue),
    ...readOptional(o, 'message', readMessage),
    ...readOptional(o, 'ranges', (v) => readArray(v, MAX_PAGES, readScanRange)),
    ...readOptional(o, 'others', (v) => readArray(v, 16, readEnd)),
    woken: at('woken', () => readArray(o['woken'], 16, readEnd)),
    actors: at('actors', () => readRecord(o['actors'], 16, readActorState)),
    uffd: at('uffd', () => (o['uffd'] === null ? null : readUffd(o['uffd']))),
    mm: at('mm', () => readArray(o['mm'], MAX_PROCESSES, readProcess)),
    ...readOptional(o, 'calls', (v) => readArray(v, MAX_CALLS, readCall)),
    ...readOptional(o, 'moved', (v) => readArray(v, MAX_PAGES, readMoved)),
  }
}

export function readValue(json: unknown): number | string | null {
  if (json === null) return null
  if (typeof json === 'number') return readCount(json, 0, Number.MAX_SAFE_INTEGER)
  const text = readString(json, 20)
  ensure(/^\d+$/.test(text), json, 'a number, a decimal string, or null')
  return text
}

function readEnd(json: unknown): StateRecord['woken'][number] {
  const o = readObject(json)
  return {
    actor: at('actor', () => readWord(o['actor'])),
    outcome: at('outcome', () => readWord(o['outcome'])),
    ...readOptional(o, 'value', readValue),
    ...readOptional(o, 'message', readMessage),
  }
}

function readMessage(json: unknown): NonNullable<StateRecord['message']> {
  const o = readObject(json)
  const event = at('event', () => readWord(o['event']))
  switch (event) {
    case 'pagefault':
      return {
        event,
        flags: at('flags', () => readArray(o['flags'], 3, readFlag)),
        at: at('at', () => readString(o['at'], 64)),
        ...readOptional(o, 'thread', readWord),
      }
    case 'fork':
      return { event }
    case 'remap':
      return {
        event,
        from: at('from', () => readString(o['from'], 20)),
        to: at('to', () => readString(o['to'], 20)),
        pages: at('pages', () => readCount(o['pages'], 0, MAX_PAGES)),
      }
    case 'remove':
    case 'unmap':
      return {
        event,
        start: at('start', () => readString(o['start'], 20)),
        end: at('end', () => readString(o['end'], 20)),
      }
    default:
      return ensure(false, event, 'pagefault, fork, remap, remove or unmap')
  }
}

function readFlag(json: unknown): 'wp' | 'minor' | 'write' {
  if (json === 'wp' || json === 'minor' || json === 'write') return json
  return ensure(false, json, 'wp, minor or write')
}

function readScanRange(json: unknown): NonNullable<StateRecord['ranges']>[number] {
  const o = readObject(json)
  return {
    at: at('at', () => readString(o['at'], 64)),
    categories: at('categories', () => readArray(o['categories'], 16, readWord)),
  }
}

function readActorState(json: unknown): 'idle' | 'blocked' {
  if (json === 'idle' || json === 'blocked') return json
  return ensure(false, json, 'idle or blocked')
}

function readUffd(json: unknown): { readonly pending: number } {
  const o = readObject(json)
  return { pending: at('pending', () => readCount(o['pending'], 0, 1_000_000)) }
}

function readProcess(json: unknown): StateRecord['mm'][number] {
  const o = readObject(json)
  return {
    process: at('process', () => readWord(o['process'])),
    regions: at('regions', () => readArray(o['regions'], MAX_REGIONS, readRegion)),
  }
}

function readRegion(json: unknown): RegionRecord {
  const o = readObject(json)
  const pages = at('pages', () => readCount(o['pages'], 1, MAX_PAGES))
  const ptes = at('ptes', () => readArray(o['ptes'], pages, readEntry))
  let next = 0
  for (const entry of ptes) {
    const end = entry.i + (entry.n ?? 1)
    ensure(entry.i >= next && end <= pages, entry.i, 'entries in order, inside the region')
    next = end
  }
  return {
    name: at('name', () => readWord(o['name'])),
    start: at('start', () => readAddress(o['start'])),
    pages,
    ...readOptional(o, 'tables', readTables),
    ptes,
  }
}

function readAddress(json: unknown): string {
  const text = readString(json, 14)
  ensure(/^0x[0-9a-f]{1,12}$/i.test(text), json, 'an address, 0x and hex digits')
  return text
}

function readTables(json: unknown): NonNullable<RegionRecord['tables']> {
  const o = readObject(json)
  return {
    pgd: at('pgd', () => readBoolean(o['pgd'])),
    pud: at('pud', () => readBoolean(o['pud'])),
    pmd: at('pmd', () => readArray(o['pmd'], MAX_PAGES / 512 + 1, readPmd)),
  }
}

function readPmd(json: unknown): 'none' | 'table' | 'huge' {
  if (json === 'none' || json === 'table' || json === 'huge') return json
  return ensure(false, json, 'none, table or huge')
}

function readKind(json: unknown): EntryRecord['kind'] {
  if (json === 'present' || json === 'marker' || json === 'swap' || json === 'migration')
    return json
  return ensure(false, json, 'present, marker, swap or migration')
}

function readPage(json: unknown): string {
  const page = readString(json, 12)
  const isNumbered = /^p\d+$/.test(page) && Number(page.slice(1)) < 2 * MAX_PAGES
  ensure(page === 'zero' || isNumbered, json, 'zero, or p and a number')
  return page
}

function readEntry(json: unknown): EntryRecord {
  const o = readObject(json)
  return {
    i: at('i', () => readCount(o['i'], 0, MAX_PAGES - 1)),
    ...readOptional(o, 'n', (v) => readCount(v, 1, MAX_PAGES)),
    kind: at('kind', () => readKind(o['kind'])),
    ...readOptional(o, 'page', readPage),
    ...readOptional(o, 'file', readBoolean),
    ...readOptional(o, 'exclusive', readBoolean),
    uffdWp: at('uffdWp', () => readBoolean(o['uffdWp'])),
    ...readOptional(o, 'raw', (v) => readArray(v, 64, readWord)),
    ...readOptional(o, 'swpExclusive', readBoolean),
    ...readOptional(o, 'swpSoftDirty', readBoolean),
  }
}

function readCall(json: unknown): readonly [string, number, string] {
  const parts = readArray(json, 3, (part) => part)
  return [readWord(parts[0]), readCount(parts[1], 0, 1000), readString(parts[2], 128)]
}

function readMoved(json: unknown): readonly [string, string, number] {
  const parts = readArray(json, 3, (part) => part)
  return [readWord(parts[0]), readWord(parts[1]), readCount(parts[2], 0, MAX_PAGES)]
}
