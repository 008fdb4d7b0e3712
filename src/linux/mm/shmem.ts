/** Memory that belongs to a memfd: faults, reads and writes, holes and truncation. Linux: mm/shmem.c. */
import {
  COL_INDEX,
  COL_MAPPING,
  COL_REFCOUNT,
  FRAME_DIRTY,
  FRAME_UPTODATE,
  setCol,
  setFlag,
  setValue,
} from '../../machine/frames.ts'
import type { Inode, Vma, Word64 } from '../../machine/records.ts'
import { OP_CACHE } from '../../machine/trace.ts'
import type { Pfn } from '../../machine/units.ts'
import { PAGES_PER_PMD } from '../../machine/units.ts'
import { handle_userfault } from '../fs/userfaultfd/fault.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { POINT_REMOVE } from '../include/kernel.ts'
import type { vm_fault } from '../include/mm_types.ts'
import {
  VM_FAULT_OOM,
  VM_FAULT_SIGBUS,
  VM_HUGEPAGE,
  VM_UFFD_MINOR,
  VM_UFFD_MISSING,
} from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { folio_test_locked, folio_wait_locked, setFolioLocked } from '../kernel/locking.ts'
import {
  BLOCK_PAGES,
  CACHE_BLOCKS,
  cacheEntry,
  cacheWord,
  filemap_get_folio,
  filePageOf,
  IN_SWAP,
  removeFromCache,
  setCacheEntry,
} from './filemap.ts'
import { unmap_mapping_range } from './memory/unmap.ts'
import {
  alloc_cache_folio,
  alloc_huge_folio,
  folio_get,
  folio_mapcount,
  folio_mark_dirty,
  folio_put,
} from './page_alloc.ts'
import { swap_free, swap_read_folio } from './swapfile.ts'
import { truncate_inode_partial_folio } from './truncate.ts'

export interface Got {
  readonly pfn: Pfn
}

/** The page for a fault, made or swapped in if need be; VM_FAULT_* where the fault ends here. */
export function* shmem_fault(k: Kernel, vmf: vm_fault): Kfn<Got | number> {
  k.enter(FN.shmem_fault, vmf.mm.id, vmf.vpn)
  k.enter(FN.shmem_get_folio_gfp, vmf.mm.id, vmf.vpn)
  const got = yield* shmem_get_folio_gfp(k, vmf)
  k.leave()
  k.leave()
  return got
}

function* shmem_get_folio_gfp(k: Kernel, vmf: vm_fault): Kfn<Got | number> {
  const { vma } = vmf
  const inode = k.m.rec('inode', vma.file as number)
  const index = filePageOf(vma, vmf.vpn)
  if (index >= inode.pages) return VM_FAULT_SIGBUS
  const entry = cacheEntry(k, inode, index)
  if (entry !== 0 && (vma.flags & VM_UFFD_MINOR) !== 0) {
    return yield* handle_userfault(k, vmf, VM_UFFD_MINOR)
  }
  if (entry === 0 && (vma.flags & VM_UFFD_MISSING) !== 0) {
    return yield* handle_userfault(k, vmf, VM_UFFD_MISSING)
  }
  const pfn = getOrMake(k, inode, index, vma)
  if (pfn === null) return VM_FAULT_OOM
  if (folio_test_locked(k, pfn)) {
    yield* folio_wait_locked(k, pfn)
    return yield* shmem_get_folio_gfp(k, vmf)
  }
  folio_get(k, pfn)
  setFolioLocked(k, pfn, true)
  return { pfn }
}

/** Ends what `shmem_fault` began: its page is mapped, copied, or not wanted any more. */
export function unlockFaulted(k: Kernel, pfn: Pfn): void {
  setFolioLocked(k, pfn, false)
  folio_put(k, pfn)
}

/** The frame of a page of the file; swapped in, or made and zeroed. Null when memory is used up. */
function getOrMake(k: Kernel, inode: Inode, index: number, vma: Vma | null): Pfn | null {
  const entry = cacheEntry(k, inode, index)
  if (entry >= IN_SWAP) return shmem_swapin_folio(k, inode, index, entry - IN_SWAP)
  if (entry !== 0) return (entry - 1) as Pfn
  if (vma !== null && inode.thp && (vma.flags & VM_HUGEPAGE) !== 0) {
    const huge = addHuge(k, inode, index, vma)
    if (huge !== null) return huge
  }
  const pfn = alloc_cache_folio(k)
  if (pfn === null || !shmem_add_to_page_cache(k, inode, index, pfn)) return null
  setFlag(k.m, pfn, FRAME_UPTODATE, true)
  k.step(OP_CACHE, MO.cache_page_added, pfn, index, inode.id)
  return pfn
}

