/** The stage: the address, every process's page tables, the frames, and the lines between them. */
import type { CSSProperties } from 'react'
import { lazy, memo, Suspense, useRef } from 'react'
import type { Metrics } from '../../scene/metrics.ts'
import type { Picture } from '../../scene/picture.ts'
import type { Scene } from '../../scene/scene.ts'
import type { Ghost } from '../../scene/tween.ts'
import { useApp } from '../../store/store.ts'
import { CacheCard } from '../frames/cache-card.tsx'
import { FrameCard, FrameGhost } from '../frames/frame-card.tsx'
import { Icon } from '../shared/icons.tsx'
import { AddressArrows, AddressBar, StageTitle } from './address-bar.tsx'
import { Band, BandGround } from './band.tsx'
import { LinksLayer } from './links-layer.tsx'
import { Legend, NoticeText, StackCard, UffdCard } from './side-cards.tsx'
import { useHoveredLink, useMotion } from './use-motion.ts'
import { usePicture, useScale } from './use-picture.ts'
import type { Size } from './use-size.ts'
import { useSize } from './use-size.ts'
import './stage.css'
import './table.css'

/** What a wide stage never shows. */
const StackedStage = lazy(async () => ({
  default: (await import('./stacked-stage.tsx')).StackedStage,
}))

/** Below this width the walk stands as stacked cards. */
const STACKED_BELOW = 682
/** From this width on the stage is zoomed. */
const ZOOMED_FROM = 2000
/** Below this height their upper tables take one line. */
const COMPACT_BELOW = 440

/** Row heights and type come from the same numbers as the geometry. */
function styleOf(metrics: Metrics): CSSProperties {
  const scale = metrics.row / 25
  return {
    '--row-h': `${metrics.row}px`,
    '--head-h': `${metrics.head}px`,
    '--none-h': `${metrics.none}px`,
    '--note-h': `${metrics.note}px`,
    '--entry': `${Math.round(13 * Math.min(scale, 1.24) * 10) / 10}px`,
    '--label': `${Math.round(12 * Math.min(scale, 1.17) * 10) / 10}px`,
    '--words': `${Math.round(14 * Math.min(scale, 1.15) * 10) / 10}px`,
    '--swatch': `${Math.round(14 * Math.min(scale, 1.35))}px`,
  } as CSSProperties
}

function Ghosts({ ghosts }: { readonly ghosts: readonly Ghost[] }) {
  return ghosts.map((ghost) => {
    if (ghost.kind === 'frame') {
      return <FrameGhost key={ghost.id} id={ghost.id} box={ghost.frame} isCopy={ghost.isCopy} />
    }
    if (ghost.kind === 'card') {
      const { x, y, w, h } = ghost.card
      return (
        <div
          key={ghost.id}
          className="card-ghost"
          data-pose={ghost.id}
          style={{ left: x, top: y, width: w, height: h }}
        />
      )
    }
    if (ghost.kind === 'link') return null
    return (
      <span
        key={ghost.id}
        className={`flyer flyer-${ghost.kind}`}
        data-pose={ghost.id}
        style={{ left: ghost.x - 13, top: ghost.y - 10 }}
      >
        <Icon name={ghost.kind} size={16} />
      </span>
    )
  })
}

const Frames = memo(function Frames({ scene }: { readonly scene: Scene }) {
  const { framesHead, frames, moreFrames } = scene
  if (framesHead === null) return null
  return (
    <>
      {framesHead.text === '' ? null : (
        <h3
          className="frames-head"
          style={{ left: framesHead.box.x, top: framesHead.box.y + 5, width: framesHead.box.w }}
        >
          {framesHead.text}
        </h3>
      )}
      <ul className="frames" aria-label="Page frames">
        {frames.map((box) => (
          <FrameCard key={box.frame.id} box={box} />
        ))}
      </ul>
      {moreFrames === null ? null : (
        <p className="frames-more" style={{ left: moreFrames.box.x, top: moreFrames.box.y }}>
          and {moreFrames.count} more {moreFrames.count === 1 ? 'frame' : 'frames'}
        </p>
      )}
    </>
  )
})

interface CanvasProps {
  readonly picture: Picture
  readonly metrics: Metrics
  readonly zoom?: number
}

export function Canvas({ picture, metrics, zoom = 1 }: CanvasProps) {
  const root = useRef<HTMLDivElement>(null)
  const isMoving = useApp((s) => s.time.t < 1)
  useMotion(root, picture)
  useHoveredLink(root)
  const { scene, transition } = picture
  const ghosts = isMoving ? transition.ghosts : []
  return (
    <div
      ref={root}
      className={`stage-canvas${isMoving ? ' is-moving' : ''}${metrics.uffdHead === 0 ? ' is-projector' : ''}`}
      style={{ ...styleOf(metrics), height: scene.height, ...(zoom === 1 ? {} : { zoom }) }}
    >
      <StageTitle title={scene.model.title} />
      <AddressBar address={scene.address} />
      {scene.bands.map((band) => (
        <BandGround key={band.id} band={band} />
      ))}
      <LinksLayer scene={scene} ghosts={ghosts} />
      {scene.bands.map((band) => (
        <Band key={band.id} band={band} step={scene.step} />
      ))}
      <AddressArrows
        address={scene.address}
        offset={scene.offset}
        width={scene.width}
        height={scene.height}
      />
      {scene.uffd === null ? null : <UffdCard one={scene.uffd} />}
      {scene.notice === null ? null : <NoticeText one={scene.notice} />}
      {scene.stack === null ? null : <StackCard one={scene.stack} />}
      {scene.legend === null ? null : <Legend one={scene.legend} />}
      {scene.caches.map((box) => (
        <CacheCard key={box.cache.id} box={box} />
      ))}
      <Frames scene={scene} />
      <Ghosts ghosts={ghosts} />
    </div>
  )
}

/** On a very wide screen the stage is drawn larger, in quarters, instead of further apart. */
function zoomOf({ width }: Size): number {
  return width < ZOOMED_FROM ? 1 : Math.min(3, Math.floor(width / 375) / 4)
}

function Drawn({ size }: { readonly size: Size }) {
  const zoom = zoomOf(size)
  const room = { width: Math.floor(size.width / zoom), height: Math.floor(size.height / zoom) }
  const scale = useScale(room.width)
  const picture = usePicture(room, scale)
  if (picture === null) return null
  return <Canvas picture={picture} metrics={scale.metrics} zoom={zoom} />
}

/** The middle of the page. */
export function StageView() {
  const root = useRef<HTMLDivElement>(null)
  const size = useSize(root)
  const isEmpty = useApp((s) => s.seen.view === null)
  const isStacked = size.width > 0 && size.width < STACKED_BELOW
  return (
    <div ref={root} className="stage-view">
      {isEmpty || size.width === 0 ? null : isStacked ? (
        <Suspense>
          <StackedStage isCompact={size.height < COMPACT_BELOW} />
        </Suspense>
      ) : (
        <Drawn size={size} />
      )}
    </div>
  )
}
