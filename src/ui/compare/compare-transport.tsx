/** The buttons that move both sides. */
import { lastPosition, useCompare } from '../../store/compare.ts'
import {
  compareBack,
  compareFirst,
  compareForward,
  compareInto,
  compareLast,
  compareNow,
  compareOut,
  compareOver,
  comparePlay,
  firstDivergence,
  nextDivergence,
} from '../../store/compare-time.ts'
import { Icon } from '../shared/icons.tsx'
import { MoveButtons, SpeedSelect, Wordy } from '../shared/transport.tsx'
import { useLayout } from '../shared/use-media.ts'

export function CompareTransport() {
  const layout = useLayout()
  const result = useCompare((state) => state.result)
  const position = useCompare((state) => state.position)
  const isPlaying = useCompare((state) => state.isPlaying)
  const isFirst = position === 0
  const isLast = result === null || position >= lastPosition(result)
  const hasAny = result !== null && result.divergences.length > 0
  return (
    <div className="transport">
      <MoveButtons
        isFirst={isFirst}
        isLast={isLast}
        isPlaying={isPlaying}
        first={compareFirst}
        back={compareBack}
        play={comparePlay}
        forward={compareForward}
        last={compareLast}
      />
      {layout === 'phone' ? null : (
        <>
          <span className="transport-rule" />
          <Wordy name="Over" icon="over" act={compareOver} />
          <Wordy name="Into" icon="into" act={compareInto} />
          <Wordy name="Out" icon="out" act={compareOut} />
          <span className="transport-rule" />
          <p className="transport-now" aria-live="polite">
            <strong>{result === null ? '' : compareNow(result, position)}</strong>{' '}
            {layout === 'panes' ? <span>both sides aligned by statement</span> : null}
          </p>
        </>
      )}
      <span className="transport-space" />
      {layout === 'phone' ? null : (
        <button type="button" className="button" aria-disabled={!hasAny} onClick={firstDivergence}>
          <Icon name="arrowLeft" />
          First divergence
        </button>
      )}
      <button type="button" className="button" aria-disabled={!hasAny} onClick={nextDivergence}>
        Next ≠{layout === 'panes' ? <kbd className="key">d</kbd> : null}
      </button>
      {layout === 'panes' ? <SpeedSelect /> : null}
    </div>
  )
}
