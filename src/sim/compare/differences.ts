/** Everything in which two state records of the same statement differ, as far as both of them can tell. */

import type { EntryRecord, Outcome, RegionRecord, StateRecord } from '../outcome.ts'
import { sameJson } from '../record-difference.ts'
import { bitsBetween, entryWords } from './entry-words.ts'
import { alignRuns, PageMatch } from './runs.ts'

export type DifferenceKind =
  | 'outcome'
  | 'value'
  | 'message'
  | 'ranges'
  | 'woken'
  | 'actors'
  | 'pending'
  | 'tables'
  | 'entry'
  | 'page'
  | 'call'

/** Pages `[first, first + count)` of a region, in one process. */
export interface Place {
  readonly process: string
  readonly region: string
  readonly first: number
  readonly count: number
}

export interface Difference {
  readonly kind: DifferenceKind
  /** Null: it is about the statement as a whole. */
  readonly place: Place | null
  /** Who, where it is about one actor. */
  readonly actor: string | null
  /** What is on either side, in a few words. */
  readonly a: string
  readonly b: string
  /** Names of the bits that differ, where both sides have an entry. */
  readonly bits: readonly string[]
}

/** In the order in which they are told: what the statement did, then the state. */
export function differencesOf(a: StateRecord, b: StateRecord): Difference[] {
  return [...endDifferences(a, b), ...stateDifferences(a, b)]
}

function difference(
  kind: DifferenceKind,
  a: string,
  b: string,
  more: Partial<Pick<Difference, 'place' | 'actor' | 'bits'>> = {},
): Difference {
  return { kind, a, b, place: more.place ?? null, actor: more.actor ?? null, bits: more.bits ?? [] }
}

function endDifferences(a: StateRecord, b: StateRecord): Difference[] {
  const found: Difference[] = []
  const ends = (record: StateRecord) => [record, ...(record.others ?? [])]
  for (const [i, left] of ends(a).entries()) {
    const right = ends(b)[i]
    const { actor } = left
    if (right === undefined || left.outcome !== right.outcome) {
      found.push(difference('outcome', left.outcome, right?.outcome ?? 'nothing', { actor }))
    }
    const pairs = [
      ['value', left.value, right?.value],
      ['message', left.message, right?.message],
      ['ranges', left.ranges, right?.ranges],
    ] as const
    for (const [kind, x, y] of pairs) {
      if (sameJson(x, y)) continue
      found.push(difference(kind, inWords(kind, x), inWords(kind, y), { actor }))
    }
  }
  const wokenA = wokenWords(a)
  const wokenB = wokenWords(b)
  if (wokenA !== wokenB) found.push(difference('woken', wokenA, wokenB))
  return found
}

function inWords(kind: 'value' | 'message' | 'ranges', value: unknown): string {
  if (value === undefined) return kind === 'message' ? 'no message' : 'nothing'
  if (value === null) return 'past the end'
  if (kind === 'message') {
    const { event, at, flags } = value as { event: string; at?: string; flags?: readonly string[] }
    return at === undefined ? event : `${at} ${(flags ?? []).join(', ') || 'read'}`
  }
  if (kind === 'value') return String(value)
  const ranges = value as NonNullable<StateRecord['ranges']>
  if (ranges.length === 0) return 'no pages'
  return ranges.map((range) => `${range.at} ${range.categories.join(' ')}`).join('; ')
}

function wokenWords(record: StateRecord): string {
  if (record.woken.length === 0) return 'nobody'
  const one = (end: { actor: string; outcome: Outcome; value?: unknown }): string => {
    const value = end.value === undefined ? '' : ` ${end.value}`
    return end.outcome === 'ok' ? `${end.actor}${value}` : `${end.actor} (${end.outcome})`
  }
  return record.woken.map(one).sort().join(', ')
}

