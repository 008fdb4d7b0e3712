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
import { SPEEDS } from '../../store/pace.ts'
import { useApp } from '../../store/store.ts'
import { setSpeed } from '../../store/time.ts'
import type { IconName } from '../shared/icons.tsx'
import { Icon } from '../shared/icons.tsx'
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
      <Square name="First" icon="first" act={compareFirst} isPlain disabled={isFirst} />
      <Square name="Step back" icon="back" act={compareBack} disabled={isFirst} />
      <button type="button" className="button button-primary transport-play" onClick={comparePlay}>
        <Icon name={isPlaying ? 'pause' : 'forward'} />
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <Square name="Step forward" icon="forward" act={compareForward} disabled={isLast} />
      <Square name="Last" icon="last" act={compareLast} isPlain disabled={isLast} />
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

interface SquareProps {
  readonly name: string
  readonly icon: IconName
  readonly act: () => void
  readonly isPlain?: boolean
  readonly disabled: boolean
}

function Square({ name, icon, act, isPlain = false, disabled }: SquareProps) {
  return (
    <button
      type="button"
      className={`button button-square ${isPlain ? 'button-plain' : ''}`}
      aria-label={name}
      aria-disabled={disabled}
      onClick={act}
    >
      <Icon name={icon} />
    </button>
  )
}

function Wordy({ name, icon, act }: { name: string; icon: IconName; act: () => void }) {
  return (
    <button type="button" className="button button-plain transport-wordy" onClick={act}>
      <Icon name={icon} />
      {name}
    </button>
  )
}

function SpeedSelect() {
  const speed = useApp((state) => state.time.speed)
  return (
    <span className="select">
      <select
        aria-label="Speed"
        value={speed}
        onChange={(event) => setSpeed(Number(event.target.value))}
      >
        {SPEEDS.map((one) => (
          <option key={one} value={one}>
            {one}×
          </option>
        ))}
      </select>
      <Icon name="chevronDown" />
    </span>
  )
}
