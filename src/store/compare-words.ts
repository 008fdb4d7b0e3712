/** What the sides and the differences of a comparison are called, where there is little room. Pure. */
import type { Compared, DivergenceInfo, SideInfo } from './desk-types.ts'
import { kernelOf } from './text.ts'

/** `without` and `with` where one patch is all that differs; else versions, or what the sides are. */
export function sideWords({ a, b }: Pick<Compared, 'a' | 'b'>): readonly [string, string] {
  if (a.is !== b.is) return [kindWord(a), kindWord(b)]
  if (a.is === 'recording') return ['left', 'right']
  const [left, right] = [kernelOf(`kernel ${a.name}`), kernelOf(`kernel ${b.name}`)]
  if (left.version !== right.version) return [left.version ?? 'left', right.version ?? 'right']
  const own = left.patches.filter(({ id }) => !right.patches.some((one) => one.id === id))
  const other = right.patches.filter(({ id }) => !left.patches.some((one) => one.id === id))
  const [only, ...more] = [
    ...own.map(({ present }) => present),
    ...other.map(({ present }) => !present),
  ]
  if (only === undefined || more.length > 0) return ['left', 'right']
  return only ? ['with', 'without'] : ['without', 'with']
}

function kindWord({ is }: SideInfo): string {
  return is === 'kernel' ? 'model' : 'recording'
}

/** One line of a list of differences. */
export interface DifferenceRow {
  readonly key: string
  readonly name: string
  /** The name in full, where it is cut. */
  readonly full?: string
  readonly a: string
  readonly b: string
}

const SHORT: Readonly<Record<string, string>> = {
  UFFD_WP: 'UW',
  SOFT_DIRTY: 'SD',
  SAVED_DIRTY: 'SVD',
  SPECIAL: 'SP',
}

/** The differences of one statement: tables that are all missing on one side in one row, bits in a row each. */
export function differenceRows(own: readonly DivergenceInfo[]): readonly DifferenceRow[] {
  const tables = tablesRow(own)
  const rest = own.filter((one) => tables === null || one.kind !== 'tables')
  const rows = rest.flatMap((one) => bitRows(one) ?? [plainRow(one)])
  return tables === null ? rows : [tables, ...rows]
}

const TABLE = /^(no )?(\w+) table$/

function tablesRow(own: readonly DivergenceInfo[]): DifferenceRow | null {
  const tables = own.filter(({ kind }) => kind === 'tables')
  if (tables.length < 2) return null
  const left = tables.map(({ a }) => TABLE.exec(a))
  const right = tables.map(({ b }) => TABLE.exec(b))
  const hasAll = (side: readonly (RegExpExecArray | null)[], isMissing: boolean): boolean =>
    side.every((match) => match !== null && (match[1] !== undefined) === isMissing)
  const names = [...new Set(left.map((match) => match?.[2]))].join(', ')
  const key = tables.map(({ index }) => index).join()
  if (hasAll(left, false) && hasAll(right, true))
    return { key, name: 'tables', a: names, b: 'none' }
  if (hasAll(left, true) && hasAll(right, false))
    return { key, name: 'tables', a: 'none', b: names }
  return null
}

const BIT = /^(\w+) (set|clear)$/

/** `UFFD_WP set, RW clear` as a row a bit; null where it is more than bits. */
function bitRows(one: DivergenceInfo): readonly DifferenceRow[] | null {
  if (one.kind !== 'entry' || one.bits.length === 0) return null
  const left = one.a.split(', ').map((part) => BIT.exec(part))
  const right = one.b.split(', ').map((part) => BIT.exec(part))
  if (left.length !== right.length) return null
  const rows: DifferenceRow[] = []
  for (const [i, match] of left.entries()) {
    const [, bit, is] = match ?? []
    const [, other, isThere] = right[i] ?? []
    if (bit === undefined || bit !== other || is === undefined || isThere === undefined) return null
    const place = placeName(one)
    const name = `${place} ${SHORT[bit] ?? bit}`
    const full = `${place} ${bit}`
    rows.push({ key: `${one.index} ${bit}`, name, full, a: digit(is), b: digit(isThere) })
  }
  return rows
}

const digit = (word: string): string => (word === 'set' ? '1' : '0')

const KINDS: Partial<Record<DivergenceInfo['kind'], string>> = {
  actors: 'state',
  pending: 'messages',
  call: 'way',
  ranges: 'reported',
}

function placeName({ place }: DivergenceInfo): string {
  if (place === null) return ''
  const { process, region, first, count } = place
  const pages = count === 1 ? `${first}` : `${first}..${first + count - 1}`
  return `${process === 'main' ? '' : `${process} `}${region}[${pages}]`
}

function plainRow(one: DivergenceInfo): DifferenceRow {
  const { index, kind, place, actor, a, b } = one
  const word = KINDS[kind] ?? kind
  const row = (name: string): DifferenceRow => ({ key: `${index}`, name, a, b })
  if (kind === 'tables') return row(kind)
  if (place !== null) return row(kind === 'entry' ? placeName(one) : `${kind} ${placeName(one)}`)
  return row(actor === null || kind === 'outcome' || kind === 'call' ? word : `${actor} ${word}`)
}
