/** One statement as an initializer of `struct statement`: names, numbers and the constants of the system calls. */
import { hex } from '../base/bits.ts'
import type {
  Access,
  Advice,
  Feature,
  Mode,
  Op,
  PageArg,
  RangeArg,
  Statement,
} from '../lang/ast.ts'
import { actorOf } from '../lang/ast.ts'

const FEATURES: Readonly<Record<Feature, string>> = {
  'wp-hugetlbfs-shmem': 'UFFD_FEATURE_WP_HUGETLBFS_SHMEM',
  'wp-unpopulated': 'UFFD_FEATURE_WP_UNPOPULATED',
  'wp-async': 'UFFD_FEATURE_WP_ASYNC',
  'missing-shmem': 'UFFD_FEATURE_MISSING_SHMEM',
  'minor-shmem': 'UFFD_FEATURE_MINOR_SHMEM',
  'exact-address': 'UFFD_FEATURE_EXACT_ADDRESS',
  'thread-id': 'UFFD_FEATURE_THREAD_ID',
  sigbus: 'UFFD_FEATURE_SIGBUS',
  'event-fork': 'UFFD_FEATURE_EVENT_FORK',
  'event-remap': 'UFFD_FEATURE_EVENT_REMAP',
  'event-remove': 'UFFD_FEATURE_EVENT_REMOVE',
  'event-unmap': 'UFFD_FEATURE_EVENT_UNMAP',
}

const MODES: Readonly<Record<Mode, string>> = {
  missing: 'UFFDIO_REGISTER_MODE_MISSING',
  wp: 'UFFDIO_REGISTER_MODE_WP',
  minor: 'UFFDIO_REGISTER_MODE_MINOR',
}

const ADVICE: Readonly<Record<Advice, string>> = {
  dontneed: 'MADV_DONTNEED',
  free: 'MADV_FREE',
  pageout: 'MADV_PAGEOUT',
  cold: 'MADV_COLD',
  hugepage: 'MADV_HUGEPAGE',
  nohugepage: 'MADV_NOHUGEPAGE',
  collapse: 'MADV_COLLAPSE',
  'populate-read': 'MADV_POPULATE_READ',
  'populate-write': 'MADV_POPULATE_WRITE',
  remove: 'MADV_REMOVE',
}

const PROTECTION: Readonly<Record<Access, string>> = {
  none: 'PROT_NONE',
  r: 'PROT_READ',
  rw: 'PROT_READ | PROT_WRITE',
}

/** Where a `map` puts its region. */
export interface Placed {
  readonly start: bigint
  readonly pages: number
}

type Field = readonly [name: string, value: string]

/**
 * `{ .line = 9, .text = "wp A[3]", .actor = "monitor", .call = do_wp, … }`
 *
 * @param line its number and text, which the records repeat
 * @param withNext it runs at the same time as the next one
 * @param placed of a `map`, else null
 */
export function statementInC(
  statement: Statement,
  line: { readonly line: number; readonly text: string },
  withNext: boolean,
  placed: Placed | null,
): string {
  const { op } = statement
  const call = op.verb === 'unwp' ? 'wp' : op.verb
  const fields: Field[] = [
    ['line', `${line.line}`],
    ['text', quoted(line.text)],
    ['actor', quoted(actorOf(statement))],
    ['call', `do_${call}`],
    ...(withNext ? ([['with_next', '1']] as const) : []),
    ...fieldsOf(op, placed),
  ]
  return `{${fields.map(([name, value]) => `.${name} = ${value}`).join(', ')}}`
}

/** A C string literal. Statements and names are printable ASCII and tabs: the language has no other words. */
function quoted(text: string): string {
  return `"${text.replace(/["\\?]/g, '\\$&').replace(/\t/g, '\\t')}"`
}

