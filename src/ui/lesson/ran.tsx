import type { Ran } from '../../store/lesson-slides.ts'

/** More than this are told by their number. */
const MOST = 4

/** What the machine did to come to this moment. */
export function RanList({ ran }: { readonly ran: readonly Ran[] }) {
  if (ran.length === 0) return null
  const shown = ran.slice(-MOST)
  return (
    <ol className="ran" aria-label="What has run since the slide before">
      {shown.length < ran.length ? (
        <li className="ran-more">… {ran.length - shown.length} more</li>
      ) : null}
      {shown.map(({ line, text, outcome, value }) => (
        <li key={line}>
          <span className="ran-line">{line}</span>
          <code>{text}</code>
          {value === null ? null : <b className="ran-value">→ {value}</b>}
          {outcome === 'ok' ? null : <b className="ran-end">{outcome}</b>}
        </li>
      ))}
    </ol>
  )
}

/** The last statements, in a line of text. */
export function JustRan({ ran }: { readonly ran: readonly Ran[] }) {
  const shown = ran.slice(-2)
  if (shown.length === 0) return null
  return (
    <>
      <span>Just ran:</span>
      {shown.map(({ line, text }) => (
        <code key={line} className="question-ran">
          {text}
        </code>
      ))}
    </>
  )
}
