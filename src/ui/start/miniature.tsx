import { Fragment } from 'react'
import { Swatch } from '../shared/swatch.tsx'
import type { Frame } from './pictures.ts'
import { pictureOf } from './pictures.ts'

/** A scenario in one line: what its entry becomes, and by what. Decoration; the card's words say what it teaches. */
export function Miniature({ id }: { id: string }) {
  const { frames, acts } = pictureOf(id)
  const length = frames.length > 3 ? 26 : 44
  return (
    <span className="miniature" aria-hidden="true">
      {frames.map((frame, index) => (
        <Fragment key={`${frame.state} ${frame.caption} ${acts[index - 1] ?? ''}`}>
          {index === 0 ? null : (
            <span className="miniature-act">
              <span>{acts[index - 1]}</span>
              <svg
                width={length}
                height="9"
                viewBox={`${44 - length} 0 ${length} 9`}
                aria-hidden="true"
                focusable="false"
              >
                <path d="M0 4.5h37" stroke="currentColor" strokeWidth="1.5" fill="none" />
                <path d="M43 4.5 35 .8v7.4z" fill="currentColor" />
              </svg>
            </span>
          )}
          <FrameOf frame={frame} />
        </Fragment>
      ))}
    </span>
  )
}

function FrameOf({ frame }: { frame: Frame }) {
  return (
    <span className="miniature-frame">
      {frame.state === 'blocked' ? (
        <span className="pattern-blocked miniature-blocked" />
      ) : (
        <Swatch state={frame.state} />
      )}
      <span>{frame.caption}</span>
    </span>
  )
}
