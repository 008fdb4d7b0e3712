/** The page cache of a file: what it holds for each page. Linux: mm/filemap.c. */
import { COL_FLAGS, COL_MAPPING, col, setCol } from '../../machine/frames.ts'
import type { Inode, Mm, Vma } from '../../machine/records.ts'
import { OP_CACHE } from '../../machine/trace.ts'
import type { Pfn, Vpn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { MO } from '../include/sites.ts'
import { breakHugeFolio, folio_put, folioOf, isHugeFolio } from './page_alloc.ts'
import { swap_free } from './swapfile.ts'

/** A page cache word: 0 a hole, else frame + 1, or IN_SWAP and the slot. */
export const IN_SWAP = 0x80000000
export const BLOCK_PAGES = 512
/** Blocks of the directory: 2^20 pages. */
export const CACHE_BLOCKS = 2048

/** The page of the file that an area maps at `vpn`. Linux: linear_page_index(). */
export function filePageOf(vma: Vma, vpn: Vpn): number {
  return vma.pgoff + (vpn - vma.start)
}

/** The areas that map some part of the file, in every living process. Linux: vma_interval_tree_foreach(). */
export function* areasOfFile(k: Kernel, file: number): Generator<{ mm: Mm; vma: Vma }> {
  for (const mm of k.m.all('mm')) {
    if (!mm.alive) continue
    for (const vma of mm.vmas) if (vma.file === file) yield { mm, vma }
  }
}

export function cacheWord(k: Kernel, inode: Inode, index: number): number {
  const block = k.m.read(inode.cache + Math.floor(index / BLOCK_PAGES))
  return block === 0 ? 0 : block + (index % BLOCK_PAGES)
}

/** What the cache holds for a page: nothing, a frame, or a swap slot. */
export function cacheEntry(k: Kernel, inode: Inode, index: number): number {
  if (index >= CACHE_BLOCKS * BLOCK_PAGES) return 0
  const at = cacheWord(k, inode, index)
  return at === 0 ? 0 : k.m.read(at)
}

export function setCacheEntry(k: Kernel, inode: Inode, index: number, value: number): boolean {
  let at = cacheWord(k, inode, index)
  if (at === 0) {
    if (value === 0) return true
    const block = k.m.allocWords(BLOCK_PAGES)
    if (block === null) return false
    k.m.write(inode.cache + Math.floor(index / BLOCK_PAGES), block)
    at = block + (index % BLOCK_PAGES)
  }
  k.m.write(at, value)
  return true
}

/**
 * The frame that caches a page of the file, or null (a hole, or swapped out). Behind the end of the file there is one
 * where a huge page that was cut could not be split.
 */
export function filemap_get_folio(k: Kernel, file: number, index: number): Pfn | null {
  const entry = cacheEntry(k, k.m.rec('inode', file), index)
  return entry === 0 || entry >= IN_SWAP ? null : ((entry - 1) as Pfn)
}

/** Is the page in swap? */
export function isCacheSwapped(k: Kernel, file: number, index: number): boolean {
  return cacheEntry(k, k.m.rec('inode', file), index) >= IN_SWAP
}

/** Takes one page out of the cache, frame or slot; its mappings are gone already. */
export function removeFromCache(k: Kernel, inode: Inode, index: number): void {
  const entry = cacheEntry(k, inode, index)
  if (entry === 0) return
  if (entry >= IN_SWAP) {
    setCacheEntry(k, inode, index, 0)
    swap_free(k, entry - IN_SWAP)
    return
  }
  const pfn = (entry - 1) as Pfn
  if (isHugeFolio(k, pfn)) breakHugeFolio(k, folioOf(k, pfn), 1)
  setCacheEntry(k, inode, index, 0)
  setCol(k.m, pfn, COL_MAPPING, 0)
  k.step(OP_CACHE, MO.cache_page_removed, pfn, index, inode.id)
  folio_put(k, pfn)
}

/** Is this frame one of a page cache? */
export function isCacheFrame(k: Kernel, pfn: Pfn): boolean {
  return col(k.m, pfn, COL_FLAGS) !== 0 && col(k.m, pfn, COL_MAPPING) !== 0
}
