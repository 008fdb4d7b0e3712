/** Faults in file mappings. Linux: mm/memory.c do_fault() and its parts, mm/filemap.c filemap_map_pages(). */
import {
  FRAME_LOCKED,
  FRAME_UPTODATE,
  hasFlag,
  pageValue,
  setValue,
} from '../../../machine/frames.ts'
import type { Vma } from '../../../machine/records.ts'
import { OP_COPY, OP_NOTE } from '../../../machine/trace.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  mk_pte,
  pte_mkdirty,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_mkyoung,
  pte_none,
  pte_write,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import {
  FAULT_FLAG_WRITE,
  VM_FAULT_NOPAGE,
  VM_FAULT_OOM,
  VM_SHARED,
  VM_UFFD_FLAGS,
  VM_UFFD_MINOR,
  VM_UFFD_WP,
  VM_WRITE,
} from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import { filemap_get_folio, filePageOf } from '../filemap.ts'
import { do_set_pmd } from '../huge_memory/file.ts'
import { anon_vma_prepare } from '../mmap.ts'
import {
  alloc_anon_folio,
  folio_get,
  folio_mark_dirty,
  folio_order,
  folio_put,
  folio_test_dirty,
  isHugeFolio,
} from '../page_alloc.ts'
import { allocTable, entryAt, pmd_install, tableAt } from '../pgtable-generic.ts'
import { page_add_file_rmap, page_add_new_anon_rmap } from '../rmap.ts'
import { shmem_fault, unlockFaulted } from '../shmem.ts'
import { vmf_orig_pte_uffd_wp } from './marker.ts'
import { vmf_pte_changed } from './recheck.ts'

const FAULT_AROUND_PAGES = 16

export function* do_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  k.enter(FN.do_fault, vmf.mm.id, vmf.vpn)
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  const isShared = (vmf.vma.flags & VM_SHARED) !== 0
  let result: number
  if (!isWrite) result = yield* do_read_fault(k, vmf)
  else if (isShared) result = yield* do_shared_fault(k, vmf)
  else result = yield* do_cow_fault(k, vmf)
  k.leave()
  return result
}

/** Fault-around maps neighbours, which would hide their faults from a monitor. Linux: userfaultfd_k.h. */
function uffd_disable_fault_around(vmf: vm_fault): boolean {
  return (vmf.vma.flags & (VM_UFFD_WP | VM_UFFD_MINOR)) !== 0
}

function* do_read_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  if (!uffd_disable_fault_around(vmf)) {
    const around = yield* do_fault_around(k, vmf)
    if (around !== 0) return around
  }
  const got = yield* shmem_fault(k, vmf)
  if (typeof got !== 'object') return got
  const result = yield* finish_fault(k, vmf, got.pfn, false)
  unlockFaulted(k, got.pfn)
  return result
}

/** A private write: the copy is made before the entry exists, so the file's page is never mapped here. */
function* do_cow_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  anon_vma_prepare(k, vmf.mm.id, vmf.vpn)
  const copy = alloc_anon_folio(k)
  if (copy === null) return VM_FAULT_OOM
  vmf.cow_page = copy
  const got = yield* shmem_fault(k, vmf)
  if (typeof got !== 'object') {
    folio_put(k, copy)
    return got
  }
  setValue(k.m, copy, pageValue(k.m, got.pfn))
  k.step(OP_COPY, MO.page_copied, got.pfn, copy)
  const result = yield* finish_fault(k, vmf, copy, true)
  unlockFaulted(k, got.pfn)
  if (result !== 0) folio_put(k, copy)
  return result
}

function* do_shared_fault(k: Kernel, vmf: vm_fault): Kfn<number> {
  const got = yield* shmem_fault(k, vmf)
  if (typeof got !== 'object') return got
  const result = yield* finish_fault(k, vmf, got.pfn, false)
  if (result === 0) fault_dirty_shared_page(k, got.pfn)
  unlockFaulted(k, got.pfn)
  return result
}