function shmem_swapin_folio(k: Kernel, inode: Inode, index: number, slot: number): Pfn | null {
  k.enter(FN.shmem_swapin_folio)
  const pfn = alloc_cache_folio(k)
  if (pfn !== null) {
    swap_read_folio(k, slot, pfn)
    swap_free(k, slot)
    shmem_add_to_page_cache(k, inode, index, pfn)
    setFlag(k.m, pfn, FRAME_UPTODATE, true)
    setFlag(k.m, pfn, FRAME_DIRTY, true)
    k.step(OP_CACHE, MO.cache_page_swapped_in, pfn, index, inode.id)
  }
  k.leave()
  return pfn
}

/** Makes `pfn` the cached page; the cache takes over the caller's reference. */
export function shmem_add_to_page_cache(k: Kernel, inode: Inode, index: number, pfn: Pfn): boolean {
  setCol(k.m, pfn, COL_MAPPING, inode.id + 1)
  setCol(k.m, pfn, COL_INDEX, index)
  return setCacheEntry(k, inode, index, pfn + 1)
}

/** A huge page for the 2 MiB of the file around `index`, where area and file allow; null where not. */
function addHuge(k: Kernel, inode: Inode, index: number, vma: Vma): Pfn | null {
  const first = index - (index % PAGES_PER_PMD)
  const at = vma.start + (first - vma.pgoff)
  const fits = at >= vma.start && at + PAGES_PER_PMD <= vma.end && at % PAGES_PER_PMD === 0
  const isRoom = fits || !k.b['huge-cache-fits-area']
  if (!isRoom || first + PAGES_PER_PMD > Math.ceil(inode.pages / PAGES_PER_PMD) * PAGES_PER_PMD)
    return null
  for (let i = 0; i < PAGES_PER_PMD; i++) if (cacheEntry(k, inode, first + i) !== 0) return null
  const head = alloc_huge_folio(k, FRAME_UPTODATE)
  if (head === null) return null
  setCol(k.m, head, COL_REFCOUNT, PAGES_PER_PMD)
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    shmem_add_to_page_cache(k, inode, first + i, (head + i) as Pfn)
  }
  k.step(OP_CACHE, MO.cache_page_added, head, first, inode.id, PAGES_PER_PMD)
  return (head + (index - first)) as Pfn
}

/** Stores through the file, as write(2) does; grows the file. False when memory is used up. */
export function shmem_file_write(k: Kernel, file: number, index: number, value: Word64): boolean {
  let inode = k.m.rec('inode', file)
  if (index >= inode.pages) {
    inode = { ...inode, pages: index + 1 }
    k.m.put('inode', file, inode)
  }
  k.call(FN.shmem_get_folio_gfp)
  const pfn = getOrMake(k, inode, index, null)
  if (pfn === null) return false
  setValue(k.m, pfn, value)
  folio_mark_dirty(k, pfn)
  k.step(OP_CACHE, MO.cache_page_written, pfn, index, file)
  return true
}

/** Loads through the file, as read(2) does: a hole reads 0 and stays a hole; null at or past the end. */
export function shmem_file_read(k: Kernel, file: number, index: number): Pfn | 'hole' | null {
  const inode = k.m.rec('inode', file)
  if (index >= inode.pages) return null
  const entry = cacheEntry(k, inode, index)
  if (entry === 0) return 'hole'
  return entry >= IN_SWAP
    ? shmem_swapin_folio(k, inode, index, entry - IN_SWAP)
    : ((entry - 1) as Pfn)
}

/** The cached page for UFFDIO_CONTINUE; EFAULT where there is none, beyond the end EINVAL (or EFAULT as well). */
export function shmemGetForContinue(
  k: Kernel,
  file: number,
  index: number,
): Got | 'EFAULT' | 'EINVAL' {
  const inode = k.m.rec('inode', file)
  if (index >= inode.pages) return k.b['fill-beyond-end'] ? 'EFAULT' : 'EINVAL'
  if (cacheEntry(k, inode, index) === 0) return 'EFAULT'
  const pfn = getOrMake(k, inode, index, null)
  return pfn === null ? 'EFAULT' : { pfn }
}

