import { useMedia } from '../shared/use-media.ts'

const MOUSE = [
  ['drag', 'select'],
  ['wheel', 'zoom'],
  ['shift drag', 'pan'],
  ['arrows', 'move by one entry'],
] as const
const TOUCH = [
  ['tap', 'look at an entry'],
  ['pinch', 'zoom'],
] as const

/** What hands can do here. */
export function KeyHints() {
  const isCoarse = useMedia('(pointer: coarse)')
  return (
    <p className="map-hints">
      {(isCoarse ? TOUCH : MOUSE).map(([key, does]) => (
        <span key={key}>
          <kbd className="key">{key}</kbd> {does}
        </span>
      ))}
    </p>
  )
}
