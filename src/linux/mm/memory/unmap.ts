/** Taking the mappings of a file's pages away, in every address space. Linux: mm/memory.c unmap_mapping_range(). */
import type { Kernel, Kfn } from '../../include/kernel.ts'
import type { ZapDetails } from '../../include/mm_types.ts'
import { FN } from '../../include/sites.ts'
import { areasOfFile } from '../filemap.ts'
import { tlb_finish_mmu, tlb_gather_mmu } from '../mmu_gather.ts'
import { unmap_page_range } from './zap.ts'

/** Zaps pages `[first, end)` of the file wherever an area maps them. */
export function* unmap_mapping_range(
  k: Kernel,
  file: number,
  first: number,
  end: number,
  details: ZapDetails,
): Kfn<void> {
  if (details.onlyFrame === null) k.enter(FN.unmap_mapping_range)
  for (const { mm, vma } of areasOfFile(k, file)) {
    const from = vma.start + Math.max(0, first - vma.pgoff)
    const to = Math.min(vma.end, vma.start + (end - vma.pgoff))
    if (from >= to) continue
    const gather = tlb_gather_mmu(k, mm)
    yield* unmap_page_range(k, gather, vma, from, to, details)
    yield* tlb_finish_mmu(k, gather)
  }
  if (details.onlyFrame === null) k.leave()
}