function stateDifferences(a: StateRecord, b: StateRecord): Difference[] {
  const found: Difference[] = []
  for (const actor of new Set([...Object.keys(a.actors), ...Object.keys(b.actors)])) {
    const left = a.actors[actor] ?? 'gone'
    const right = b.actors[actor] ?? 'gone'
    if (left !== right) found.push(difference('actors', left, right, { actor }))
  }
  const pendingA = pendingWords(a)
  const pendingB = pendingWords(b)
  if (pendingA !== pendingB) found.push(difference('pending', pendingA, pendingB))
  const pages = new PageMatch()
  for (const left of a.mm) {
    const right = b.mm.find((mm) => mm.process === left.process)
    for (const region of left.regions) {
      const other = right?.regions.find((one) => one.name === region.name)
      if (other !== undefined) {
        found.push(...regionDifferences(left.process, region, other, pages))
      }
    }
  }
  return found
}

function pendingWords({ uffd }: StateRecord): string {
  return uffd === null ? 'no userfaultfd' : `${uffd.pending} unread`
}

function regionDifferences(
  process: string,
  a: RegionRecord,
  b: RegionRecord,
  pages: PageMatch,
): Difference[] {
  const found = tableDifferences(process, a, b)
  const place = (first: number, count: number): Place => ({ process, region: a.name, first, count })
  for (const run of alignRuns(a.ptes, b.ptes)) {
    const bits = bitsBetween(run.a, run.b)
    const isPageKind = run.a?.kind === 'present' && run.b?.kind === 'present'
    const zeroes = isPageKind && (run.a?.page === 'zero') !== (run.b?.page === 'zero')
    if (bits === null || bits.length > 0 || zeroes) {
      const where = place(run.i, run.n)
      const [left, right] = entryWords(run.a, run.b, bits ?? [])
      join(found, difference('entry', left, right, { place: where, bits: bits ?? [] }))
    }
    for (const { from, n } of pages.conflicts(run)) {
      const where = place(run.i + from, n)
      const left = shares(a.ptes, run.pageA + from) ? 'a shared page' : 'another page'
      const right = shares(b.ptes, run.pageB + from) ? 'a shared page' : 'another page'
      join(found, difference('page', left, right, { place: where }))
    }
  }
  return found
}

function shares(entries: readonly EntryRecord[], page: number): boolean {
  let mapped = 0
  for (const { page: name, n = 1 } of entries) {
    if (name === undefined || name === 'zero') continue
    const first = Number(name.slice(1))
    if (page >= first && page < first + n) mapped++
  }
  return mapped > 1
}

/** Neighbours that differ alike are one difference. */
function join(found: Difference[], next: Difference): void {
  const last = found[found.length - 1]
  const there = last?.place
  const here = next.place
  const follows =
    last !== undefined &&
    there?.process === here?.process &&
    there?.region === here?.region &&
    there !== null &&
    there !== undefined &&
    there.first + there.count === here?.first
  const isAlike = last?.kind === next.kind && last.a === next.a && last.b === next.b
  if (!follows || !isAlike) {
    found.push(next)
    return
  }
  const place = { ...there, count: there.count + (here?.count ?? 0) }
  found[found.length - 1] = { ...last, place }
}

const PER_TABLE = 512
const PAGE = 4096n

function tableDifferences(process: string, a: RegionRecord, b: RegionRecord): Difference[] {
  if (a.tables === undefined || b.tables === undefined) return []
  const found: Difference[] = []
  const all = { process, region: a.name, first: 0, count: a.pages }
  for (const level of ['pgd', 'pud'] as const) {
    if (a.tables[level] === b.tables[level]) continue
    const below = level === 'pgd' ? 'PUD table' : 'PMD table'
    const words = (has: boolean): string => (has ? below : `no ${below}`)
    found.push(difference('tables', words(a.tables[level]), words(b.tables[level]), { place: all }))
  }
  const inTable = Number((BigInt(a.start) / PAGE) % BigInt(PER_TABLE))
  for (const [k, left] of a.tables.pmd.entries()) {
    const right = b.tables.pmd[k] ?? 'none'
    if (left === right) continue
    const first = Math.max(0, k * PER_TABLE - inTable)
    const end = Math.min(a.pages, (k + 1) * PER_TABLE - inTable)
    const place = { ...all, first, count: end - first }
    join(found, difference('tables', pmdWords(left), pmdWords(right), { place }))
  }
  return found
}

function pmdWords(pmd: 'none' | 'table' | 'huge'): string {
  if (pmd === 'none') return 'no PTE table'
  return pmd === 'table' ? 'PTE table' : 'huge entry'
}
