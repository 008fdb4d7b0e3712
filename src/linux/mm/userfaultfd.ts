/** The memory side of the userfaultfd ioctls. Linux: mm/userfaultfd.c. */
import type { Pte } from '../../machine/entry.ts'
import { FRAME_UPTODATE, setFlag, setValue } from '../../machine/frames.ts'
import { ZERO_PFN } from '../../machine/phys.ts'
import type { Mm, Vma, Word64 } from '../../machine/records.ts'
import { OP_CACHE } from '../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../machine/units.ts'
import {
  mk_pte,
  pmd_trans_huge,
  pte_mkdirty,
  pte_mkspecial,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_none,
  pte_wrprotect,
} from '../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../arch/x86/mm/pgprot.ts'
import type { Errno, Ret } from '../include/errno.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import {
  MM_CP_TRY_CHANGE_WRITABLE,
  MM_CP_UFFD_WP,
  MM_CP_UFFD_WP_RESOLVE,
  VM_SHARED,
  VM_UFFD_FLAGS,
  VM_UFFD_WP,
  VM_WRITE,
  vma_is_anonymous,
} from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { is_pte_marker } from '../include/swapops.ts'
import { mmap_read_lock, mmap_read_unlock, ptl_lock, ptl_unlock } from '../kernel/locking.ts'
import { filemap_get_folio, filePageOf, isCacheSwapped } from './filemap.ts'
import { anon_vma_prepare, sliceVma, vmasIn } from './mmap.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from './mmu_gather.ts'
import { change_protection, vma_wants_manual_pte_write_upgrade, wpProtection } from './mprotect.ts'
import { alloc_anon_folio, alloc_cache_folio, folio_get, folio_put } from './page_alloc.ts'
import { allocDownTo, allocLevel, entryAt, pmdAt, tableAt } from './pgtable-generic.ts'
import { page_add_file_rmap, page_add_new_anon_rmap } from './rmap.ts'
import { shmem_add_to_page_cache, shmemGetForContinue } from './shmem.ts'

/** Protects or resolves `[start, end)` of one area. False: memory for a table was used up. */
export function* uffd_wp_range(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  start: Vpn,
  end: Vpn,
  enable: boolean,
): Kfn<boolean> {
  k.enter(FN.uffd_wp_range, mm.id, start)
  let flags = enable ? MM_CP_UFFD_WP : MM_CP_UFFD_WP_RESOLVE
  const mayUpgrade = k.b['resolve-upgrade'] && vma_wants_manual_pte_write_upgrade(k, vma)
  // Before `uffd-wp-bit` a resolve simply gave RW to every dirty entry.
  const isOldWay = !k.b['uffd-wp-bit']
  if (!enable && (mayUpgrade || isOldWay)) flags |= MM_CP_TRY_CHANGE_WRITABLE
  const gather = k.b['tlb-gather'] ? tlb_gather_mmu(k, mm) : null
  const ok = yield* change_protection(
    k,
    mm,
    gather,
    { vma, prot: wpProtection(k, vma, enable), flags, decision: null },
    start,
    end,
  )
  if (gather !== null) yield* tlb_finish_mmu(k, gather)
  k.leave()
  return ok
}

/** UFFDIO_WRITEPROTECT on a checked range. */
export function* mwriteprotect_range(
  k: Kernel,
  mmId: number,
  ctxId: number,
  start: Vpn,
  end: Vpn,
  enable: boolean,
): Kfn<Ret> {
  const mm = k.m.rec('mm', mmId)
  k.enter(FN.mwriteprotect_range, mm.id, start)
  yield* mmap_read_lock(k, mm)
  const result = yield* protectLocked(k, mmId, ctxId, start, end, enable)
  mmap_read_unlock(k, mm)
  k.leave()
  return result
}

