import { useApp } from '../../store/store.ts'
import { clearRefusal, say } from '../../store/view.ts'

/** A link that could not be opened: why, and what can still be done with it. */
export function Refused() {
  const reason = useApp((state) => state.view.refused?.reason ?? '')
  const understood = useApp((state) => state.view.refused?.understood ?? '')
  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(location.href)
      say('Link copied')
    } catch {
      say('The link could not be copied')
    }
  }
  return (
    <section className="refused" role="alert">
      <h2>This link could not be opened</h2>
      <p>
        {reason} Nothing was run.{understood === '' ? '' : ' What could be read of it:'}
      </p>
      {understood === '' ? null : <pre>{understood}</pre>}
      <div className="own-buttons">
        <button type="button" className="button" onClick={() => void copy()}>
          Copy the link
        </button>
        <button type="button" className="button button-plain" onClick={clearRefusal}>
          Close
        </button>
      </div>
    </section>
  )
}
