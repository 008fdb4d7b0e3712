/** What is said aloud, and the one line at the stage's foot. */
import { useEffect, useState } from 'react'
import { stopWork } from '../store/doc.ts'
import { useApp } from '../store/store.ts'

/** Each step as its sentence; while playing fast a screen reader drops what it cannot keep up with. */
export function Announcer() {
  const isStage = useApp((state) => state.view.view !== 'start')
  const why = useApp((state) => state.seen.view?.why ?? '')
  return (
    <p className="quiet" aria-live="polite" data-testid="announcer">
      {isStage ? why : ''}
    </p>
  )
}

export function Toast() {
  const toast = useApp((state) => state.view.toast)
  const isBusy = useApp((state) => state.run.busy)
  return (
    <div className="toast-place" role="status">
      {toast === null ? null : <p className="toast">{toast}</p>}
      {isBusy && toast === null ? <Working /> : null}
    </div>
  )
}

/** Long work can be stopped: a scenario of a few lines may take millions of steps. */
const STOP_AFTER_MS = 2000

function Working() {
  const [isLong, setLong] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), STOP_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <p className="toast toast-busy">
      Working…
      {isLong ? (
        <button type="button" className="button" onClick={() => void stopWork()}>
          Stop
        </button>
      ) : null}
    </p>
  )
}
