/** Cutting a file inside one of its large folios. Linux: mm/truncate.c. */
import { setValue } from '../../machine/frames.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { filemap_get_folio } from './filemap.ts'
import { isHeld, unmap_folio } from './huge_memory/split-folio.ts'
import { breakHugeFolio, folio_order, setFolioOrder } from './page_alloc.ts'

/** Does a large folio lie across the border in front of this page? */
export function isInsideFolio(k: Kernel, file: number, index: number): boolean {
  const pfn = filemap_get_folio(k, file, index)
  return pfn !== null && index % 2 ** folio_order(k, pfn) !== 0
}

/**
 * A range that begins or ends inside a large folio: the folio loses all its mappings and is split, into single pages or
 * (behaviour `split-nonuniform`) only as far as the cut needs. What a pipe holds cannot be split: of such a folio the
 * range is filled with zeroes and stays; the answer is then the pages that it covers.
 */
export function truncate_inode_partial_folio(
  k: Kernel,
  file: number,
  cut: number,
  range: { readonly first: number; readonly end: number },
): { readonly start: number; readonly end: number } | null {
  const pfn = filemap_get_folio(k, file, cut)
  const order = pfn === null ? 0 : folio_order(k, pfn)
  if (pfn === null || order === 0) return null
  const size = 2 ** order
  const start = cut - (cut % size)
  const head = (pfn - (pfn % size)) as Pfn
  if (isHeld(k, head, size)) {
    for (let i = Math.max(start, range.first); i < Math.min(start + size, range.end); i++) {
      setValue(k.m, (pfn + (i - cut)) as Pfn, { lo: 0, hi: 0 })
    }
    return { start, end: start + size }
  }
  unmap_folio(k, head, size)
  if (order === 9) breakHugeFolio(k, head, 1)
  for (let i = 0; i < size; i++) setFolioOrder(k, (head + i) as Pfn, 0)
  if (!k.b['split-nonuniform']) return null
  for (let half = size / 2, at = head as number; half >= 1; half /= 2) {
    const inUpper = cut % (2 * half) >= half
    const other = inUpper ? at : at + half
    for (let i = 0; i < half; i++) setFolioOrder(k, (other + i) as Pfn, Math.log2(half))
    if (inUpper) at += half
  }
  return null
}
