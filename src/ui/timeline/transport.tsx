/** The buttons that move in time, and what the present step is called. */
import { functionNow, stepText, titleNow } from '../../store/now.ts'
import type { Grain } from '../../store/state.ts'
import { useApp } from '../../store/store.ts'
import {
  setGrain,
  stepBack,
  stepForward,
  stepInto,
  stepOut,
  stepOver,
  toFirst,
  togglePlay,
  toLast,
} from '../../store/time.ts'
import { Icon } from '../shared/icons.tsx'
import { FunctionName } from '../shared/term.tsx'
import { MoveButtons, SpeedSelect, Wordy } from '../shared/transport.tsx'
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
          {layout === 'panes' ? <span className="transport-label">Speed</span> : null}
          <SpeedSelect />
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
    <MoveButtons
      isFirst={step === 0}
      isLast={step >= steps}
      isPlaying={isPlaying}
      first={toFirst}
      back={stepBack}
      play={togglePlay}
      forward={stepForward}
      last={toLast}
    />
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
