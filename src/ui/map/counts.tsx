/** How many entries there are in each state: as one bar, and as a table. */
import { countText } from '../../base/count-text.ts'
import { countLines, percentText } from '../../scene/map-words.ts'
import { Swatch } from '../shared/swatch.tsx'
import type { MapModel } from './use-map.ts'

interface CountsProps {
  readonly model: MapModel
  /** Whether states are listed that no entry is in. */
  readonly hasZeroes: boolean
}

export function Counts({ model, hasZeroes }: CountsProps) {
  const lines = countLines(model.counts).filter(({ count }) => hasZeroes || count > 0)
  const all = model.plan.pages
  return (
    <section className="map-counts" aria-label="Counts">
      <div className="map-bar" aria-hidden="true">
        {lines.map(({ words, count }) =>
          count === 0 || words.state === 'none' ? null : (
            <span
              key={words.state}
              className={`swatch-${words.state}`}
              style={{ flexBasis: `${(100 * count) / all}%` }}
            />
          ),
        )}
      </div>
      <table>
        <caption className="quiet">
          {`Entries of region ${model.plan.region.name} by state, ${countText(all)} in all`}
        </caption>
        <thead className="quiet">
          <tr>
            <th scope="col">State</th>
            <th scope="col">Entries</th>
            <th scope="col">Share</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {lines.map(({ words, count, says }) => (
            <tr key={words.state}>
              <th scope="row">
                <Swatch state={words.state} />
                {words.name}
              </th>
              <td>
                <b>{countText(count)}</b>
              </td>
              <td>{percentText(count, all)}</td>
              <td>{says}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
