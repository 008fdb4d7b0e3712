/** The model against a recording: each statement agrees, differs, or is nothing that the recording could show. */
import { useEffect, useRef } from 'react'
import { statementAtPosition, useCompare } from '../../store/compare.ts'
import { showStatement } from '../../store/compare-time.ts'
import { sideWords } from '../../store/compare-words.ts'
import { Icon } from '../shared/icons.tsx'
import { DifferenceRows } from './difference-rows.tsx'
import { keepInSight } from './keep-in-sight.ts'

export function StatementList() {
  const result = useCompare((state) => state.result)
  const position = useCompare((state) => state.position)
  const list = useRef<HTMLOListElement>(null)
  const shown = result === null ? -1 : statementAtPosition(result, position)
  useEffect(() => {
    if (shown >= 0) keepInSight(list.current, `[data-statement="${shown}"]`)
  }, [shown])
  if (result === null) return <section className="divergences" aria-label="Statements" />
  const { agrees, differs, notObservable } = result.counts
  const [left, right] = sideWords(result)
  return (
    <section className="divergences statements" aria-label="Statements">
      <header>
        <h2>Statements</h2>
        <span>
          <Verdict is="agrees" /> <b>{agrees}</b>
        </span>
        <span>
          <Verdict is="differs" /> <b>{differs}</b>
        </span>
        <span>
          <Verdict is="not observable" /> <b>{notObservable}</b>
        </span>
      </header>
      <ol ref={list}>
        {result.statements.map(({ line, text, verdict, divergences }, i) => (
          <li key={line} className={i === shown ? 'is-shown' : ''} data-statement={i}>
            <button
              type="button"
              aria-current={i === shown ? 'step' : undefined}
              onClick={() => showStatement(i)}
            >
              <span className="divergence-line">{line}</span>
              <code className="divergence-text">{text}</code>
              <Verdict is={verdict} />
            </button>
            {i === shown && divergences.length > 0 ? (
              <dl>
                <div className="difference-heads">
                  <dt>differs</dt>
                  <dd>{left}</dd>
                  <dd>{right}</dd>
                </div>
                <DifferenceRows
                  own={divergences.flatMap((index) => result.divergences[index] ?? [])}
                />
              </dl>
            ) : null}
          </li>
        ))}
      </ol>
      <p className="statements-legend" aria-hidden="true">
        <span>✓ agrees</span> <span>≠ differs</span> <span>-- not observable</span>
      </p>
    </section>
  )
}

function Verdict({ is }: { readonly is: 'agrees' | 'differs' | 'not observable' }) {
  return (
    <span className={`verdict verdict-${is.replace(' ', '-')}`}>
      {is === 'agrees' ? <Icon name="check" size={14} /> : null}
      {is === 'differs' ? <span aria-hidden="true">≠</span> : null}
      {is === 'not observable' ? <span aria-hidden="true">--</span> : null}
      <span className="quiet">{is}</span>
    </span>
  )
}
