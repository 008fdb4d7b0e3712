/**
 * Two state records by value: where do they first differ? Entries that one of them joins (`n`) and the other does not
 * are equal; `calls` and `moved` are left aside, since they say how and not what.
 */
import type { EntryRecord, RegionRecord, StateRecord } from './outcome.ts'

/** The place of the first difference and what stands there on either side; null where they are equal. */
export interface RecordDifference {
  /** As one would write it: `mm.main.A[3].raw`. */
  readonly at: string
  readonly a: string
  readonly b: string
}

type Mm = StateRecord['mm'][number]

/** Compares two records of the same line. */
export function firstDifference(a: StateRecord, b: StateRecord): RecordDifference | null {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const key of ['mm', 'calls', 'moved']) keys.delete(key)
  for (const key of keys) {
    const found = differ(key, a[key as keyof StateRecord], b[key as keyof StateRecord])
    if (found !== null) return found
  }
  const names = differ('processes', processes(a), processes(b))
  if (names !== null) return names
  for (const [i, mm] of a.mm.entries()) {
    const found = mmDifference(mm, b.mm[i] as Mm)
    if (found !== null) return found
  }
  return null
}

/** One line for a reader: `mm.main.A[3].uffdWp: true, not false`. */
export function renderDifference(difference: RecordDifference): string {
  return `${difference.at}: ${difference.a}, not ${difference.b}`
}

function processes(record: StateRecord): string[] {
  return record.mm.map((mm) => `${mm.process}: ${mm.regions.map((r) => r.name).join(' ')}`)
}

function mmDifference(a: Mm, b: Mm): RecordDifference | null {
  for (const [i, region] of a.regions.entries()) {
    const at = `mm.${a.process}.${region.name}`
    const found = regionDifference(at, region, b.regions[i] as RegionRecord)
    if (found !== null) return found
  }
  return null
}

function regionDifference(at: string, a: RegionRecord, b: RegionRecord): RecordDifference | null {
  const { ptes: entriesA, ...restA } = a
  const { ptes: entriesB, ...restB } = b
  const rest = fieldDifference(at, restA, restB)
  if (rest !== null || sameJson(entriesA, entriesB)) return rest
  const left = inOrder(entriesA)
  const right = inOrder(entriesB)
  for (const i of boundaries(left, right)) {
    const found = fieldDifference(`${at}[${i}]`, entryAt(left, i), entryAt(right, i))
    if (found !== null) return found
  }
  return null
}

function inOrder(entries: readonly EntryRecord[]): EntryRecord[] {
  return [...entries].sort((a, b) => a.i - b.i)
}

/** Where an entry begins or ends on either side: between two such places nothing begins to differ. */
function boundaries(a: readonly EntryRecord[], b: readonly EntryRecord[]): number[] {
  const all = new Set([...a, ...b].flatMap(({ i, n = 1 }) => [i, i + n]))
  return [...all].sort((x, y) => x - y)
}

/** The entry at an index on its own, or none. */
function entryAt(entries: readonly EntryRecord[], index: number): object | undefined {
  let low = 0
  let high = entries.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle] as EntryRecord).i <= index) low = middle + 1
    else high = middle
  }
  const found = entries[low - 1]
  if (found === undefined || index >= found.i + (found.n ?? 1)) return undefined
  const { n: _n, i, page, ...entry } = found
  return page === undefined ? entry : { ...entry, page: pageAfter(page, index - i) }
}

function pageAfter(page: string, by: number): string {
  return page === 'zero' ? page : `p${Number(page.slice(1)) + by}`
}

function fieldDifference(at: string, a: object | undefined, b: object | undefined) {
  if (a === undefined || b === undefined) return differ(at, a, b)
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const found = differ(`${at}.${key}`, a[key as never], b[key as never])
    if (found !== null) return found
  }
  return null
}

function differ(at: string, a: unknown, b: unknown): RecordDifference | null {
  return sameJson(a, b) ? null : { at, a: text(a), b: text(b) }
}

function text(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value)
}

/** Equal as JSON values: whatever the order of the keys, and a key that is undefined is none. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  for (const key of keys) if (!sameJson(a[key as never], b[key as never])) return false
  return true
}
