import type { LegendState } from '../../scene/stage-model.ts'
import { Swatch } from '../shared/swatch.tsx'

const STATES: readonly {
  readonly state: LegendState
  readonly name: string
  readonly says: string
}[] = [
  { state: 'writable', name: 'writable', says: 'present, W set' },
  { state: 'read-only', name: 'read-only', says: 'present, W clear' },
  { state: 'uffd-wp', name: 'uffd-wp', says: 'a write sends a message and waits' },
  { state: 'marker', name: 'pte marker', says: 'not mapped, yet protected' },
  { state: 'swap', name: 'swap', says: 'the page is in a swap slot' },
  { state: 'table', name: 'points to a table', says: 'the next level of the walk' },
  { state: 'shared', name: 'shared frame', says: 'mapped more than once' },
  { state: 'none', name: 'none', says: 'not mapped' },
]

/** How an entry's state is drawn, everywhere on the page. */
export function Legend() {
  return (
    <section className="legend-box" aria-label="How to read an entry">
      <h2>How to read an entry</h2>
      <dl>
        {STATES.map(({ state, name, says }) => (
          <div key={state}>
            <dt>
              <Swatch state={state} />
              {name}
            </dt>
            <dd>{says}</dd>
          </div>
        ))}
      </dl>
      <p>
        <b>W</b> writable <b>U</b> uffd-wp <b>A</b> accessed <b>D</b> dirty <b>·</b> clear
      </p>
    </section>
  )
}
