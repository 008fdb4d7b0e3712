/** The small picture of a lesson: entries, frames, and what leads from one to the other. */
import type { CSSProperties } from 'react'
import { Fragment, useMemo, useRef } from 'react'
import type {
  LessonPicture,
  PictureFrame,
  PictureGroup,
  PictureRoom,
  PictureRow,
} from '../../scene/lesson-picture.ts'
import { lessonPicture } from '../../scene/lesson-picture.ts'
import type { Box } from '../../scene/scene.ts'
import type { PagesNow } from '../../sim/page-facts.ts'
import { Icon } from '../shared/icons.tsx'
import { Swatch } from '../shared/swatch.tsx'
import { useMedia } from '../shared/use-media.ts'
import { useSize } from '../tables/use-size.ts'
import './picture.css'

function place({ x, y, w, h }: Box): CSSProperties {
  return { left: x, top: y, width: w, height: h }
}

interface PictureProps {
  readonly now: PagesNow
  /** Shows the tables on the way. */
  readonly hasWay?: boolean
  /** Rows and frames that were not so on the slide before. */
  readonly fresh?: ReadonlySet<string>
  readonly look?: 'real' | 'supposed'
  /** Larger, where it has the slide to itself. */
  readonly size?: 'normal' | 'large'
}

/** Below this the name of a process stands above its entries. */
const WIDE_FROM = 400

export function Picture({
  now,
  hasWay = false,
  fresh,
  look = 'real',
  size = 'normal',
}: PictureProps) {
  const box = useRef<HTMLDivElement>(null)
  const { width } = useSize(box)
  const isNarrow = width < 480
  const isHigh = useMedia('(min-height: 840px)')
  const isLarge = size === 'large' && width >= 960 && isHigh
  const picture = useMemo(() => {
    const room: PictureRoom = {
      width,
      row: isNarrow ? 40 : isLarge ? 58 : 48,
      frame: isNarrow ? 56 : isLarge ? 82 : 66,
      isWide: width >= WIDE_FROM,
      hasWay,
      isLarge,
    }
    return width === 0 ? null : lessonPicture(now, room)
  }, [now, width, hasWay, isNarrow, isLarge])
  return (
    <div
      ref={box}
      className={`lp lp-${look}${isNarrow ? ' lp-narrow' : isLarge ? ' lp-large' : ''}`}
    >
      {picture === null ? null : <Drawing picture={picture} fresh={fresh ?? NOTHING} />}
    </div>
  )
}

const NOTHING: ReadonlySet<string> = new Set()

interface DrawingProps {
  readonly picture: LessonPicture
  readonly fresh: ReadonlySet<string>
}

function Drawing({ picture, fresh }: DrawingProps) {
  const { width, height, groups, rows, frames, links } = picture
  return (
    <>
      <p className="quiet">{picture.says}</p>
      <div className="lp-box" style={{ height }} aria-hidden="true">
        <svg className="lp-links" width={width} height={height} aria-hidden="true">
          {links.map(({ id, kind, d, x, y }) => (
            <g key={id} className={`lp-link lp-link-${kind}`}>
              <path d={d} />
              <path className="lp-arrow" d={`M${x} ${y}l-9 -4.5v9z`} />
            </g>
          ))}
        </svg>
        {groups.map((group) => (
          <GroupHead key={group.id} group={group} />
        ))}
        {rows.map((row) => (
          <Row key={row.id} row={row} isFresh={fresh.has(row.id)} />
        ))}
        {frames.map((frame) => (
          <FrameCard key={frame.id} frame={frame} isFresh={fresh.has(`value ${frame.id}`)} />
        ))}
      </div>
      <Waiting picture={picture} />
    </>
  )
}

function GroupHead({ group }: { readonly group: PictureGroup }) {
  return (
    <>
      {group.isNamed ? (
        <span className="lp-name" style={place(group.name)}>
          {group.process}
        </span>
      ) : null}
      {group.way.h === 0 ? null : (
        <span className="lp-way" style={place(group.way)}>
          {group.crumbs.map(({ text, isThere }, at) => (
            <Fragment key={text}>
              {at === 0 ? null : <span className="lp-crumb-arrow">→</span>}
              <span className={isThere ? 'lp-crumb' : 'lp-crumb lp-crumb-none'}>{text}</span>
            </Fragment>
          ))}
        </span>
      )}
    </>
  )
}

function Row({ row, isFresh }: { readonly row: PictureRow; readonly isFresh: boolean }) {
  const edges = `${row.isFirst ? ' lp-first' : ''}${row.isLast ? ' lp-last' : ''}`
  const fresh = isFresh ? ' lp-fresh' : ''
  return (
    <span className={`lp-row${edges}${fresh}`} style={place(row)}>
      <Swatch state={row.state} />
      <b>{row.index ?? '–'}</b>
      {row.letters === null ? (
        <span className={`lp-words lp-words-${row.index === null ? 'none' : row.state}`}>
          {row.words}
        </span>
      ) : (
        <>
          <span className="lp-pfn">{row.pfn}</span>
          <span className="lp-letters">
            {row.letters.map((letter, at) => (
              <span
                key={'WUAD'[at]}
                className={`lp-letter lp-letter-${letter === '·' ? 'clear' : letter}`}
              >
                {letter}
              </span>
            ))}
          </span>
        </>
      )}
      <span className="lp-page">{row.page}</span>
    </span>
  )
}

function FrameCard({
  frame,
  isFresh,
}: {
  readonly frame: PictureFrame
  readonly isFresh: boolean
}) {
  const look = frame.isShared ? ' lp-frame-shared' : frame.isIdle ? ' lp-frame-idle' : ''
  return (
    <span className={`lp-frame${look}`} style={place(frame)}>
      <b>{frame.pfn}</b>
      <span className="lp-count">{frame.count}</span>
      <span className="lp-of">{frame.name}</span>
      <b className={isFresh ? 'lp-value lp-value-fresh' : 'lp-value'}>{frame.value}</b>
    </span>
  )
}

/** Who sleeps, and what the monitor has not read yet. */
function Waiting({ picture: { waiting, unread } }: { readonly picture: LessonPicture }) {
  if (waiting.length === 0 && (unread ?? 0) === 0) return null
  return (
    <p className="lp-waiting">
      {waiting.map((who) => (
        <span key={who} className="lp-waits">
          <span className="pattern-blocked lp-hatch" />
          {who} waits for the monitor
        </span>
      ))}
      {unread === null || unread === 0 ? null : (
        <span className="lp-message">
          <Icon name="envelope" size={18} />
          {unread === 1 ? '1 message unread' : `${unread} messages unread`}
        </span>
      )}
    </p>
  )
}
