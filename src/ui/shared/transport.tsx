/** What the transports of the stage and of a comparison have in common. */
import { SPEEDS } from '../../store/pace.ts'
import { useApp } from '../../store/store.ts'
import { setSpeed } from '../../store/time.ts'
import { IconButton } from './icon-button.tsx'
import type { IconName } from './icons.tsx'
import { Icon } from './icons.tsx'

interface MoveButtonsProps {
  readonly isFirst: boolean
  readonly isLast: boolean
  readonly isPlaying: boolean
  readonly first: () => void
  readonly back: () => void
  readonly play: () => void
  readonly forward: () => void
  readonly last: () => void
}

export function MoveButtons(props: MoveButtonsProps) {
  const { isFirst, isLast, isPlaying } = props
  return (
    <>
      <IconButton name="First" icon="first" act={props.first} disabled={isFirst} />
      <IconButton name="Step back" icon="back" act={props.back} disabled={isFirst} isFramed />
      <button type="button" className="button button-primary transport-play" onClick={props.play}>
        <Icon name={isPlaying ? 'pause' : 'forward'} />
        {isPlaying ? 'Pause' : 'Play'}
      </button>
      <IconButton
        name="Step forward"
        icon="forward"
        act={props.forward}
        disabled={isLast}
        isFramed
      />
      <IconButton name="Last" icon="last" act={props.last} disabled={isLast} />
    </>
  )
}

interface WordyProps {
  readonly name: string
  readonly icon: IconName
  readonly act: () => void
}

export function Wordy({ name, icon, act }: WordyProps) {
  return (
    <button type="button" className="button button-plain transport-wordy" onClick={act}>
      <Icon name={icon} />
      {name}
    </button>
  )
}

export function SpeedSelect() {
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
