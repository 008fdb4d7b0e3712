/** The buttons that move in time, and what the present step is called. */
import { functionNow, stepText, titleNow } from '../../store/now.ts'
import { SPEEDS } from '../../store/pace.ts'
import type { Grain } from '../../store/state.ts'
import { useApp } from '../../store/store.ts'
import {
  setGrain,
  setSpeed,
  stepBack,
  stepForward,
  stepInto,
  stepOut,
  stepOver,
  toFirst,
  togglePlay,
  toLast,
} from '../../store/time.ts'
import type { IconName } from '../shared/icons.tsx'
import { Icon } from '../shared/icons.tsx'
import { FunctionName } from '../shared/term.tsx'
import { useLayout } from '../shared/use-media.ts'

export function Transport() {
  const layout = useLayout()
  return (
    <div className="transport">
      <Buttons />
      {layout === 'phone' ? (
        <StepCount />
      ) : (
        <>
          <span className="transport-rule" />
          <Wordy name="Over" icon="over" act={stepOver} />
          <Wordy name="Into" icon="into" act={stepInto} />
          <Wordy name="Out" icon="out" act={stepOut} />
          <span className="transport-rule" />
          <Now />
          <span className="transport-space" />
          {layout === 'panes' ? <GrainSelect /> : null}
          <SpeedSelect isWordy={layout === 'panes'} />
        </>
      )}
    </div>
  )
}

function Buttons() {
  const step = useApp((state) => state.time.step)
  const steps = useApp((state) => state.run.run?.steps ?? 0)
  const isPlaying = useApp((state) => state.time.playing)
  return (
    <>
      <Square name="First" icon="first" act={toFirst} isPlain disabled={step === 0} />
      <Square name="Step back" icon="back" act={stepBack} disabled={step === 0} />
      <button type="button" className="button button-primary transport-play" onClick={togglePlay}>
        <Icon name={isPlaying ? 'pause' : 'forward'} />
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <Square name="Step forward" icon="forward" act={stepForward} disabled={step >= steps} />
      <Square name="Last" icon="last" act={toLast} isPlain disabled={step >= steps} />
    </>
  )
}

interface SquareProps {
  readonly name: string
  readonly icon: IconName
  readonly act: () => void
  readonly isPlain?: boolean
  readonly disabled: boolean
}

/** At an end the button stays focusable: who holds a key down must not lose the place. */
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

function Now() {
  const title = useApp(titleNow)
  const fn = useApp(functionNow)
  const step = useApp(stepText)
  return (
    <p className="transport-now">
      <strong>{title}</strong> <FunctionName fn={fn} /> <span>{step}</span>
    </p>
  )
}

function StepCount() {
  const step = useApp((state) => state.time.step)
  const steps = useApp((state) => state.run.run?.steps ?? 0)
  return (
    <p className="transport-count">
      {step}/{steps}
    </p>
  )
}

function SpeedSelect({ isWordy }: { isWordy: boolean }) {
  const speed = useApp((state) => state.time.speed)
  return (
    <>
      {isWordy ? <span className="transport-label">Speed</span> : null}
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
    </>
  )
}

const GRAINS: readonly { readonly grain: Grain; readonly title: string }[] = [
  { grain: 'word', title: 'step' },
  { grain: 'call', title: 'call' },
  { grain: 'statement', title: 'statement' },
]

function GrainSelect() {
  const grain = useApp((state) => state.time.grain)
  return (
    <>
      <span className="transport-label">By</span>
      <span className="select">
        <select
          aria-label="Grain"
          value={grain}
          onChange={(event) => setGrain(event.target.value as Grain)}
        >
          {GRAINS.map((one) => (
            <option key={one.grain} value={one.grain}>
              {one.title}
            </option>
          ))}
        </select>
        <Icon name="chevronDown" />
      </span>
    </>
  )
}