function fieldsOf(op: Op, placed: Placed | null): Field[] {
  switch (op.verb) {
    case 'file':
      return [named(op.name), ['pages', `${op.pages}`], ...when(op.thp, ['thp', '1'])]
    case 'truncate':
      return [named(op.name), ['pages', `${op.pages}`]]
    case 'pwrite':
      return [...range(op.range), value(op.value)]
    case 'map':
      return mapFields(op, placed)
    case 'protect':
      return [...range(op.range), ['protection', PROTECTION[op.access]]]
    case 'remap':
      return [...range(op.range), ['at', hex(op.at)]]
    case 'advise':
      return [...range(op.range), ['flags', ADVICE[op.advice]]]
    case 'write':
      return [...page(op.page), value(op.value)]
    case 'thread':
    case 'fork':
    case 'exit':
      return [named(op.name)]
    case 'uffd':
      return flags(op.features.map((feature) => FEATURES[feature]))
    case 'register':
      return [...range(op.range), ...flags(op.modes.map((mode) => MODES[mode]))]
    case 'wp':
      return [...range(op.range), ...flags(['UFFDIO_WRITEPROTECT_MODE_WP'])]
    case 'unwp': {
      const dontWake = op.dontwake ? ['UFFDIO_WRITEPROTECT_MODE_DONTWAKE'] : []
      return [...range(op.range), ...flags(dontWake)]
    }
    case 'copy':
      return [...page(op.page), value(op.value), ...fillFlags('UFFDIO_COPY', op.wp, op.dontwake)]
    case 'continue':
      return [...page(op.page), ...fillFlags('UFFDIO_CONTINUE', op.wp, op.dontwake)]
    case 'zero':
      return [...page(op.page), ...fillFlags('UFFDIO_ZEROPAGE', false, op.dontwake)]
    case 'scan':
      return [
        ...range(op.range),
        ...when(op.written, ['value', 'PAGE_IS_WRITTEN']),
        ...flags([
          ...(op.wpMatching ? ['PM_SCAN_WP_MATCHING'] : []),
          ...(op.checkWpAsync ? ['PM_SCAN_CHECK_WPASYNC'] : []),
        ]),
      ]
    case 'serve':
      return [['flags', op.on ? '1' : '0']]
    case 'poll':
    case 'close':
      return []
    case 'read':
    case 'pread':
    case 'hold':
    case 'release':
      return page(op.page)
    case 'punch':
    case 'unmap':
    case 'unregister':
    case 'wake':
      return range(op.range)
  }
}

function mapFields(op: Extract<Op, { verb: 'map' }>, placed: Placed | null): Field[] {
  const { source } = op
  const sharing = op.shared ? 'MAP_SHARED' : 'MAP_PRIVATE'
  return [
    named(op.name),
    ...(source.kind === 'file' ? ([['file', quoted(source.file)]] as const) : []),
    ...(source.kind === 'file' && source.from > 0 ? ([['from', `${source.from}`]] as const) : []),
    ['pages', `${placed?.pages ?? 0}`],
    ['at', hex(placed?.start ?? 0n)],
    ['protection', PROTECTION[op.readOnly ? 'r' : 'rw']],
    ['flags', source.kind === 'file' ? sharing : `${sharing} | MAP_ANONYMOUS`],
  ]
}

const named = (name: string): Field => ['name', quoted(name)]
const value = (number: bigint): Field => ['value', `${number}U`]
const when = (is: boolean, field: Field): Field[] => (is ? [field] : [])
const flags = (words: readonly string[]): Field[] =>
  words.length === 0 ? [] : [['flags', words.join(' | ')]]

function fillFlags(prefix: string, wp: boolean, dontWake: boolean): Field[] {
  return flags([
    ...(wp ? [`${prefix}_MODE_WP`] : []),
    ...(dontWake ? [`${prefix}_MODE_DONTWAKE`] : []),
  ])
}

function range({ name, first, last }: RangeArg): Field[] {
  return [named(name), ['first', `${first ?? 0}`], ['last', last === null ? 'WHOLE' : `${last}`]]
}

function page({ name, index }: PageArg): Field[] {
  return [named(name), ['first', `${index}`], ['last', `${index}`]]
}