/** The page of a file will be written through the new mapping: it is dirty from now on. */
export function fault_dirty_shared_page(k: Kernel, pfn: Pfn): void {
  k.enter(FN.fault_dirty_shared_page)
  folio_mark_dirty(k, pfn)
  k.leave()
}

/** Makes the table if it is missing, and the entry if it is still what the fault found. */
function* finish_fault(k: Kernel, vmf: vm_fault, pfn: Pfn, isCopy: boolean): Kfn<number> {
  const { mm, vpn } = vmf
  k.enter(FN.finish_fault, mm.id, vpn)
  const result = yield* finish(k, vmf, pfn, isCopy)
  k.leave()
  return result
}

function* finish(k: Kernel, vmf: vm_fault, pfn: Pfn, isCopy: boolean): Kfn<number> {
  const { mm, vpn } = vmf
  const pmd = vmf.pmd as EntryRef
  if (k.m.getPte(pmd).lo === 0) {
    if (!isCopy && isHugeFolio(k, pfn) && do_set_pmd(k, vmf, pfn)) return 0
    const table = allocTable(k, 1)
    if (table === null) return VM_FAULT_OOM
    pmd_install(k, mm, vpn, pmd, table)
  }
  const table = tableAt(k, mm, vpn, 1)
  if (table === null) return VM_FAULT_NOPAGE
  vmf.pte = entryAt(k, mm, vpn, 1) as EntryRef
  yield* ptl_lock(k, table)
  const isStale = vmf_pte_changed(k, vmf)
  if (!isStale) setFolio(k, vmf, pfn, isCopy)
  ptl_unlock(k, table)
  return isStale ? VM_FAULT_NOPAGE : 0
}

/**
 * Maps the faulting page and, behaviour `map-whole-folio`, all of its folio, where that fits into area and table, is
 * still none, and no monitor listens.
 */
function setFolio(k: Kernel, vmf: vm_fault, pfn: Pfn, isCopy: boolean): void {
  const { mm, vma, vpn } = vmf
  const size = isCopy || !k.b['map-whole-folio'] ? 1 : 2 ** folio_order(k, pfn)
  const first = vpn - (pfn % size)
  const isOneTable = Math.floor(first / 512) === Math.floor((first + size - 1) / 512)
  const fits = first >= vma.start && first + size <= vma.end && isOneTable
  const isFree = (i: number): boolean =>
    first + i === vpn || pte_none(k.m.getPte(entryAt(k, mm, first + i, 1) as EntryRef))
  const isWhole =
    size > 1 &&
    fits &&
    (vma.flags & VM_UFFD_FLAGS) === 0 &&
    Array.from({ length: size }, (_, i) => i).every(isFree)
  if (!isWhole) {
    set_pte_range(k, vmf, pfn, vpn, isCopy)
    return
  }
  const head = pfn - (pfn % size)
  for (let i = 0; i < size; i++) set_pte_range(k, vmf, (head + i) as Pfn, first + i, false)
}

/**
 * Maps one page of a file, or the private copy of one, at `vpn`, which is the faulting page or a neighbour.
 * Linux: do_set_pte() (v5.12), set_pte_range() (v6.6).
 */
export function set_pte_range(k: Kernel, vmf: vm_fault, pfn: Pfn, vpn: Vpn, isCopy: boolean): void {
  const { b } = k
  const { mm, vma } = vmf
  k.enter(FN.set_pte_range, mm.id, vpn)
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  const entry = entryAt(k, mm, vpn, 1) as EntryRef
  let pte = pte_mkyoung(mk_pte(pfn, vmPageProt(vma)))
  if (isWrite) {
    pte = pte_mkdirty(b, pte)
    if ((vma.flags & VM_WRITE) !== 0) pte = pte_mkwrite(pte)
  } else if (b['map-dirty-folio'] && pte_write(pte) && folio_test_dirty(k, pfn)) {
    pte = pte_mkdirty(b, pte)
  }
  const isGuarded = vpn === vmf.vpn && vmf_orig_pte_uffd_wp(k, vmf)
  if (isGuarded) pte = pte_wrprotect(b, pte_mkuffd_wp(b, pte))
  if (isCopy) page_add_new_anon_rmap(k, pfn)
  else {
    folio_get(k, pfn)
    page_add_file_rmap(k, mm, pfn)
  }
  k.m.setPte(entry, pte)
  const site = isGuarded
    ? MO.file_page_mapped_wp
    : isCopy
      ? MO.new_page_mapped
      : MO.file_page_mapped
  k.set(vpn === vmf.vpn ? site : MO.neighbour_mapped, mm.id, vpn, entry)
  k.leave()
}