function* protectLocked(
  k: Kernel,
  mmId: number,
  ctxId: number,
  start: Vpn,
  end: Vpn,
  enable: boolean,
): Kfn<Ret> {
  if (k.m.rec('uffd', ctxId).changing > 0) return 'EAGAIN'
  const mm = k.m.rec('mm', mmId)
  const vmas = vmasIn(mm, start, end)
  const first = vmas[0]
  if (first === undefined) return 'ENOENT'
  if (!k.b['wp-multi-vma']) {
    const isWhole = first.start === start && first.end === end
    if (!isWhole) return 'ENOENT'
  }
  for (const vma of vmas) {
    if ((vma.flags & VM_UFFD_WP) === 0) return 'ENOENT'
    if (!k.b['wp-file-enable'] && !vma_is_anonymous(vma)) return 'ENOENT'
    const ok = yield* uffd_wp_range(k, mm, wholeVma(mm, vma), vma.start, vma.end, enable)
    if (!ok) return 'ENOMEM'
  }
  return 0
}

/** The area that a slice was cut from. */
function wholeVma(mm: Mm, slice: Vma): Vma {
  return mm.vmas.find((vma) => vma.start <= slice.start && vma.end >= slice.end) as Vma
}

export type FillKind = 'copy' | 'zero' | 'continue'

export interface Fill {
  readonly kind: FillKind
  readonly vpn: Vpn
  readonly value: Word64
  readonly wp: boolean
}

/** UFFDIO_COPY, ZEROPAGE and CONTINUE of one page. Linux: mfill_atomic() and mcopy_atomic() before it. */
export function* mfill_atomic(k: Kernel, mmId: number, ctxId: number, fill: Fill): Kfn<Ret> {
  const fn = {
    copy: FN.mfill_atomic_copy,
    zero: FN.mfill_atomic_zeropage,
    continue: FN.mfill_atomic_continue,
  }
  const mm = k.m.rec('mm', mmId)
  k.enter(fn[fill.kind], mmId, fill.vpn)
  yield* mmap_read_lock(k, mm)
  const result = yield* fillLocked(k, mmId, ctxId, fill)
  mmap_read_unlock(k, mm)
  k.leave()
  return result
}

function* fillLocked(k: Kernel, mmId: number, ctxId: number, fill: Fill): Kfn<Ret> {
  if (k.m.rec('uffd', ctxId).changing > 0) return 'EAGAIN'
  const mm = k.m.rec('mm', mmId)
  const slice = vmasIn(mm, fill.vpn, fill.vpn + 1)[0]
  if (slice === undefined) return 'ENOENT'
  const isPrivate = (slice.flags & VM_SHARED) === 0
  if (isPrivate && k.b['fill-prepares-first']) anon_vma_prepare(k, mm.id, fill.vpn)
  if (slice.uffd === 0 || (slice.flags & VM_UFFD_FLAGS) === 0) return 'ENOENT'
  const vma = sliceVma(wholeVma(mm, slice), fill.vpn, fill.vpn + 1)
  if (fill.wp && (vma.flags & VM_UFFD_WP) === 0) return 'EINVAL'
  if (fill.kind === 'continue' && vma.file === null) return 'EINVAL'
  if (isPrivate) anon_vma_prepare(k, mm.id, fill.vpn)
  if (!allocDownTo(k, mm, fill.vpn, 2)) return 'ENOMEM'
  if (pmd_trans_huge(pmdAt(k, mm, fill.vpn))) return 'EEXIST'
  if (!allocLevel(k, mm, fill.vpn, 1)) return 'ENOMEM'
  const isFromCache = !isPrivate || fill.kind === 'continue'
  if (isFromCache) return yield* fillShared(k, mm, vma, fill)
  return yield* fillPrivate(k, mm, vma, fill)
}

function* fillPrivate(k: Kernel, mm: Mm, vma: Vma, fill: Fill): Kfn<Ret> {
  if (fill.kind === 'zero') return yield* mfill_atomic_pte_zeropage(k, mm, vma, fill.vpn)
  const pfn = alloc_anon_folio(k)
  if (pfn === null) return 'ENOMEM'
  setValue(k.m, pfn, fill.value)
  const result = yield* mfill_atomic_install_pte(k, mm, vma, fill, pfn, true)
  if (result !== 0) folio_put(k, pfn)
  return result
}

