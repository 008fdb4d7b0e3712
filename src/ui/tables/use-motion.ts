/** Moves what is drawn as `time.t` goes: no component renders for it. */
import type { RefObject } from 'react'
import { useLayoutEffect } from 'react'
import type { Picture } from '../../scene/picture.ts'
import { posesAt } from '../../scene/tween.ts'
import { app } from '../../store/store.ts'
import { applyPoses, clearPoses, linesOf, moversIn } from './motion.ts'

export function useMotion(root: RefObject<HTMLElement | null>, picture: Picture | null): void {
  useLayoutEffect(() => {
    if (root.current === null || picture === null) return
    const { scene, transition, isReversed } = picture
    const movers = moversIn(root.current)
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
