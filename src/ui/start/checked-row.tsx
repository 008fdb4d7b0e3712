/** The row at the foot of the start page: on which kernels the machine was checked, and what it leaves out. */
import { AGREEMENT, RECORDED_SCENARIOS } from '../../scenarios/oracle/agreement.ts'
import { openDialog } from '../../store/view.ts'
import { Icon } from '../shared/icons.tsx'

const SEES = { raw: 'raw entries', pagemap: 'pagemap only' } as const

function countText(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',')
}

export function CheckedRow() {
  return (
    <section className="checked" aria-label="Checked against Linux">
      <div>
        <strong>Checked against Linux</strong>
        <span>{RECORDED_SCENARIOS} recorded scenarios</span>
      </div>
      <ul>
        {AGREEMENT.map(({ kernel, agree, records, sees }) => (
          <li key={kernel}>
            {agree === records ? (
              <Icon name="check" size={14} />
            ) : (
              <b className="checked-differs">
                <span aria-hidden="true">≠</span>
              </b>
            )}
            <div>
              <strong className="mono">{kernel}</strong>
              <span>
                <span className="mono">
                  {countText(agree)} of {countText(records)}
                </span>
                , {SEES[sees]}
              </span>
            </div>
          </li>
        ))}
      </ul>
      <button type="button" className="button button-plain" onClick={() => openDialog('coverage')}>
        What is not modelled
        <Icon name="arrowRight" />
      </button>
    </section>
  )
}