function* mfill_atomic_pte_zeropage(k: Kernel, mm: Mm, vma: Vma, vpn: Vpn): Kfn<Ret> {
  const table = tableAt(k, mm, vpn, 1) as Pfn
  const entry = entryAt(k, mm, vpn, 1) as EntryRef
  yield* ptl_lock(k, table)
  const isFree = pte_none(k.m.getPte(entry)) && !isBeyondEnd(k, vma)
  if (isFree) {
    k.m.setPte(entry, pte_mkspecial(mk_pte(ZERO_PFN, vmPageProt(vma))))
    k.set(MO.zero_page_mapped, mm.id, vpn, entry)
  }
  ptl_unlock(k, table)
  return isFree ? 0 : isBeyondEnd(k, vma) ? 'EFAULT' : 'EEXIST'
}

function isBeyondEnd(k: Kernel, vma: Vma): boolean {
  return vma.file !== null && filePageOf(vma, vma.start) >= k.m.rec('inode', vma.file).pages
}

function* fillShared(k: Kernel, mm: Mm, vma: Vma, fill: Fill): Kfn<Ret> {
  const file = vma.file as number
  const index = filePageOf(vma, fill.vpn)
  const cached = filemap_get_folio(k, file, index)
  if (fill.kind === 'continue') {
    k.call(FN.shmem_get_folio_gfp, mm.id, fill.vpn)
    const got = shmemGetForContinue(k, file, index)
    if (typeof got !== 'object') return got
    return yield* mfill_atomic_install_pte(k, mm, vma, fill, got.pfn, false)
  }
  const inode = k.m.rec('inode', file)
  if (index >= inode.pages) return k.b['fill-beyond-end'] ? 'ENOMEM' : 'EFAULT'
  if (cached !== null || isCacheSwapped(k, file, index)) return 'EEXIST'
  const pfn = alloc_cache_folio(k)
  if (pfn === null) return 'ENOMEM'
  if (fill.kind === 'copy') setValue(k.m, pfn, fill.value)
  // Only its entry is dirty, until that is taken away or written through a fault.
  setFlag(k.m, pfn, FRAME_UPTODATE, true)
  shmem_add_to_page_cache(k, inode, index, pfn)
  k.step(OP_CACHE, MO.cache_page_added, pfn, index, file)
  return yield* mfill_atomic_install_pte(k, mm, vma, fill, pfn, false)
}

/** Puts the page where nothing, or nothing but a marker, is. A marker is overwritten, and its protection with it. */
function* mfill_atomic_install_pte(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  fill: Fill,
  pfn: Pfn,
  isNewAnon: boolean,
): Kfn<Ret> {
  k.enter(FN.mfill_atomic_install_pte, mm.id, fill.vpn)
  const table = tableAt(k, mm, fill.vpn, 1) as Pfn
  const entry = entryAt(k, mm, fill.vpn, 1) as EntryRef
  yield* ptl_lock(k, table)
  const result = installFilled(k, mm, vma, fill, pfn, isNewAnon, entry)
  ptl_unlock(k, table)
  k.leave()
  return result
}

function installFilled(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  fill: Fill,
  pfn: Pfn,
  isNewAnon: boolean,
  entry: EntryRef,
): 0 | Errno {
  const old = k.m.getPte(entry)
  const isFree = pte_none(old) || (k.b['marker-fault'] && is_pte_marker(old))
  if (isBeyondEnd(k, vma)) return 'EFAULT'
  if (!isFree) return 'EEXIST'
  k.m.setPte(entry, filledPte(k, vma, fill, pfn, isNewAnon))
  if (isNewAnon) page_add_new_anon_rmap(k, pfn)
  else {
    folio_get(k, pfn)
    page_add_file_rmap(k, mm, pfn)
  }
  k.set(MO.page_filled, mm.id, fill.vpn, entry)
  return 0
}

function filledPte(k: Kernel, vma: Vma, fill: Fill, pfn: Pfn, isNewAnon: boolean): Pte {
  const { b } = k
  // A page of the cache in a private mapping must be copied before it is written.
  const mayWrite = isNewAnon || (vma.flags & VM_SHARED) !== 0
  const isWritable = mayWrite && (vma.flags & VM_WRITE) !== 0
  let pte = pte_mkdirty(b, mk_pte(pfn, vmPageProt(vma)))
  if (fill.wp && (isWritable || b['copy-wp-always'])) return pte_mkuffd_wp(b, pte_wrprotect(b, pte))
  if (isWritable) pte = pte_mkwrite(pte)
  return isWritable ? pte : pte_wrprotect(b, pte)
}
