/** How far the protection of a region has come, page by page from its beginning. Pure. */
import type { Run } from './input.ts'

const WHOLE = /^(?:[A-Za-z_]\w*: *)?wp ([A-Za-z_]\w*)\s*$/
const RANGE = /^(?:[A-Za-z_]\w*: *)?wp ([A-Za-z_]\w*)\[(\d+)(?:\.\.(\d+))?\]\s*$/

/**
 * Number of pages from the region's first on that the calls up to a step have gone over without a gap; 0 where none
 * began there. What was resolved since is no gap: a monitor that goes on from below leaves such holes behind.
 */
export function frontOf(
  statements: Run['statements'],
  step: number,
  region: { readonly name: string; readonly pages: number },
): number {
  let front = 0
  for (const { text, last, outcome } of statements) {
    if (last > step) break
    if (outcome !== 'ok') continue
    if (WHOLE.exec(text)?.[1] === region.name) front = region.pages
    const [, name, from, to] = RANGE.exec(text) ?? []
    if (name !== region.name || Number(from) > front) continue
    front = Math.max(front, Number(to ?? from) + 1)
  }
  return front
}
