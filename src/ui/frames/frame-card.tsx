/** A page frame: number, how many map it, which page it is, what is in it. */
import { memo } from 'react'
import type { FrameModel } from '../../scene/frames-model.ts'
import type { FrameBox } from '../../scene/scene.ts'
import './frames.css'

function sharedWords(share: number | null): string {
  if (share === null) return 'never counted'
  if (share === 0) return 'mapped by nobody'
  return share === 1 ? 'mapped once' : `shared, mapped ${share} times`
}

function Body({ frame }: { readonly frame: FrameModel }) {
  const isStack = frame.count > 1
  const isLong = frame.name.length + (frame.value?.length ?? 0) > 9
  return (
    <>
      <p className="frame-line">
        <b className="mono">
          {frame.label}
          {isStack ? ' …' : ''}
        </b>
        {frame.share === null ? null : (
          <span className="frame-share mono" aria-hidden="true">
            × {frame.share}
          </span>
        )}
        <span className="quiet">{sharedWords(frame.share)}</span>
      </p>
      <p className={isLong ? 'frame-line mono is-long' : 'frame-line mono'}>
        <span className={frame.isZero ? 'frame-words' : 'frame-name'}>
          {frame.name}
          {isStack ? <span className="quiet">, {frame.count} frames</span> : null}
        </span>
        {frame.value === null ? null : <b data-pose={`value-${frame.id}`}>= {frame.value}</b>}
      </p>
    </>
  )
}

function classesOf(frame: FrameModel): string {
  const classes = ['frame']
  if ((frame.share ?? 0) > 1) classes.push('is-shared')
  if (frame.count > 1) classes.push('is-stack')
  if (frame.isNew && frame.share === 0) classes.push('is-new')
  if (frame.isActive) classes.push('is-active')
  if (frame.isZero) classes.push('is-zero')
  return classes.join(' ')
}

export const FrameCard = memo(function FrameCard({ box }: { readonly box: FrameBox }) {
  return (
    <li
      className={classesOf(box.frame)}
      data-pose={box.frame.id}
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      <Body frame={box.frame} />
    </li>
  )
})

/** A frame that goes, or of one that is being copied what goes over. */
export const FrameGhost = memo(function FrameGhost({
  box,
  id,
  isCopy,
}: {
  readonly box: FrameBox
  readonly id: string
  readonly isCopy: boolean
}) {
  return (
    <div
      className={isCopy ? 'frame-slip mono' : classesOf(box.frame)}
      data-pose={id}
      aria-hidden="true"
      style={{ left: box.x, top: box.y, width: box.w, height: box.h }}
    >
      {isCopy ? `= ${box.frame.value ?? ''}` : <Body frame={box.frame} />}
    </div>
  )
})
