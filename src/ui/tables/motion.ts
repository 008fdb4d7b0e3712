/**
 * Puts poses onto elements: each element that can move carries `data-pose`, and nothing is rendered anew while it
 * moves. Lines carry their ends in the poses and get new path data.
 */
import type { LinkBox, Scene, Silhouettes } from '../../scene/scene.ts'
import { arrowHead, leftEdge, linkPath } from '../../scene/shapes.ts'
import type { Ghost, Pose } from '../../scene/tween.ts'

export type Movers = ReadonlyMap<string, readonly (HTMLElement | SVGElement)[]>

/** All elements under `root` that can move, by their name. */
export function moversIn(root: HTMLElement): Movers {
  const movers = new Map<string, (HTMLElement | SVGElement)[]>()
  for (const element of root.querySelectorAll<HTMLElement | SVGElement>('[data-pose]')) {
    const name = element.dataset['pose'] ?? ''
    const list = movers.get(name)
    if (list === undefined) movers.set(name, [element])
    else list.push(element)
  }
  return movers
}

/** Where lines rest: what a pose that does not name an end falls back to. */
export function linesOf(scene: Scene, ghosts: readonly Ghost[]): ReadonlyMap<string, LinkBox> {
  const lines = new Map(scene.links.map((link) => [link.id, link] as const))
  for (const ghost of ghosts) if (ghost.kind === 'link') lines.set(ghost.id, ghost.link)
  return lines
}

function moveLine(element: SVGElement, link: LinkBox, pose: Pose): void {
  if (pose.x0 === undefined) return
  const ends = {
    x0: pose.x0,
    y0: pose.y0 ?? link.y0,
    x1: pose.x1 ?? link.x1,
    y1: pose.y1 ?? link.y1,
  }
  for (const part of element.children) {
    part.setAttribute('d', part.classList.contains('head') ? arrowHead(ends) : linkPath(link, ends))
  }
}

/** One of the three outlines, at a point of its growth. */
export function silhouettePath(one: Silhouettes, index: number, grown: number): string {
  const part = SILHOUETTE_PARTS[index] ?? 1
  const own = Math.max(0, Math.min(1, grown * 1.4 - index * 0.2)) * part
  const lerp = (a: number, b: number): number => a + (b - a) * own
  const right = lerp(one.x, one.toX) + (one.toX - lerp(one.x, one.toX)) * grown
  return leftEdge(
    lerp(one.x, one.toX),
    lerp(one.top, one.toTop),
    lerp(one.bottom, one.toBottom),
    right,
  )
}

export const SILHOUETTE_PARTS = [0.22, 0.47, 0.73] as const

function growSilhouettes(element: SVGElement, one: Silhouettes, grown: number): void {
  let index = 0
  for (const part of element.querySelectorAll('.silhouette')) {
    part.setAttribute('d', silhouettePath(one, index, grown))
    index++
  }
  element.style.opacity = String(Math.min(1, grown * 3))
}

/** Draws one moment of a transition. */
export function applyPoses(
  movers: Movers,
  poses: Readonly<Record<string, Pose>>,
  scene: Scene,
  lines: ReadonlyMap<string, LinkBox>,
): void {
  for (const [name, pose] of Object.entries(poses)) {
    for (const element of movers.get(name) ?? []) {
      const link = lines.get(name)
      const outline = scene.silhouettes.find((one) => one.id === name)
      if (link !== undefined) moveLine(element as SVGElement, link, pose)
      if (outline !== undefined && pose.grown !== undefined) {
        growSilhouettes(element as SVGElement, outline, pose.grown)
      }
      if (pose.x !== undefined || pose.y !== undefined) {
        element.style.transform = `translate(${pose.x ?? 0}px, ${pose.y ?? 0}px)`
      }
      if (pose.opacity !== undefined) element.style.opacity = String(pose.opacity)
      if (pose.grown !== undefined && outline === undefined) {
        element.style.setProperty('--grown', String(pose.grown))
      }
      if (pose.flash !== undefined) element.style.setProperty('--flash', String(pose.flash))
    }
  }
}

/** Lets everything rest where it is drawn. */
export function clearPoses(movers: Movers): void {
  for (const list of movers.values()) {
    for (const element of list) {
      element.style.removeProperty('transform')
      element.style.removeProperty('opacity')
      element.style.removeProperty('--flash')
      element.style.removeProperty('--grown')
    }
  }
}
