/** One moment as text for a mail: what was run up to it, and the entries after its last whole statement. */
import type { EntryRecord, StateRecord } from '../sim/outcome.ts'
import type { TracedRun } from './trace-text.ts'
import { COLUMNS, cut, headOf, statementLine } from './trace-text.ts'

/** Entries that a mail shows of one region. */
const MOST_ENTRIES = 16

/** @param record after the last statement that had ended by then; null before the first */
export function mailText(run: TracedRun, step: number, record: StateRecord | null): string {
  const lines = headOf(run)
  lines.push('')
  for (const statement of run.statements) {
    if (statement.first < step) lines.push(statementLine(statement))
  }
  if (record !== null) lines.push('', ...tablesOf(record))
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

function tablesOf(record: StateRecord): string[] {
  const lines = [`After line ${record.line}:`]
  for (const { process, regions } of record.mm) {
    for (const region of regions) {
      const name = (entry: EntryRecord): string => `${region.name}[${span(entry)}]`
      const rows = region.ptes
        .slice(0, MOST_ENTRIES)
        .map((entry) => rowOf(process, name(entry), entry))
      lines.push(...(rows.length === 0 ? [rowText(process, region.name, '', 'none')] : rows))
      const more = region.ptes.length - rows.length
      if (more > 0) lines.push(rowText('', '', '', `and ${more} more`))
    }
  }
  const blocked = Object.entries(record.actors).filter(([, state]) => state === 'blocked')
  for (const [actor] of blocked) lines.push(cut(`${actor} is blocked by the userfaultfd.`, COLUMNS))
  return lines
}

function span({ i, n = 1 }: EntryRecord): string {
  return n === 1 ? String(i) : `${i}..${i + n - 1}`
}

function rowOf(process: string, name: string, entry: EntryRecord): string {
  return rowText(process, name, entry.page ?? '', stateOf(entry))
}

function rowText(process: string, name: string, page: string, state: string): string {
  const columns = [cut(process, 12).padEnd(12), cut(name, 20).padEnd(20), cut(page, 8).padEnd(8)]
  return `  ${columns.join(' ')} ${state}`
}

/** `uffd-wp    .UAD`: the strongest fact in words, then the flags as the page's letters. */
function stateOf({ kind, uffdWp, raw }: EntryRecord): string {
  const word =
    kind === 'present' ? presentWord(uffdWp, raw) : kind === 'marker' ? 'pte marker' : kind
  if (raw === undefined) return word
  const has = (flag: string, letter: string): string => (raw.includes(flag) ? letter : '.')
  const dirty = raw.includes('D') ? 'D' : has('SAVED_DIRTY', 'd')
  return `${word.padEnd(11)} ${has('RW', 'W')}${uffdWp ? 'U' : '.'}${has('A', 'A')}${dirty}`
}

function presentWord(uffdWp: boolean, raw: readonly string[] | undefined): string {
  if (uffdWp) return 'uffd-wp'
  if (raw === undefined) return 'present'
  return raw.includes('RW') ? 'writable' : 'read-only'
}
