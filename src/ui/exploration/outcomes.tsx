/** What can come of the line, as litmus tests print it: a count, what is then so, and a schedule that leads there. */
import type { ExploreResult, OutcomeClass } from '../../store/desk-types.ts'
import { showSchedule, useExplore } from '../../store/explore.ts'
import { ExplainedText } from '../shared/term.tsx'
import { count, scheduleWords } from './words.ts'

export function Outcomes() {
  const result = useExplore((state) => state.result)
  const shown = useExplore((state) => state.shown)
  if (result === null) return null
  return (
    <section className="outcomes" aria-label="Outcomes">
      <h2>
        Outcomes <span>{outcomesNote(result)}</span>
      </h2>
      <table>
        <thead>
          <tr>
            <th scope="col">Schedules</th>
            <th scope="col">Ends</th>
            <th scope="col">Values</th>
            <th scope="col">Shortest schedule</th>
            <th scope="col">
              <span className="quiet">Show</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {result.outcomes.map((outcome) => (
            <Row
              key={outcome.schedule.join()}
              outcome={outcome}
              isShown={shown?.join() === outcome.schedule.join()}
            />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function outcomesNote({ complete, kernel, line, seconds }: ExploreResult): string {
  const all = complete ? 'all that there are' : 'there may be more'
  return `${all}; line ${line} on ${kernel}, ${seconds.toFixed(1)} s`
}

function Row({ outcome, isShown }: { readonly outcome: OutcomeClass; readonly isShown: boolean }) {
  const { violations, schedule, values } = outcome
  const isBad = violations.length > 0
  return (
    <tr className={isBad ? 'is-bad' : ''} aria-current={isShown ? 'true' : undefined}>
      <td className="outcome-count">
        <span aria-hidden="true">{isBad ? '✕' : ''}</span> {count(outcome.count)}
      </td>
      <td>
        <ExplainedText text={endsOf(outcome)} />
        {isBad ? <strong> {violations.join(', ')}</strong> : null}
      </td>
      <td>
        <code>
          {Object.entries(values)
            .map(([place, value]) => `${place.replace(/^main\./, '')}=${value ?? '–'}`)
            .join(' ')}
        </code>
      </td>
      <td>
        <code className="outcome-schedule">{scheduleWords(schedule)}</code>
      </td>
      <td>
        <button
          type="button"
          className="button"
          aria-disabled={isShown}
          onClick={() => void showSchedule(schedule)}
        >
          {isShown ? 'Shown' : 'Show'}
        </button>
      </td>
    </tr>
  )
}

function endsOf({ record }: OutcomeClass): string {
  const ends = [{ actor: record.actor, outcome: record.outcome }, ...(record.others ?? [])]
  const parts = ends.map(({ actor, outcome }) => `${actor} ${outcome}`)
  for (const { actor, outcome } of record.woken) parts.push(`${actor} woken, ${outcome}`)
  const told = new Set(ends.map(({ actor }) => actor))
  for (const [actor, state] of Object.entries(record.actors)) {
    if (state === 'blocked' && !told.has(actor)) parts.push(`${actor} blocked`)
  }
  if (record.uffd !== null && record.uffd.pending > 0) parts.push(`${record.uffd.pending} unread`)
  return parts.join(', ')
}
