/**
 * The swap device: slots of four words (value low, high, count of entries that name it, frame in the swap cache + 1).
 * Linux: mm/swapfile.c, mm/swap_state.c.
 */
import {
  COL_MAPPING,
  col,
  FRAME_SWAPCACHE,
  hasFlag,
  pageValue,
  setCol,
  setFlag,
  setValue,
} from '../../machine/frames.ts'
import {
  HEADER_SWAP_FREE,
  HEADER_SWAP_SLOTS,
  MAX_SLOTS,
  SLOT_WORDS,
  SLOTS_PER_CHUNK,
  SWAP_DIRECTORY,
} from '../../machine/phys.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { folio_get, folio_put } from './page_alloc.ts'

const WORD_COUNT = 2
const WORD_CACHE = 3

function slotWord(k: Kernel, slot: number): number {
  const chunk = k.m.read(SWAP_DIRECTORY + Math.floor(slot / SLOTS_PER_CHUNK))
  return chunk + (slot % SLOTS_PER_CHUNK) * SLOT_WORDS
}

/** A slot that nothing names yet, or null when the device is full. Slot 0 is the device's header, as in Linux. */
export function folio_alloc_swap(k: Kernel): number | null {
  const free = k.m.read(HEADER_SWAP_FREE)
  if (free !== 0) {
    const at = slotWord(k, free - 1)
    k.m.write(HEADER_SWAP_FREE, k.m.read(at))
    k.m.write(at, 0)
    return free - 1
  }
  const slot = k.m.read(HEADER_SWAP_SLOTS) + 1
  if (slot >= MAX_SLOTS) return null
  const directory = SWAP_DIRECTORY + Math.floor(slot / SLOTS_PER_CHUNK)
  if (k.m.read(directory) === 0) {
    const block = k.m.allocWords(SLOTS_PER_CHUNK * SLOT_WORDS)
    if (block === null) return null
    k.m.write(directory, block)
  }
  k.m.write(HEADER_SWAP_SLOTS, slot)
  return slot
}

/** How many entries, in tables and page caches, name the slot. */
export function swap_count(k: Kernel, slot: number): number {
  return k.m.read(slotWord(k, slot) + WORD_COUNT)
}

export function swap_duplicate(k: Kernel, slot: number): void {
  const at = slotWord(k, slot) + WORD_COUNT
  k.m.write(at, k.m.read(at) + 1)
}

/** One entry fewer names the slot; with the last one, and no frame cached for it, the slot is free again. */
export function swap_free(k: Kernel, slot: number): void {
  const at = slotWord(k, slot)
  k.m.write(at + WORD_COUNT, k.m.read(at + WORD_COUNT) - 1)
  releaseIfUnused(k, slot)
}

/** As above for an entry that is zapped: a frame that only the swap cache keeps goes with it. */
export function free_swap_and_cache(k: Kernel, slot: number): void {
  swap_free(k, slot)
  const cached = swap_cache_get_folio(k, slot)
  if (cached !== null && swap_count(k, slot) === 0) folio_free_swap(k, cached)
}

function releaseIfUnused(k: Kernel, slot: number): void {
  const at = slotWord(k, slot)
  if (k.m.read(at + WORD_COUNT) !== 0 || k.m.read(at + WORD_CACHE) !== 0) return
  k.m.write(at, k.m.read(HEADER_SWAP_FREE))
  k.m.write(at + 1, 0)
  k.m.write(HEADER_SWAP_FREE, slot + 1)
}

export function swap_cache_get_folio(k: Kernel, slot: number): Pfn | null {
  const cached = k.m.read(slotWord(k, slot) + WORD_CACHE)
  return cached === 0 ? null : ((cached - 1) as Pfn)
}

/** Makes `pfn` the slot's frame in memory; the swap cache takes a reference. */
export function add_to_swap_cache(k: Kernel, slot: number, pfn: Pfn): void {
  k.m.write(slotWord(k, slot) + WORD_CACHE, pfn + 1)
  setFlag(k.m, pfn, FRAME_SWAPCACHE, true)
  setCol(k.m, pfn, COL_MAPPING, slot + 1)
  folio_get(k, pfn)
}

export function delete_from_swap_cache(k: Kernel, pfn: Pfn): void {
  const slot = col(k.m, pfn, COL_MAPPING) - 1
  k.m.write(slotWord(k, slot) + WORD_CACHE, 0)
  setFlag(k.m, pfn, FRAME_SWAPCACHE, false)
  setCol(k.m, pfn, COL_MAPPING, 0)
  releaseIfUnused(k, slot)
  folio_put(k, pfn)
}

/** Takes a frame out of the swap cache if no entry names its slot any more; true if it is out. */
export function folio_free_swap(k: Kernel, pfn: Pfn): boolean {
  if (!hasFlag(k.m, pfn, FRAME_SWAPCACHE)) return false
  if (swap_count(k, col(k.m, pfn, COL_MAPPING) - 1) > 0) return false
  delete_from_swap_cache(k, pfn)
  return true
}

/** Writes the page's value into the slot. */
export function swap_writepage(k: Kernel, slot: number, pfn: Pfn): void {
  const at = slotWord(k, slot)
  const value = pageValue(k.m, pfn)
  k.m.write(at, value.lo)
  k.m.write(at + 1, value.hi)
}

/** Fills a fresh frame from the slot. */
export function swap_read_folio(k: Kernel, slot: number, pfn: Pfn): void {
  const at = slotWord(k, slot)
  setValue(k.m, pfn, { lo: k.m.read(at), hi: k.m.read(at + 1) })
}
