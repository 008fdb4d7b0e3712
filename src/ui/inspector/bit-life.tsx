/** The life of one bit over the run: a line with the playhead, and each change as a link to its step. */
import { bitLife, bitLine, lifeCount } from '../../scene/inspector-model.ts'
import { useApp } from '../../store/store.ts'
import { seek } from '../../store/time.ts'
import { lifeOf, useLivesVersion } from '../tables/marks.ts'

const WIDTH = 314
const HEIGHT = 16
/** Changes that are listed: the nearest to now. */
const MOST = 6

interface BitLifeProps {
  readonly entry: number
  readonly bit: number
  readonly now: 0 | 1
}

export function BitLife({ entry, bit, now }: BitLifeProps) {
  const run = useApp((state) => state.run.run)
  const step = useApp((state) => state.time.step)
  const sites = useApp((state) => state.hello?.sites)
  useLivesVersion()
  const changes = run === null ? null : lifeOf(run, entry)
  if (run === null || changes === null) return null
  const life = bitLife(run, changes, bit)
  const at = life.findLastIndex((one) => one.step <= step)
  const first = Math.max(0, Math.min(at - MOST / 2, life.length - MOST))
  const x = (step / Math.max(1, run.steps)) * WIDTH
  return (
    <div className="bit-life">
      <p className="bit-life-head">
        <b>Its life in this run</b>
        <span>{lifeCount(life.length)}</span>
      </p>
      <svg width={WIDTH} height={HEIGHT} aria-hidden="true" focusable="false">
        <path
          className="line"
          d={bitLine(life, now, run.steps, { width: WIDTH, height: HEIGHT })}
        />
        <path className="now" d={`M${x} -3V${HEIGHT + 3}`} />
      </svg>
      {life.slice(first, first + MOST).map((one) => (
        // The same links stand in the inspector when the bit is pressed: there they can be reached by keyboard.
        <button key={one.step} type="button" tabIndex={-1} onClick={() => seek(one.step)}>
          <b className="mono">{one.step}</b>
          <span>
            {one.isSet ? 'set' : 'cleared'} by <u>{one.statement}</u>
          </span>
          <span className="mono">{sites?.[one.fn]?.fn ?? ''}</span>
        </button>
      ))}
    </div>
  )
}
