/** Why an action cannot work, and what would make it possible, as one sentence. */
import type { Refusal } from '../../store/refusal.ts'
import { ExplainedText } from './term.tsx'

interface RefusalProps {
  readonly refused: Refusal
  /** With what its errno means: not in a tooltip, which has none of its own. */
  readonly isExplained?: boolean
}

export function RefusalWords({ refused, isExplained = false }: RefusalProps) {
  const { why, way } = refused
  const reason = isExplained ? <ExplainedText text={why} /> : why
  return (
    <>
      {reason}
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
