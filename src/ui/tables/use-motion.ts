/** Moves what is drawn as `time.t` goes: no component renders for it. */
import type { RefObject } from 'react'
import { useEffect, useLayoutEffect } from 'react'
import type { Picture } from '../../scene/picture.ts'
import { posesAt } from '../../scene/tween.ts'
import { app } from '../../store/store.ts'
import { applyPoses, clearPoses, linesOf, moversIn } from './motion.ts'

export function useMotion(root: RefObject<HTMLElement | null>, picture: Picture | null): void {
  useLayoutEffect(() => {
    if (root.current === null || picture === null) return
    const { scene, transition, isReversed } = picture
    // The inspector's bits flash together with the entry, so the whole page is looked through.
    const movers = moversIn(root.current.closest<HTMLElement>('.app') ?? root.current)
    const lines = linesOf(scene, transition.ghosts)
    const draw = (t: number): void => {
      const at = isReversed ? 1 - t : t
      applyPoses(movers, posesAt(transition, at), scene, lines)
      if (at >= 1 && !isReversed) clearPoses(movers)
    }
    draw(app.getState().time.t)
    return app.subscribe(
      (state) => state.time.t,
      (t) => draw(t),
    )
  }, [root, picture])
}

/** The line of the entry under the pointer comes to the front; all others step back. */
export function useHoveredLink(root: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const node = root.current
    if (node === null) return
    const light = (event: PointerEvent): void => {
      const target = event.target instanceof Element ? event.target.closest('[data-row]') : null
      const row = target instanceof HTMLElement ? target.dataset['row'] : undefined
      for (const old of node.querySelectorAll('.link.is-hover')) {
        if (row === undefined || !(old instanceof SVGElement) || old.dataset['from'] !== row) {
          old.classList.remove('is-hover')
        }
      }
      if (row === undefined || event.type === 'pointerleave') return
      for (const link of node.querySelectorAll(`.link[data-from="${row}"]`)) {
        link.classList.add('is-hover')
      }
    }
    node.addEventListener('pointerover', light)
    node.addEventListener('pointerleave', light)
    return () => {
      node.removeEventListener('pointerover', light)
      node.removeEventListener('pointerleave', light)
    }
  }, [root])
}
