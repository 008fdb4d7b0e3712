/** What differs at one statement, a row each. */
import { differenceRows } from '../../store/compare-words.ts'
import type { DivergenceInfo } from '../../store/desk-types.ts'
import { breakable } from '../shared/breakable.ts'

export function DifferenceRows({ own }: { readonly own: readonly DivergenceInfo[] }) {
  return differenceRows(own).map(({ key, name, full, a, b }) => (
    <div key={key}>
      <dt title={full}>{name}</dt>
      <dd>{breakable(a)}</dd>
      <dd>{breakable(b)}</dd>
    </div>
  ))
}
