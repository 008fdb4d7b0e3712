/**
 * The inner loops over neighbouring entries, as plain functions over the words: what a walk over a gigabyte spends its
 * time in. Kept apart and small so that the compiler sees a loop with nothing else in it; `| 0` tells it which numbers are
 * small integers, where it would otherwise keep an index or a mask as a floating-point number through the loop.
 */
import { PFN_HI, PFN_LO, PRESENT } from './entry.ts'
import { COL_FLAGS } from './frames.ts'
import { FIRST_PFN, FRAME_DIRECTORY, HEADER_ZERO } from './phys.ts'

const FLAGS_LO = ~PFN_LO
const FLAGS_HI = ~PFN_HI

/**
 * Changes the first of the `max` entries from word `first` on, and those after it as long as they are like it, by the
 * same xor; like it is one with the same flags where it is present, an equal one where it is not. Returns how many: at
 * least 1. Does not journal.
 */
export function xorAlike(
  words: Uint32Array,
  first: number,
  max: number,
  xorLo: number,
  xorHi: number,
): number {
  const start = first | 0
  const end = start + 2 * (max | 0)
  const byLo = xorLo | 0
  const byHi = xorHi | 0
  const lo = (words[start] as number) | 0
  const hi = (words[start + 1] as number) | 0
  const maskLo = (lo & PRESENT) !== 0 ? FLAGS_LO : -1
  const maskHi = (lo & PRESENT) !== 0 ? FLAGS_HI : -1
  let at = start
  for (; at < end; at += 2) {
    const nextLo = words[at] as number
    const nextHi = words[at + 1] as number
    if (((nextLo ^ lo) & maskLo) !== 0 || ((nextHi ^ hi) & maskHi) !== 0) break
    words[at] = nextLo ^ byLo
    words[at + 1] = nextHi ^ byHi
  }
  return (at - start) >> 1
}

/**
 * As `xorAlike` for present entries, and only as long as the FRAME_* `flag` of the frames that they map is `want`: the
 * flag itself, or 0. Neighbours mostly map neighbouring frames, whose flags are neighbouring words.
 */
export function xorAlikeFrames(
  words: Uint32Array,
  first: number,
  max: number,
  xorLo: number,
  xorHi: number,
  flag: number,
  want: number,
): number {
  const start = first | 0
  const end = start + 2 * (max | 0)
  const byLo = xorLo | 0
  const byHi = xorHi | 0
  const asked = flag | 0
  const wanted = want | 0
  const lo = (words[start] as number) | 0
  const hi = (words[start + 1] as number) | 0
  let flags = 0
  let expected = -1
  let at = start
  for (; at < end; at += 2) {
    const nextLo = words[at] as number
    const nextHi = words[at + 1] as number
    if (((nextLo ^ lo) & FLAGS_LO) !== 0 || ((nextHi ^ hi) & FLAGS_HI) !== 0) break
    const k = (((nextLo >>> 12) | ((nextHi & 0xfff) << 20)) - FIRST_PFN) | 0
    if (k !== expected || (k & 4095) === 0 || k < 0) {
      flags = k < 0 ? HEADER_ZERO : flagsWord(words, k)
    }
    if (((words[flags] as number) & asked) !== wanted) break
    flags++
    expected = k + 1
    words[at] = nextLo ^ byLo
    words[at + 1] = nextHi ^ byHi
  }
  return (at - start) >> 1
}

/** The word of a frame's flags; frames are below 2^24, so their number is a small integer throughout. */
function flagsWord(words: Uint32Array, k: number): number {
  return ((words[FRAME_DIRECTORY + (k >>> 12)] as number) | 0) + (k & 4095) + COL_FLAGS
}
