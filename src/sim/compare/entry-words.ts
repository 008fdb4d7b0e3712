/** An entry of a state record in a few words, and the bits in which two of them differ. */
import type { EntryRecord } from '../outcome.ts'

/** Flags that say nothing by themselves: every mapped data page has them. */
const USUAL = new Set(['P', 'US', 'NX'])

/**
 * Names of the bits that differ; null where the entries are of different kinds (or one is none), empty where they are
 * alike. Only what both sides show is compared.
 */
export function bitsBetween(a: EntryRecord | null, b: EntryRecord | null): string[] | null {
  if (a === null || b === null) return a === b ? [] : null
  if (a.kind !== b.kind) return null
  const bits = new Set<string>()
  if (a.raw !== undefined && b.raw !== undefined) {
    for (const name of a.raw) if (!b.raw.includes(name)) bits.add(name)
    for (const name of b.raw) if (!a.raw.includes(name)) bits.add(name)
  }
  if (a.uffdWp !== b.uffdWp) bits.add('UFFD_WP')
  for (const key of ['file', 'exclusive', 'swpExclusive', 'swpSoftDirty'] as const) {
    if (a[key] !== undefined && b[key] !== undefined && a[key] !== b[key]) bits.add(NAMES[key])
  }
  return [...bits].sort((x, y) => rank(x) - rank(y))
}

/** The most telling first; bits that are not named keep their order behind them. */
function rank(bit: string): number {
  const at = TELLING.indexOf(bit)
  return at === -1 ? TELLING.length : at
}

const TELLING = ['UFFD_WP', 'RW', 'D', 'SAVED_DIRTY', 'A', 'SOFT_DIRTY']

const NAMES = {
  file: 'file page',
  exclusive: 'mapped once',
  swpExclusive: 'SWP_EXCLUSIVE',
  swpSoftDirty: 'SWP_SOFT_DIRTY',
} as const

/** Both sides of a difference: only the bits that differ, where the kind is the same. */
export function entryWords(
  a: EntryRecord | null,
  b: EntryRecord | null,
  bits: readonly string[],
): readonly [string, string] {
  if (bits.length === 0 || a === null || b === null) return [wordsOf(a), wordsOf(b)]
  return [bitWords(a, bits), bitWords(b, bits)]
}

/** `UFFD_WP set, RW clear`. */
function bitWords(entry: EntryRecord, bits: readonly string[]): string {
  return bits.map((bit) => `${bit} ${hasBit(entry, bit) ? 'set' : 'clear'}`).join(', ')
}

export function hasBit(entry: EntryRecord, bit: string): boolean {
  if (bit === 'UFFD_WP') return entry.uffdWp
  for (const key of ['file', 'exclusive', 'swpExclusive', 'swpSoftDirty'] as const) {
    if (NAMES[key] === bit) return entry[key] ?? false
  }
  return entry.raw?.includes(bit) ?? false
}

/** `none`, `marker`, `zero page, uffd-wp`, `page, RW A D`. */
export function wordsOf(entry: EntryRecord | null): string {
  if (entry === null) return 'none'
  if (entry.kind === 'marker') return 'marker'
  const guard = entry.uffdWp ? ', uffd-wp' : ''
  if (entry.kind !== 'present') return `${entry.kind} entry${guard}`
  const page = entry.page === 'zero' ? 'zero page' : 'page'
  const flags = (entry.raw ?? []).filter((name) => !USUAL.has(name) && name !== 'UFFD_WP')
  return `${page}${flags.length === 0 ? '' : ` ${flags.join(' ')}`}${guard}`
}
