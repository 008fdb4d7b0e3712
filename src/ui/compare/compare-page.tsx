/** Compare: one scenario on two sides, one cursor for both, and every place where they part. */
import { useMemo } from 'react'
import { sideDiff } from '../../scene/side-diff.ts'
import { chooseSide, useCompare } from '../../store/compare.ts'
import { useApp } from '../../store/store.ts'
import { CopyButton } from '../shared/copy-button.tsx'
import { Icon } from '../shared/icons.tsx'
import { FunctionName } from '../shared/term.tsx'
import { CompareTimeline } from './compare-timeline.tsx'
import { CompareTransport } from './compare-transport.tsx'
import { DivergenceList } from './divergence-list.tsx'
import { Side } from './side.tsx'
import { StatementList } from './statement-list.tsx'
import './compare.css'

export function ComparePage() {
  const isRecorded = useCompare(
    ({ result }) => result?.a.is === 'recording' || result?.b.is === 'recording',
  )
  return (
    <>
      <main className="compare" aria-label="Compare">
        <Headline />
        <div className="compare-columns">
          <Sides />
          {isRecorded ? <StatementList /> : <DivergenceList />}
        </div>
      </main>
      <section className="compare-time" aria-label="Timeline">
        <CompareTransport />
        <CompareTimeline />
      </section>
    </>
  )
}

/** What the comparison comes to, in a headline and a sentence. */
function Headline() {
  const problem = useCompare((state) => state.problem)
  const isBusy = useCompare((state) => state.isBusy)
  const result = useCompare((state) => state.result)
  const explained = useCompare((state) => state.explained)
  const hasRun = useApp((state) => state.run.run !== null)
  if (problem !== null) {
    return (
      <header className="compare-head">
        <h1>The sides cannot be compared</h1>
        <p role="alert">{problem}</p>
      </header>
    )
  }
  if (result === null) {
    return (
      <header className="compare-head">
        <h1>Compare</h1>
        <p>{hasRun ? 'Running both sides…' : 'Open a scenario first: it runs on both sides.'}</p>
      </header>
    )
  }
  const { headline, sentence } = explained ?? result
  const agrees = result.divergences.length === 0
  return (
    <header className="compare-head">
      <div aria-live="polite">
        <h1>
          <Coded text={isBusy ? 'Running both sides…' : headline} />
        </h1>
        <p>
          <Coded text={agrees ? 'Both sides do the same, step by step.' : sentence} />
          {explained === null && !agrees ? ' Looking for what did it…' : ''}
        </p>
      </div>
      {explained === null ? null : (
        <div className="compare-tools">
          <CopyButton text={explained.mail} what="Text">
            Text, 72 columns
          </CopyButton>
          {explained.nearest === null ? null : <NearestButton name={explained.nearest} />}
        </div>
      )}
    </header>
  )
}

/** Takes the model that agrees best with the recording. */
function NearestButton({ name }: { readonly name: string }) {
  const isLeft = useCompare(({ result }) => result?.a.is === 'kernel')
  return (
    <button
      type="button"
      className="button button-primary"
      onClick={() => chooseSide(isLeft ? 'a' : 'b', { is: 'kernel', words: name })}
    >
      <Icon name="compare" />
      Use model {name}
    </button>
  )
}

/** Functions, and what follows `line N,`, in the face of code. */
function Coded({ text }: { readonly text: string }) {
  const parts = text.split(/(\b\w+\(\)|(?<=line \d+, )[^.,]+(?:\[[^\]]*\])?[^.,]*)/)
  let at = 0
  return parts.map((part, i) => {
    at += part.length
    if (i % 2 === 0) return part
    return part.endsWith('()') ? <FunctionName key={at} fn={part} /> : <code key={at}>{part}</code>
  })
}

function Sides() {
  const moments = useCompare((state) => state.moments)
  const diff = useMemo(() => (moments === null ? null : sideDiff(moments.a, moments.b)), [moments])
  return (
    <>
      <Side which="a" moment={moments?.a ?? null} diff={diff} />
      <Side which="b" moment={moments?.b ?? null} diff={diff} />
    </>
  )
}
