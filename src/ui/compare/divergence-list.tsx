/** Every divergence, by statement: what is on either side, which was first, which is shown, what follows from what. */
import { useEffect, useRef } from 'react'
import { statementAtPosition, useCompare } from '../../store/compare.ts'
import { showDivergence } from '../../store/compare-time.ts'
import { sideWords } from '../../store/compare-words.ts'
import type { ComparedRuns, DivergenceInfo } from '../../store/desk-types.ts'
import { ExplainedText } from '../shared/term.tsx'
import { DifferenceRows } from './difference-rows.tsx'
import { keepInSight } from './keep-in-sight.ts'

export function DivergenceList() {
  const result = useCompare((state) => state.result)
  const position = useCompare((state) => state.position)
  const list = useRef<HTMLOListElement>(null)
  const [left, right] = result === null ? ['left', 'right'] : sideWords(result)
  const shown = result === null ? -1 : statementAtPosition(result, position)
  useEffect(() => {
    if (shown < 0) return
    keepInSight(list.current, `[data-statement="${shown}"]`)
  }, [shown])
  return (
    <section className="divergences" aria-label="Divergences">
      <header>
        <h2>Divergences</h2>
        <span>{left}</span>
        <span>{right}</span>
      </header>
      {result === null || result.divergences.length > 0 ? null : (
        <p className="divergences-none">
          None. On all {result.statements.length} statements both sides agree. Choose another
          kernel, or flip a patch, on either side.
        </p>
      )}
      <ol ref={list}>
        {result === null
          ? null
          : groups(result).map((own) => (
              <Group
                key={own[0]?.statement}
                own={own}
                result={result}
                isShown={own[0]?.statement === shown}
              />
            ))}
      </ol>
      {result === null ? null : <Rest result={result} />}
      <WhatDidIt />
    </section>
  )
}

/** The smallest set of rules that one side lacks and that makes the two the same. */
function WhatDidIt() {
  const explained = useCompare((state) => state.explained)
  if (explained === null || explained.rules.length === 0) return null
  const { rules, isExact } = explained
  const [only, ...more] = rules
  const set = isExact ? 'the smallest set' : 'a small set'
  return (
    <details className="what-did-it">
      <summary>
        <h3>Which patch did it?</h3>{' '}
        {more.length === 0 ? <code>{only?.id}</code> : `${rules.length} rules, ${set}`}
      </summary>
      <dl>
        {rules.map(({ id, when, rule }) => (
          <div key={id}>
            <dt>
              <code>{id}</code> {when}
            </dt>
            <dd>
              <ExplainedText text={rule} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}

function groups({ divergences }: ComparedRuns): readonly (readonly DivergenceInfo[])[] {
  const found = new Map<number, DivergenceInfo[]>()
  for (const one of divergences) {
    found.set(one.statement, [...(found.get(one.statement) ?? []), one])
  }
  return [...found.values()]
}

/** The statement from which on nothing new differs. */
function Rest({ result }: { readonly result: ComparedRuns }) {
  const last = result.divergences.at(-1)?.statement ?? -1
  const next = result.statements[last + 1]
  if (last < 0 || next === undefined) return null
  const { statements } = result
  const end = statements.at(-1)
  const lines = end === next ? `Line ${next.line}` : `Lines ${next.line} to ${end?.line}`
  return <p className="divergences-rest">{lines}: nothing new differs.</p>
}

interface GroupProps {
  readonly own: readonly DivergenceInfo[]
  readonly result: ComparedRuns
  readonly isShown: boolean
}

function Group({ own, result, isShown }: GroupProps) {
  const [head] = own
  const says = useCompare(({ explained }) =>
    explained === null || head === undefined ? null : (explained.says[head.index] ?? null),
  )
  if (head === undefined) return null
  const isFirst = own.some((one) => one.index === result.first)
  const cause = head.follows === null ? undefined : result.divergences[head.follows]
  const tags = [...(isFirst ? ['first'] : []), ...(isShown ? ['shown'] : [])].join(', ')
  return (
    <li className={isShown ? 'is-shown' : ''} data-statement={head.statement}>
      <button
        type="button"
        aria-current={isShown ? 'step' : undefined}
        title={says ?? undefined}
        onClick={() => showDivergence(own.find(({ place }) => place !== null) ?? head)}
      >
        <span className="divergence-line">{head.line}</span>
        <code className="divergence-text">{head.text}</code>
        <b className="divergence-tag">{tags}</b>
      </button>
      <dl>
        <DifferenceRows own={own} />
      </dl>
      {cause === undefined ? null : (
        <p className="divergence-cause">follows from line {cause.line}</p>
      )}
    </li>
  )
}
