/** Areas: making, splitting, merging and removing them. Linux: mm/mmap.c, mm/vma.c. */
import type { Mm, Vma } from '../../machine/records.ts'
import { OP_VMA } from '../../machine/trace.ts'
import type { Vpn } from '../../machine/units.ts'
import { pmd_trans_huge } from '../arch/x86/include/pgtable.ts'
import type { Kernel, Kfn } from '../include/kernel.ts'
import { VM_READ, VM_WRITE } from '../include/mm_types.ts'
import { FN, MO } from '../include/sites.ts'
import { __split_huge_pmd } from './huge_memory/split.ts'
import { free_pgtables } from './memory/free-tables.ts'
import { unmap_page_range, ZAP_ALL } from './memory/zap.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from './mmu_gather.ts'
import { pmdAt } from './pgtable-generic.ts'

const VM_ACCESS_FLAGS = VM_READ | VM_WRITE

/**
 * Puts another list of areas into the address space. Those in `[start, end)` are new or have changed: they merge with
 * each other and with their neighbours where they are alike; areas elsewhere stay as they are. Linux: vma_merge().
 */
export function setVmas(
  k: Kernel,
  mm: number,
  vmas: readonly Vma[],
  start: Vpn,
  end: Vpn,
  mergesRight = true,
): void {
  const sorted = [...vmas].sort((a, b) => a.start - b.start)
  const merged: Vma[] = []
  let before: Vma | null = null
  for (const vma of sorted) {
    const last = merged[merged.length - 1]
    const isNear = vma.start >= start && (mergesRight ? vma.start <= end : vma.start < end)
    if (last !== undefined && isNear && canMerge(k, last, before as Vma, vma, end))
      merged[merged.length - 1] = { ...last, end: vma.end, anonVma: last.anonVma || vma.anonVma }
    else merged.push(vma)
    before = vma
  }
  k.m.put('mm', mm, { ...k.m.rec('mm', mm), vmas: merged })
}

/**
 * Of two neighbours the one inside the range that ends at `end` is to merge into the other.
 *
 * @param last what `b` would join, @param before the part of it next to `b`, as it was before it joined
 */
function canMerge(k: Kernel, last: Vma, before: Vma, b: Vma, end: Vpn): boolean {
  if (last.end !== b.start || last.flags !== b.flags || last.file !== b.file) return false
  if (last.uffd !== b.uffd || b.pgoff !== last.pgoff + (last.end - last.start)) return false
  if (b.start < end) return is_mergeable_anon_vma(k, last.anonVma, b.anonVma)
  // All three become one, if the outer two could be.
  const isAlike = last.anonVma === b.anonVma || last.anonVma === 0 || b.anonVma === 0
  return isAlike && is_mergeable_anon_vma(k, b.anonVma, before.anonVma)
}

/** Can an area with the one anon_vma (0: none yet) take in one with the other? */
function is_mergeable_anon_vma(k: Kernel, into: number, from: number): boolean {
  if (into === from) return true
  if (from === 0) return into > 0
  return into === 0 && from > 0 && k.b['merge-into-unfaulted']
}

/** The part `[start, end)` of an area. */
export function sliceVma(vma: Vma, start: Vpn, end: Vpn): Vma {
  return { ...vma, start, end, pgoff: vma.pgoff + (start - vma.start) }
}

/** Applies `change` to the parts of areas inside `[start, end)`, splitting at the edges and merging afterwards. */
export function changeVmas(
  k: Kernel,
  mm: number,
  start: Vpn,
  end: Vpn,
  change: (vma: Vma) => Vma | null,
  mergesRight = true,
): void {
  vma_adjust_trans_huge(k, k.m.rec('mm', mm), start)
  vma_adjust_trans_huge(k, k.m.rec('mm', mm), end)
  const next: Vma[] = []
  for (const vma of k.m.rec('mm', mm).vmas) {
    const from = Math.max(start, vma.start)
    const to = Math.min(end, vma.end)
    if (from >= to) {
      next.push(vma)
      continue
    }
    if (vma.start < from) next.push(sliceVma(vma, vma.start, from))
    const changed = change(sliceVma(vma, from, to))
    if (changed !== null) next.push(changed)
    if (to < vma.end) next.push(sliceVma(vma, to, vma.end))
  }
  setVmas(k, mm, next, start, end, mergesRight)
}

