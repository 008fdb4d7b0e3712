/** What happened when the machine stopped, what is kept, and the way on. */
import { restart } from '../store/doc.ts'
import { useApp } from '../store/store.ts'
import { say } from '../store/view.ts'
import { Icon } from './shared/icons.tsx'

export function Banner() {
  const isStopped = useApp((state) => state.run.stopped)
  const report = useApp((state) => state.run.report)
  const step = useApp((state) => state.time.step)
  const text = useApp((state) => state.doc.text)
  if (!isStopped) return null
  async function copyReport(): Promise<void> {
    try {
      await navigator.clipboard.writeText(`${report}\n\n${text}`)
      say('Report copied')
    } catch {
      say('The report could not be copied')
    }
  }
  return (
    <div className="banner" role="alert">
      <Icon name="warn" size={24} />
      <p>
        <strong>The worker stopped at step {step}.</strong> Your text is kept. The stage shows the
        last moment that was whole.
      </p>
      <button type="button" className="button" onClick={() => void copyReport()}>
        Copy a report
      </button>
      <button type="button" className="button button-primary" onClick={() => void restart()}>
        Restart
      </button>
    </div>
  )
}
