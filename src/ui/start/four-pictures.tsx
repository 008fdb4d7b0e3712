/** The four steps of the kernel's commit message, one picture each: main's entry, its frame, the child's entry. */
import type { ReactNode } from 'react'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'
import type { Entry, FrameBox } from './four-steps.ts'
import { OLD, STEPS } from './four-steps.ts'

export function FourPictures() {
  return (
    <ol className="four" aria-label="The four steps">
      {STEPS.map((step, index) => (
        <li key={step.title} className={index === 1 ? 'four-step four-now' : 'four-step'}>
          <p className="four-title">
            <span className={index < 2 ? 'four-number four-passed' : 'four-number'}>
              {index + 1}
            </span>
            {step.title}
          </p>
          <div className="four-card">
            <Owner name="main">
              <span className={step.icon === null ? 'four-says four-blocked' : 'four-says'}>
                {step.icon === null ? (
                  <span className="pattern-blocked four-hatch" />
                ) : (
                  <Icon name={step.icon} size={13} />
                )}
                {step.says}
              </span>
            </Owner>
            <EntryOf entry={step.main} />
            <div className="four-frames">
              <Arrows frames={step.frames} to={step.main.frame} />
              {step.frames.map((one) => (
                <FrameOf key={one.frame} box={one} />
              ))}
            </div>
            <Owner name="child">
              <span className="four-side">{step.child}</span>
            </Owner>
            <EntryOf entry={{ state: 'read-only', frame: OLD, letters: '··AD' }} />
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Height of the ground between the two entries; the frames stand in its upper part. */
const GROUND_H = 110
const FRAME_TOP = 20
const FRAME_BOTTOM = 68

/** Main's link from above, the child's, dashed, from below; between the frames the copy. */
function Arrows({ frames, to }: { frames: readonly FrameBox[]; to: string }) {
  const middle = (frame: string): string => {
    if (frames.length === 1) return '50%'
    return frames.findIndex((one) => one.frame === frame) === 0 ? '23%' : '77%'
  }
  return (
    <svg
      className="four-arrows"
      width="100%"
      height={GROUND_H}
      aria-hidden="true"
      focusable="false"
    >
      <g style={{ transform: `translateX(${middle(to)})` }}>
        <path className="line" d={`M0 0V${FRAME_TOP - 9}`} />
        <path className="head" d={`M0 ${FRAME_TOP - 1}l-4.5 -9h9z`} />
      </g>
      <g style={{ transform: `translateX(${middle(OLD)})` }}>
        <path className="line is-dashed" d={`M0 ${GROUND_H}V${FRAME_BOTTOM + 9}`} />
        <path className="head" d={`M0 ${FRAME_BOTTOM + 1}l-4.5 9h9z`} />
      </g>
      {frames.some(({ look }) => look === 'ghost') ? (
        <g style={{ transform: 'translateX(50%)' }}>
          <path className="line" d={`M-5 ${(FRAME_TOP + FRAME_BOTTOM) / 2}h2`} />
          <path className="head" d={`M6 ${(FRAME_TOP + FRAME_BOTTOM) / 2}l-9 -4v8z`} />
        </g>
      ) : null}
    </svg>
  )
}

function Owner({ name, children }: { name: string; children: ReactNode }) {
  return (
    <p className="four-owner">
      <span>{name}</span>
      {children}
    </p>
  )
}

/** The four letters have four fixed places. */
const PLACES = ['W', 'U', 'A', 'D'] as const

function EntryOf({ entry }: { entry: Entry }) {
  return (
    <p className={entry.changed === undefined ? 'four-entry' : 'four-entry four-new'}>
      <Swatch state={entry.state} />
      <b>7</b> {entry.frame}
      <span className="four-letters">
        {PLACES.map((place, index) => (
          <span
            key={place}
            className={[
              entry.letters[index] === '·' ? '' : `letter-${place.toLowerCase()}`,
              entry.changed === place ? 'four-bit' : '',
            ].join(' ')}
          >
            {entry.letters[index]}
          </span>
        ))}
      </span>
    </p>
  )
}

function FrameOf({ box }: { box: FrameBox }) {
  return (
    <div className={`four-frame four-frame-${box.look}`}>
      <b>{box.frame}</b>
      <span className="four-count">{box.count}</span>
      <span className="four-page">A[7]</span>
      <b className={box.isNew === true ? 'four-value' : ''}>{box.value}</b>
    </div>
  )
}
