/** Every line of the stage, in one picture under the cards. */
import { memo } from 'react'
import type { LinkBox, Scene, Silhouettes } from '../../scene/scene.ts'
import { arrowHead, linkPath } from '../../scene/shapes.ts'
import type { Ghost } from '../../scene/tween.ts'
import { SILHOUETTE_PARTS, silhouettePath } from './motion.ts'

const Link = memo(function Link({ link, id }: { readonly link: LinkBox; readonly id: string }) {
  const classes = ['link', `link-${link.kind}`]
  if (link.isActive) classes.push('is-active')
  if (link.isDashed) classes.push('is-dashed')
  const hasHead = link.kind === 'walk' || (link.kind === 'page' && link.isActive)
  return (
    <g className={classes.join(' ')} data-pose={id} data-from={link.from}>
      <path className="line" d={linkPath(link, link)} />
      {hasHead ? <path className="head" d={arrowHead(link)} /> : null}
    </g>
  )
})

const Outlines = memo(function Outlines({ one }: { readonly one: Silhouettes }) {
  return (
    <g data-pose={one.id}>
      <path
        className="ray"
        d={`M${one.x},${one.top}L${one.toX},${one.toTop + 4}M${one.x},${one.bottom}L${one.toX},${one.toBottom - 2}`}
      />
      {SILHOUETTE_PARTS.map((part, index) => (
        <path
          key={part}
          className={`silhouette silhouette-${index}`}
          d={silhouettePath(one, index, 1)}
        />
      ))}
    </g>
  )
})

/** Of a folded band of links: how many it stands for. */
const BandCount = memo(function BandCount({ link }: { readonly link: LinkBox }) {
  return (
    <span
      className="band-count mono"
      style={{ left: (link.x0 + link.x1) / 2 - 16, top: (link.y0 + link.y1) / 2 - 11 }}
    >
      {link.count}
    </span>
  )
})

interface LayerProps {
  readonly scene: Scene
  readonly ghosts: readonly Ghost[]
}

export const LinksLayer = memo(function LinksLayer({ scene, ghosts }: LayerProps) {
  return (
    <>
      <svg className="layer links" width={scene.width} height={scene.height} aria-hidden="true">
        {scene.silhouettes.map((one) => (
          <Outlines key={one.id} one={one} />
        ))}
        {scene.links.map((link) => (
          <Link key={link.id} id={link.id} link={link} />
        ))}
        {ghosts.map((ghost) =>
          ghost.kind === 'link' ? <Link key={ghost.id} id={ghost.id} link={ghost.link} /> : null,
        )}
      </svg>
      {scene.links.map((link) =>
        link.kind === 'band' ? <BandCount key={link.id} link={link} /> : null,
      )}
    </>
  )
})
