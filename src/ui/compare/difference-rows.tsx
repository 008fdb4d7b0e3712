/** What differs at one statement, a row each. */
import { differenceRows } from '../../store/compare-words.ts'
import type { DivergenceInfo } from '../../store/desk-types.ts'
import { breakable } from '../shared/breakable.ts'
import { OutcomeName } from '../shared/term.tsx'

export function DifferenceRows({ own }: { readonly own: readonly DivergenceInfo[] }) {
  return differenceRows(own).map(({ key, name, full, a, b }) => (
    <div key={key}>
      <dt title={full}>{name}</dt>
      <Value text={a} />
      <Value text={b} />
    </div>
  ))
}

/** An outcome is explained; other values are what they are. */
function Value({ text }: { readonly text: string }) {
  return (
    <dd>
      {/^(?:E[A-Z]+|SIG[A-Z]+|blocked)$/.test(text) ? (
        <OutcomeName outcome={text} />
      ) : (
        breakable(text)
      )}
    </dd>
  )
}