/** The window of pages around a fault that one read fault may map: 16, aligned, inside the area and the table. */
function* do_fault_around(k: Kernel, vmf: vm_fault): Kfn<number> {
  const { mm, vma, vpn } = vmf
  const inTable = vpn % 512
  const from = Math.max(inTable - (inTable % FAULT_AROUND_PAGES), inTable - (vpn - vma.start))
  const to = Math.min(from + FAULT_AROUND_PAGES, 512, inTable + (vma.end - vpn))
  k.enter(FN.filemap_map_pages, mm.id, vpn)
  const first = vpn - inTable + from
  const result = yield* filemap_map_pages(k, vmf, first, first + (to - from))
  k.leave()
  return result
}

/** Pages of the window that are there, filled and not locked. */
function cachedPages(k: Kernel, vma: Vma, first: Vpn, end: Vpn): [Vpn, Pfn][] {
  const cached: [Vpn, Pfn][] = []
  const { pages } = k.m.rec('inode', vma.file as number)
  for (let at = first; at < end && filePageOf(vma, at) < pages; at++) {
    const pfn = filemap_get_folio(k, vma.file as number, filePageOf(vma, at))
    if (pfn !== null && hasFlag(k.m, pfn, FRAME_UPTODATE) && !hasFlag(k.m, pfn, FRAME_LOCKED)) {
      cached.push([at, pfn])
    }
  }
  return cached
}

/** The pages that fault-around maps: those of the window, and all of a large folio that fits area and table. */
function pagesAround(k: Kernel, vma: Vma, first: Vpn, end: Vpn): [Vpn, Pfn][] {
  const cached = cachedPages(k, vma, first, end)
  if (!k.b['fault-around-folio']) return cached
  const all = new Map<Vpn, Pfn>()
  for (const [at, pfn] of cached) {
    const size = 2 ** folio_order(k, pfn)
    const from = at - (pfn % size)
    const isOneTable = Math.floor(from / 512) === Math.floor((from + size - 1) / 512)
    const fits = from >= vma.start && from + size <= vma.end && isOneTable
    if (!fits) all.set(at, pfn)
    else for (let i = 0; i < size; i++) all.set(from + i, (pfn - (pfn % size) + i) as Pfn)
  }
  return [...all]
}

function* filemap_map_pages(k: Kernel, vmf: vm_fault, first: Vpn, end: Vpn): Kfn<number> {
  const { mm, vma, vpn } = vmf
  const head = cachedPages(k, vma, first, end)[0]
  if (head === undefined) return 0
  const pmd = vmf.pmd as EntryRef
  if (k.m.getPte(pmd).lo === 0) {
    if (isHugeFolio(k, head[1]) && do_set_pmd(k, vmf, head[1])) return VM_FAULT_NOPAGE
    const table = allocTable(k, 1)
    if (table === null) return 0
    pmd_install(k, mm, vpn, pmd, table)
  }
  const table = tableAt(k, mm, vpn, 1)
  if (table === null) return VM_FAULT_NOPAGE
  yield* ptl_lock(k, table)
  let isMapped = false
  const cached = pagesAround(k, vma, first, end)
  for (const [at, pfn] of cached) {
    if (!pte_none(k.m.getPte(entryAt(k, mm, at, 1) as EntryRef))) continue
    if (at === vpn) isMapped = true
    set_pte_range(k, vmf, pfn, at, false)
  }
  if (cached.length > 1) k.stepAt(OP_NOTE, MO.fault_around_done, mm.id, first, 0, cached.length)
  ptl_unlock(k, table)
  return isMapped ? VM_FAULT_NOPAGE : 0
}
