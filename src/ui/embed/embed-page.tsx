/** The stage alone, for a frame in another page: what is drawn, the transport, one sentence, and the way to the rest. */
import { useState } from 'react'
import { useApp } from '../../store/store.ts'
import { titleOf } from '../../store/text.ts'
import { Banner } from '../banner.tsx'
import { Sign } from '../header/wordmark.tsx'
import { useKeyboard } from '../keyboard.ts'
import { Announcer, Toast } from '../live.tsx'
import { Notices } from '../notices.tsx'
import { StageView } from '../tables/stage-view.tsx'
import { Scrubber } from '../timeline/scrubber.tsx'
import { Transport } from '../timeline/transport.tsx'
import './embed.css'

export function EmbedPage() {
  const isQuiz = useApp((state) => state.view.ui === 'quiz')
  const hasRun = useApp((state) => state.run.run !== null)
  useKeyboard()
  return (
    <div className="app embed">
      <Banner />
      <Notices />
      <main className="stage embed-stage" aria-label="Stage">
        <h1 className="quiet">
          <Title />
        </h1>
        {hasRun ? <StageView /> : <Waiting />}
      </main>
      <section className="embed-time" aria-label="Timeline">
        {isQuiz ? <Covered /> : <Why />}
        <Scrubber />
        <div className="embed-foot">
          <Transport />
          <OpenWhole />
        </div>
      </section>
      <Toast />
      {isQuiz ? null : <Announcer />}
    </div>
  )
}

function Title() {
  return useApp((state) => titleOf(state.doc.text)) || 'Untitled scenario'
}

function Waiting() {
  const refused = useApp((state) => state.view.refused)
  const status = useApp((state) => state.run.status)
  if (refused !== null) return <p className="stage-empty">{refused.reason}</p>
  return (
    <p className="stage-empty">
      {status === 'failed' ? 'The scenario of this page has an error.' : 'Running the scenario…'}
    </p>
  )
}

function Why() {
  const why = useApp((state) => state.seen.view?.why ?? '')
  return <p className="embed-why">{why}</p>
}

/** The sentence of a step stays covered until it is asked for; each step covers it again. */
function Covered() {
  const step = useApp((state) => state.time.step)
  const [shownAt, setShownAt] = useState<number | null>(null)
  const why = useApp((state) => state.seen.view?.why ?? '')
  const isShown = shownAt === step
  return (
    <p className="embed-why" aria-live="polite">
      {isShown ? (
        why
      ) : (
        <>
          What has just happened, and what comes next?{' '}
          <button type="button" className="button" onClick={() => setShownAt(step)}>
            Reveal
          </button>
        </>
      )}
    </p>
  )
}

/** The same moment in the whole page, in a window of its own. */
function OpenWhole() {
  // The address changes with every step, outside of React; so it is read when it is followed.
  const text = useApp((state) => state.doc.text)
  return text === '' ? null : (
    <a
      className="embed-open"
      href="./"
      target="_blank"
      rel="noopener"
      aria-label="Open in ptescope"
      onClick={(event) => {
        event.currentTarget.href = `${location.pathname}${location.hash}`
      }}
    >
      <Sign />
      <span>ptescope</span>
    </a>
  )
}
