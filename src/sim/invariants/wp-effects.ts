/** Rule 12: protecting moves, copies and counts nothing; it only allocates tables. */
import type { Kernel } from '../../linux/include/kernel.ts'
import {
  COL_FLAGS,
  COL_MAPCOUNT,
  COL_REFCOUNT,
  COL_VALUE,
  COL_VALUE_HI,
  FRAME_HUGE_HEAD,
  FRAME_HUGE_TAIL,
  FRAME_TABLE,
  FRAME_USED,
} from '../../machine/frames.ts'
import { FIRST_PFN, frameWord, HEADER_FRAMES } from '../../machine/phys.ts'
import type { Pfn } from '../../machine/units.ts'
import type { LineEnd, Simulation } from '../simulation.ts'
import type { Violation } from './violation.ts'
import { hexPfn } from './violation.ts'

/** Small data frames: references, mappings and value; huge ones, which a protection may split, by their value alone. */
function frames({ m }: Kernel): Map<number, string> {
  const { words } = m
  const found = new Map<number, string>()
  const end = FIRST_PFN + (words[HEADER_FRAMES] as number)
  for (let pfn = FIRST_PFN as number; pfn < end; pfn++) {
    const at = frameWord(words, pfn as Pfn)
    const flags = words[at + COL_FLAGS] as number
    if ((flags & FRAME_USED) === 0 || (flags & FRAME_TABLE) !== 0) continue
    const isHuge = (flags & (FRAME_HUGE_HEAD | FRAME_HUGE_TAIL)) !== 0
    const counts = isHuge ? 'huge' : `${words[at + COL_REFCOUNT]} ${words[at + COL_MAPCOUNT]}`
    found.set(pfn, `${counts} ${words[at + COL_VALUE]} ${words[at + COL_VALUE_HI]}`)
  }
  return found
}

/** Compares the frames before and after a `wp`; the machine stands at its end before and afterwards. */
export function wpEffectViolations(sim: Simulation, end: LineEnd): Violation[] {
  const [statement, ...others] = end.line.statements
  if (statement?.op.verb !== 'wp' || others.length > 0) return []
  const after = frames(sim.kernel)
  sim.seek(end.first)
  const before = frames(sim.kernel)
  sim.seek(end.last)
  const found: Violation[] = []
  for (const pfn of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(pfn), after.get(pfn)]
    if (was === is) continue
    const what = `frame ${hexPfn(pfn)} changed by being protected: ${was ?? 'free'}, then ${is ?? 'free'}`
    found.push({ rule: 'wp-moves-nothing', what })
  }
  return found
}