/** Reclaim found the page unmapped, clean and otherwise unused: the cache forgets it, and it is a hole again. */
export function __remove_mapping(k: Kernel, file: number, index: number): void {
  removeFromCache(k, k.m.rec('inode', file), index)
}

/** The cached page once nobody holds its lock, or null. The caller acts on it before it yields. */
function* unlockedFolio(k: Kernel, file: number, index: number): Kfn<Pfn | null> {
  if (!k.alone) yield POINT_REMOVE
  for (;;) {
    const pfn = filemap_get_folio(k, file, index)
    if (pfn === null || !folio_test_locked(k, pfn)) return pfn
    yield* folio_wait_locked(k, pfn)
  }
}

/** Empties `[first, end)` of the file's cache. Linux: shmem_undo_range(). */
function* shmem_undo_range(k: Kernel, file: number, first: number, end: number): Kfn<void> {
  k.enter(FN.shmem_undo_range)
  const inode = k.m.rec('inode', file)
  let from = first
  let last = Math.min(end, CACHE_BLOCKS * BLOCK_PAGES)
  const range = { first, end: last }
  const atFirst = truncate_inode_partial_folio(k, file, first, range)
  if (atFirst !== null) from = atFirst.end
  const atLast = truncate_inode_partial_folio(k, file, last - 1, range)
  if (atLast !== null) last = atLast.start
  for (let index = from; index < last; index++) {
    if (cacheWord(k, inode, index) === 0) {
      index += BLOCK_PAGES - 1 - (index % BLOCK_PAGES)
      continue
    }
    const pfn = yield* unlockedFolio(k, file, index)
    if (pfn !== null && folio_mapcount(k, pfn) > 0) {
      setFolioLocked(k, pfn, true)
      yield* unmap_mapping_range(k, file, index, index + 1, {
        dropMarker: true,
        evenCows: false,
        onlyFrame: pfn,
      })
      setFolioLocked(k, pfn, false)
    }
    removeFromCache(k, inode, index)
  }
  k.leave()
}

/** fallocate(FALLOC_FL_PUNCH_HOLE): mappings first (private copies stay), then the cache. */
export function* shmem_fallocate(k: Kernel, file: number, first: number, end: number): Kfn<void> {
  k.enter(FN.shmem_fallocate)
  yield* unmap_mapping_range(k, file, first, end, {
    dropMarker: false,
    evenCows: false,
    onlyFrame: null,
  })
  yield* shmem_undo_range(k, file, first, end)
  k.leave()
}

/** Does the file own anything, in memory or in swap? Linux: info->alloced. */
function hasPages(k: Kernel, file: number): boolean {
  const { cache } = k.m.rec('inode', file)
  for (let block = 0; block < CACHE_BLOCKS; block++) {
    const words = k.m.read(cache + block)
    if (words === 0) continue
    for (let i = 0; i < BLOCK_PAGES; i++) if (k.m.read(words + i) !== 0) return true
  }
  return false
}

/** ftruncate: a smaller size unmaps everything beyond, private copies too, then empties the cache. */
export function* shmem_setattr(k: Kernel, file: number, pages: number): Kfn<void> {
  const inode = k.m.rec('inode', file)
  k.m.put('inode', file, { ...inode, pages })
  if (pages >= inode.pages) return
  const beyond = { dropMarker: false, evenCows: true, onlyFrame: null }
  yield* unmap_mapping_range(k, file, pages, Number.MAX_SAFE_INTEGER, beyond)
  if (hasPages(k, file)) yield* truncateCache(k, file, pages, inode.pages)
  // A private copy may have been made of a page that was still in the cache.
  yield* unmap_mapping_range(k, file, pages, Number.MAX_SAFE_INTEGER, beyond)
}

function* truncateCache(k: Kernel, file: number, first: number, end: number): Kfn<void> {
  const size = k.m.rec('inode', file)
  k.m.put('inode', file, { ...size, pages: Math.max(end, size.pages) })
  yield* shmem_undo_range(k, file, first, end)
  k.m.put('inode', file, size)
}

/** Reclaim: the page's value goes to `slot`, which the cache names from now on. Linux: shmem_writepage(). */
export function shmem_writepage(k: Kernel, file: number, index: number, slot: number): void {
  setCacheEntry(k, k.m.rec('inode', file), index, (IN_SWAP | slot) >>> 0)
}
