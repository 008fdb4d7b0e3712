/** In what two sides of a comparison differ at one moment. Frame numbers play no part: they are each kernel's own. */
import type { SideEntry, SideMoment } from '../store/desk-types.ts'

export interface SideDiff {
  /** `PTE 3`: the tables' entries that differ, by table and index. */
  readonly entries: ReadonlySet<string>
  /** Names of the bits of the entry. */
  readonly bits: ReadonlySet<string>
  readonly cells: ReadonlySet<string>
  readonly lines: ReadonlySet<string>
}

export function sideDiff(a: SideMoment, b: SideMoment): SideDiff {
  return {
    entries: entriesThatDiffer(a, b),
    bits: bitsThatDiffer(a, b),
    cells: namesThatDiffer(a.memory?.cells, b.memory?.cells, ({ name, value }) => [name, value]),
    lines: namesThatDiffer(a.lines, b.lines, ({ id, is, what }) => [id, `${is} ${what}`]),
  }
}

function entriesThatDiffer(a: SideMoment, b: SideMoment): Set<string> {
  const found = new Set<string>()
  for (const name of ['PGD', 'PUD', 'PMD', 'PTE'] as const) {
    const rowsOf = (side: SideMoment): Map<number, SideEntry> =>
      new Map(
        (side.tables.find((table) => table.name === name)?.rows ?? []).flatMap((row) =>
          row.kind === 'entry' ? [[row.index, row] as const] : [],
        ),
      )
    const [left, right] = [rowsOf(a), rowsOf(b)]
    for (const index of new Set([...left.keys(), ...right.keys()])) {
      const [x, y] = [left.get(index), right.get(index)]
      // A row that one side folds away is not known to differ, unless its whole table is missing.
      const isMissing = x === undefined || y === undefined
      if (isMissing && left.size > 0 && right.size > 0 && !(x ?? y)?.isFocus) continue
      if (isMissing || faceOf(x) !== faceOf(y)) found.add(`${name} ${index}`)
    }
  }
  return found
}

function faceOf({ state, letters, uffdWp, label }: SideEntry): string {
  const isZero = label === 'zero page'
  return [state, letters?.join('') ?? '', uffdWp, isZero].join()
}

function bitsThatDiffer(a: SideMoment, b: SideMoment): Set<string> {
  const found = new Set<string>()
  for (const bit of a.entry?.bits ?? []) {
    const other = b.entry?.bits.find((one) => one.name === bit.name)
    if (other === undefined || bit.value === null || other.value === null) continue
    if (other.value !== bit.value) found.add(bit.name)
  }
  return found
}

function namesThatDiffer<T>(
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
  read: (one: T) => readonly [string, string],
): Set<string> {
  const found = new Set<string>()
  if (a === undefined || b === undefined) return found
  const right = new Map(b.map(read))
  const left = new Map(a.map(read))
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    if (left.get(name) !== right.get(name)) found.add(name)
  }
  return found
}
