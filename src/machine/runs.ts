/**
 * The inner loops over neighbouring entries, as plain functions over the words: what a walk over a gigabyte spends its
 * time in. Kept apart and small so that the compiler sees a loop with nothing else in it.
 */
import { PFN_HI, PFN_LO, PRESENT } from './entry.ts'
import { COL_FLAGS } from './frames.ts'
import { FIRST_PFN, FRAME_DIRECTORY, FRAME_WORDS } from './phys.ts'

const FLAGS_LO = ~PFN_LO
const FLAGS_HI = ~PFN_HI

/**
 * How many of the `max` entries from word `first` on are like the first one: with the same flags where it is present,
 * equal where it is not. At least 1.
 */
export function alikeEntries(words: Uint32Array, first: number, max: number): number {
  const lo = words[first] as number
  const hi = words[first + 1] as number
  const maskLo = (lo & PRESENT) !== 0 ? FLAGS_LO : -1
  const maskHi = (lo & PRESENT) !== 0 ? FLAGS_HI : -1
  const end = first + 2 * max
  let at = first + 2
  while (
    at < end &&
    (((words[at] as number) ^ lo) & maskLo) === 0 &&
    (((words[at + 1] as number) ^ hi) & maskHi) === 0
  ) {
    at += 2
  }
  return (at - first) / 2
}

/** Of `max` present entries from word `first` on: how many of the first ones map frames with, or without, that flag. */
export function entriesWithFlag(
  words: Uint32Array,
  first: number,
  max: number,
  flag: number,
  isSet: boolean,
): number {
  const want = isSet ? flag : 0
  let count = 0
  while (count < max) {
    const lo = words[first + 2 * count] as number
    const hi = words[first + 2 * count + 1] as number
    const pfn = (lo >>> 12) + (hi & PFN_HI) * 0x100000
    const k = pfn - FIRST_PFN
    const at =
      k < 0 ? -1 : (words[FRAME_DIRECTORY + (k >>> 12)] as number) + (k & 4095) * FRAME_WORDS
    const has = at < 0 ? 0 : (words[at + COL_FLAGS] as number) & flag
    if (has !== want) return count
    count++
  }
  return count
}
