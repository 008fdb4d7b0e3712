/** Faults on entries that are not present. Linux: mm/memory.c do_swap_page(). */
import type { Pte } from '../../../machine/entry.ts'
import { equalPte } from '../../../machine/entry.ts'
import { FRAME_SWAPCACHE, hasFlag } from '../../../machine/frames.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import { PAGES_PER_PMD } from '../../../machine/units.ts'
import {
  mk_pte,
  pte_mkdirty,
  pte_mksoft_dirty,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_none,
  pte_present,
  pte_swp_exclusive,
  pte_swp_soft_dirty,
  pte_swp_uffd_wp,
  pte_write,
  pte_wrprotect,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { vm_fault } from '../../include/mm_types.ts'
import { FAULT_FLAG_WRITE, VM_FAULT_OOM, VM_WRITE } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import { __swp_offset, is_pte_marker } from '../../include/swapops.ts'
import { ptl_lock, ptl_unlock } from '../../kernel/locking.ts'
import {
  alloc_anon_folio,
  folio_get,
  folio_put,
  folio_ref_count,
  folioOf,
  isHugeFolio,
} from '../page_alloc.ts'
import { entryAt, tableAt } from '../pgtable-generic.ts'
import { page_add_anon_rmap } from '../rmap.ts'
import {
  add_to_swap_cache,
  folio_free_swap,
  swap_cache_get_folio,
  swap_count,
  swap_free,
  swap_read_folio,
} from '../swapfile.ts'
import { handle_pte_marker } from './marker-fault.ts'
import { do_wp_page, userfaultfd_pte_wp } from './wp.ts'

export function* do_swap_page(k: Kernel, vmf: vm_fault): Kfn<number> {
  k.enter(FN.do_swap_page, vmf.mm.id, vmf.vpn)
  const isMarker = is_pte_marker(vmf.orig_pte as Pte)
  const result = isMarker ? yield* handle_pte_marker(k, vmf) : yield* swapIn(k, vmf)
  k.leave()
  return result
}

function* swapIn(k: Kernel, vmf: vm_fault): Kfn<number> {
  const slot = __swp_offset(vmf.orig_pte as Pte)
  let pfn = swap_cache_get_folio(k, slot)
  if (pfn === null) {
    pfn = alloc_anon_folio(k)
    if (pfn === null) return VM_FAULT_OOM
    swap_read_folio(k, slot, pfn)
    add_to_swap_cache(k, slot, pfn)
  } else folio_get(k, pfn)
  const table = tableAt(k, vmf.mm, vmf.vpn, 1) as Pfn
  yield* ptl_lock(k, table)
  if (!equalPte(k.m.getPte(vmf.pte as EntryRef), vmf.orig_pte as Pte)) {
    ptl_unlock(k, table)
    folio_put(k, pfn)
    return 0
  }
  const whole = k.b['swapin-whole-folio'] ? wholeFolio(k, vmf, pfn) : null
  if (whole === null) mapSwappedIn(k, vmf, pfn, slot)
  else mapWholeSwappedIn(k, vmf, whole)
  if ((vmf.flags & FAULT_FLAG_WRITE) !== 0) return yield* do_wp_page(k, vmf, table)
  ptl_unlock(k, table)
  return 0
}

/** Under the lock: the reference that the caller holds becomes the mapping's. */
function mapSwappedIn(k: Kernel, vmf: vm_fault, pfn: Pfn, slot: number): void {
  const { b } = k
  const { mm, vma, vpn } = vmf
  const orig = vmf.orig_pte as Pte
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  swap_free(k, slot)
  const onlyWeHoldIt =
    isWrite && hasFlag(k.m, pfn, FRAME_SWAPCACHE) && folio_ref_count(k, pfn) === 2
  const freesLate = b['swapin-frees-late']
  if (onlyWeHoldIt && !freesLate) folio_free_swap(k, pfn)
  const isExclusive = isExclusiveSwapIn(k, orig, pfn, slot)
  let pte = mk_pte(pfn, vmPageProt(vma))
  if (b['swapin-writable']) {
    pte = restoreSoftwareBits(k, orig, pte)
    if (isExclusive && (vma.flags & VM_WRITE) !== 0 && !userfaultfd_pte_wp(k, vma.flags, pte)) {
      pte = pte_mkwrite(pte)
      if (isWrite) {
        pte = pte_mkdirty(b, pte)
        vmf.flags &= ~FAULT_FLAG_WRITE
      }
    }
  } else {
    if (isExclusive && isWrite) {
      pte = pte_mkdirty(b, pte)
      if ((vma.flags & VM_WRITE) !== 0) pte = pte_mkwrite(pte)
      vmf.flags &= ~FAULT_FLAG_WRITE
    }
    pte = restoreSoftwareBits(k, orig, pte)
  }
  page_add_anon_rmap(k, mm, pfn, isExclusive)
  if (onlyWeHoldIt && freesLate) folio_free_swap(k, pfn)
  vmf.orig_pte = pte
  k.m.setPte(vmf.pte as EntryRef, pte)
  k.set(MO.swapped_in, mm.id, vpn, vmf.pte as EntryRef)
}

/** The first page of the huge folio in the swap cache of which all entries around the fault are still alike, or null. */
function wholeFolio(k: Kernel, { mm, vma, vpn, orig_pte }: vm_fault, pfn: Pfn): Whole | null {
  if (!isHugeFolio(k, pfn) || !hasFlag(k.m, pfn, FRAME_SWAPCACHE)) return null
  const head = folioOf(k, pfn)
  const start = vpn - (pfn - head)
  if (start % PAGES_PER_PMD !== 0 || start < vma.start || start + PAGES_PER_PMD > vma.end)
    return null
  for (let i = 0; i < PAGES_PER_PMD; i++) {
    const pte = k.m.getPte(entryAt(k, mm, start + i, 1) as EntryRef)
    if (pte_none(pte) || pte_present(pte) || is_pte_marker(pte)) return null
    if (swap_cache_get_folio(k, __swp_offset(pte)) !== head + i) return null
    if (!hasSameSoftwareBits(pte, orig_pte as Pte)) return null
  }
  return { head, start }
}

interface Whole {
  readonly head: Pfn
  readonly start: Vpn
}

function hasSameSoftwareBits(a: Pte, b: Pte): boolean {
  return (
    pte_swp_uffd_wp(a) === pte_swp_uffd_wp(b) &&
    pte_swp_soft_dirty(a) === pte_swp_soft_dirty(b) &&
    pte_swp_exclusive(a) === pte_swp_exclusive(b)
  )
}

/** As for one page; each part takes a reference, of which the caller holds the first. */
function mapWholeSwappedIn(k: Kernel, vmf: vm_fault, { head, start }: Whole): void {
  const { mm, vma, vpn } = vmf
  const orig = vmf.orig_pte as Pte
  const isWrite = (vmf.flags & FAULT_FLAG_WRITE) !== 0
  const parts = Array.from({ length: PAGES_PER_PMD }, (_, i) => (head + i) as Pfn)
  const entries = parts.map((_, i) => entryAt(k, mm, start + i, 1) as EntryRef)
  for (const entry of entries) swap_free(k, __swp_offset(k.m.getPte(entry)))
  const onlyWeHoldIt = isWrite && folio_ref_count(k, head) === PAGES_PER_PMD + 1
  if (onlyWeHoldIt && !k.b['swapin-frees-late']) for (const part of parts) folio_free_swap(k, part)
  const isExclusive = pte_swp_exclusive(orig) || folio_ref_count(k, head) === 1
  folio_get(k, head, PAGES_PER_PMD - 1)
  for (const [i, part] of parts.entries()) {
    let pte = restoreSoftwareBits(k, orig, mk_pte(part, vmPageProt(vma)))
    if (isExclusive && (vma.flags & VM_WRITE) !== 0 && !userfaultfd_pte_wp(k, vma.flags, pte)) {
      pte = pte_mkwrite(pte)
      if (isWrite) pte = pte_mkdirty(k.b, pte)
    }
    page_add_anon_rmap(k, mm, part, isExclusive)
    k.m.setPte(entries[i] as EntryRef, pte)
    if (start + i === vpn) vmf.orig_pte = pte
  }
  if (isWrite && pte_write(vmf.orig_pte as Pte)) vmf.flags &= ~FAULT_FLAG_WRITE
  if (onlyWeHoldIt && k.b['swapin-frees-late']) for (const part of parts) folio_free_swap(k, part)
  k.set(MO.swapped_in, mm.id, start, entries[0] as EntryRef, PAGES_PER_PMD)
}

function isExclusiveSwapIn(k: Kernel, orig: Pte, pfn: Pfn, slot: number): boolean {
  if (k.b['anon-exclusive'] && pte_swp_exclusive(orig)) return true
  if (k.b['cow-mapcount']) return !hasFlag(k.m, pfn, FRAME_SWAPCACHE) || swap_count(k, slot) === 0
  return folio_ref_count(k, pfn) === 1
}

/** Soft-dirty and uffd-wp come back from the swap entry; a protected page is mapped read-only. */
function restoreSoftwareBits(k: Kernel, orig: Pte, pte: Pte): Pte {
  const marked = pte_swp_soft_dirty(orig) ? pte_mksoft_dirty(k.b, pte) : pte
  if (!k.b['swap-wp-bit'] || !pte_swp_uffd_wp(orig)) return marked
  return pte_wrprotect(k.b, pte_mkuffd_wp(k.b, marked))
}
