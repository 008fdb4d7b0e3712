/** Why an action cannot work, and what would make it possible, as one sentence. */
import type { Refusal } from '../../store/refusal.ts'

export function RefusalWords({ refused }: { readonly refused: Refusal }) {
  const { why, way } = refused
  return (
    <>
      {why}
      {way.length === 0 ? null : '; first '}
      {way.map((statement, at) => (
        // One way may have the same statement twice.
        // biome-ignore lint/suspicious/noArrayIndexKey: a way is replaced as a whole.
        <span key={at}>
          {at === 0 ? '' : at === way.length - 1 ? ', then ' : ', '}
          <code>{statement}</code>
        </span>
      ))}
    </>
  )
}