/** An area is about to be cut at `at`: a huge mapping across the cut cannot stay one entry. */
function vma_adjust_trans_huge(k: Kernel, mm: Mm, at: Vpn): void {
  const vma = mm.vmas.find((v) => v.start < at && at < v.end)
  if (vma === undefined || at % 512 === 0 || !pmd_trans_huge(pmdAt(k, mm, at))) return
  __split_huge_pmd(k, mm, vma, at, null)
}

/** Areas that touch `[start, end)`, cut to it, in order. */
export function vmasIn(mm: Mm, start: Vpn, end: Vpn): Vma[] {
  const found: Vma[] = []
  for (const vma of mm.vmas) {
    const from = Math.max(start, vma.start)
    const to = Math.min(end, vma.end)
    if (from < to) found.push(sliceVma(vma, from, to))
  }
  return found
}

/** Is every page of `[start, end)` in some area? */
export function isFullyMapped(mm: Mm, start: Vpn, end: Vpn): boolean {
  let at = start
  for (const vma of vmasIn(mm, start, end)) {
    if (vma.start !== at) return false
    at = vma.end
  }
  return at === end
}

/** The area of `vpn` will hold anonymous pages: gives it an anon_vma, a neighbour's where they could merge. */
export function anon_vma_prepare(k: Kernel, mmId: number, vpn: Vpn): void {
  const mm = k.m.rec('mm', mmId)
  const index = mm.vmas.findIndex((vma) => vma.start <= vpn && vpn < vma.end)
  const vma = mm.vmas[index]
  if (vma === undefined || vma.anonVma !== 0) return
  const anonVma = find_mergeable_anon_vma(mm, index) ?? nextAnonVma(k)
  const vmas = mm.vmas.map((v, i) => (i === index ? { ...v, anonVma } : v))
  k.m.put('mm', mmId, { ...mm, vmas })
}

/** A neighbour's, whose flags differ in the access that they allow at most. Linux: anon_vma_compatible(). */
function find_mergeable_anon_vma(mm: Mm, index: number): number | null {
  const vma = mm.vmas[index] as Vma
  for (const other of [mm.vmas[index + 1], mm.vmas[index - 1]]) {
    if (other === undefined || other.anonVma <= 0 || other.file !== vma.file) continue
    if (((other.flags ^ vma.flags) & ~VM_ACCESS_FLAGS) !== 0) continue
    const isAdjacent = other.start === vma.end || other.end === vma.start
    if (isAdjacent && other.pgoff - vma.pgoff === other.start - vma.start) return other.anonVma
  }
  return null
}

/** A number that no anon_vma has. */
export function nextAnonVma(k: Kernel): number {
  let highest = 0
  for (const mm of k.m.all('mm')) {
    for (const vma of mm.vmas) highest = Math.max(highest, Math.abs(vma.anonVma))
  }
  return highest + 1
}

/** Adds an area. The caller holds mmap_lock for writing and has made sure that nothing is there. */
export function mmap_region(k: Kernel, mm: Mm, vma: Vma): void {
  k.enter(FN.mmap_region, mm.id, vma.start)
  setVmas(k, mm.id, [...k.m.rec('mm', mm.id).vmas, vma], vma.start, vma.end)
  k.stepAt(OP_VMA, MO.area_mapped, mm.id, vma.start, 0, vma.end - vma.start)
  k.leave()
}

/** Zaps and removes everything in `[start, end)`, and the tables that nobody needs any more. */
export function* unmap_region(k: Kernel, mm: Mm, start: Vpn, end: Vpn): Kfn<void> {
  const gather = tlb_gather_mmu(k, mm)
  const gone = vmasIn(mm, start, end)
  for (const vma of gone) yield* unmap_page_range(k, gather, vma, vma.start, vma.end, ZAP_ALL)
  changeVmas(k, mm.id, start, end, () => null)
  k.stepAt(OP_VMA, MO.area_unmapped, mm.id, start, 0, end - start)
  free_pgtables(k, gather, k.m.rec('mm', mm.id), gone)
  yield* tlb_finish_mmu(k, gather)
}
