/** Rows of a table of a comparison: a few entries around the one that is compared, all others folded. */
import type { SideEntry, SideFold, SideTable } from '../protocol/desk.ts'

const PER_TABLE = 512

/** Entries by index; what is not in the map is none. */
export function tableRows(
  entries: ReadonlyMap<number, SideEntry>,
  focus: number,
  most: number,
): SideTable['rows'] {
  const near = [...entries.keys()]
    .sort((a, b) => Math.abs(a - focus) - Math.abs(b - focus) || a - b)
    .slice(0, most)
  const shown = new Set([focus, ...near])
  while (shown.size > most) shown.delete([...shown].at(-1) as number)
  const rows: (SideEntry | SideFold)[] = []
  let at = 0
  for (const index of [...shown].sort((a, b) => a - b)) {
    rows.push(...foldOf(entries, at, index))
    rows.push(entries.get(index) ?? noneAt(index))
    at = index + 1
  }
  return [...rows, ...foldOf(entries, at, PER_TABLE)].map((row) =>
    row.kind === 'entry' ? { ...row, isFocus: row.index === focus } : row,
  )
}

function noneAt(index: number): SideEntry {
  return {
    kind: 'entry',
    index,
    state: 'none',
    huge: false,
    label: 'none',
    letters: null,
    uffdWp: false,
    isFocus: false,
  }
}

function foldOf(entries: ReadonlyMap<number, SideEntry>, from: number, to: number): SideFold[] {
  if (to <= from) return []
  let used = 0
  for (let i = from; i < to; i++) if (entries.has(i)) used++
  const none = to - from - used
  if (used === 0) return [{ kind: 'fold', text: `${none} none` }]
  return [{ kind: 'fold', text: none === 0 ? `${used} more` : `${used} more, ${none} none` }]
}
