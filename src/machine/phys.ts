/**
 * The buffer and how it is divided. One growing array of 32-bit words holds everything that is many and flat: page
 * tables, struct page columns, page caches, swap slots, TLBs, lock words. Blocks are handed out from low to high and
 * never move, so a WordIndex stays good for ever; when the array is full a larger one takes over its contents.
 *
 * | header word | meaning                                                                       |
 * | ----------- | ----------------------------------------------------------------------------- |
 * | 0           | epoch: odd while a seek is rewriting the words (never journalled)             |
 * | 1           | first free word                                                               |
 * | 2           | frames ever handed out; the next new frame is FIRST_PFN + this                |
 * | 3, 4        | oldest, youngest frame on the free list, + 1; 0: empty                        |
 * | 5           | swap slots ever handed out                                                    |
 * | 6           | oldest swap slot on the free list, + 1                                        |
 * | 7           | always 0: what is asked of a frame that has no columns                          |
 * | 8…15        | first word of each CPU's TLB                                                  |
 * | 16…         | directory of frame chunks, then directory of swap chunks                      |
 */
import type { Pfn, WordIndex } from './units.ts'

export const HEADER_EPOCH = 0 as WordIndex
export const HEADER_NEXT_WORD = 1 as WordIndex
export const HEADER_FRAMES = 2 as WordIndex
export const HEADER_FREE_HEAD = 3 as WordIndex
export const HEADER_FREE_TAIL = 4 as WordIndex
export const HEADER_SWAP_SLOTS = 5 as WordIndex
export const HEADER_SWAP_FREE = 6 as WordIndex
export const HEADER_ZERO = 7 as WordIndex
export const HEADER_TLBS = 8 as WordIndex
export const FRAME_DIRECTORY = 16 as WordIndex

/** Frames of one chunk, and columns of one frame: a chunk holds the first column of all its frames, then the second … */
export const FRAMES_PER_CHUNK = 4096
export const FRAME_COLUMNS = 8
/** 2^22 pages in all, each perhaps copied once, and their tables. */
export const MAX_FRAMES = 3 * 2 ** 22
const MAX_CHUNKS = MAX_FRAMES / FRAMES_PER_CHUNK

export const SWAP_DIRECTORY = (FRAME_DIRECTORY + MAX_CHUNKS) as WordIndex
export const SLOTS_PER_CHUNK = 4096
/** Words of one swap slot: value lo, value hi, count, swap cache frame + 1. */
export const SLOT_WORDS = 4
export const MAX_SLOTS = 2 ** 22
const MAX_SWAP_CHUNKS = MAX_SLOTS / SLOTS_PER_CHUNK

/** The first word that is free after boot. */
export const FIRST_BLOCK = (SWAP_DIRECTORY + MAX_SWAP_CHUNKS) as WordIndex

/** The first frame handed out: a number that looks like one, and leaves room below for the zero page. */
export const FIRST_PFN = 0x1a200 as Pfn
/** The shared zero page, and the huge zero page (512 frames from here). */
export const ZERO_PFN = 0x1000 as Pfn
export const HUGE_ZERO_PFN = 0x1200 as Pfn

/** Makes the memory: the page hands in SharedArrayBuffer where it is isolated, everything else ArrayBuffer. */
export type MakeBuffer = (bytes: number) => ArrayBufferLike

export interface PhysMem {
  /** The current array; replaced by a longer one when it is full, so never keep it over an allocation. */
  words: Uint32Array
}

/** The directory's word for the chunk that a frame lies in. */
export function chunkWord(pfn: Pfn): number {
  return FRAME_DIRECTORY + ((pfn - FIRST_PFN) >>> 12)
}

/** Where a frame's first column lies; a column COL_* of `frames.ts` lies so many words on. The frame must have been handed out. */
export function frameWord(words: Uint32Array, pfn: Pfn): number {
  const k = pfn - FIRST_PFN
  // `| 0` tells the compiler that the word is a small integer: an index, not a number that might need 32 bits.
  return ((words[FRAME_DIRECTORY + (k >>> 12)] as number) | 0) + (k & 4095)
}
