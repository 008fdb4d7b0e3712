/** Cutting a file inside one of its large folios. Linux: mm/truncate.c. */
import { setValue } from '../../machine/frames.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { filemap_get_folio } from './filemap.ts'
import { split_folio } from './huge_memory/split-folio.ts'
import { folio_order, setFolioOrder } from './page_alloc.ts'

/**
 * The folio of page `index`, where the range takes only a part of it, loses all its mappings and is split, into single
 * pages or (behaviour `split-nonuniform`) only as far as the cuts need. What a pipe holds cannot be split: of such a
 * folio the range is filled with zeroes and stays; the answer is then the pages that it covers.
 */
export function truncate_inode_partial_folio(
  k: Kernel,
  file: number,
  index: number,
  range: { readonly first: number; readonly end: number },
): { readonly start: number; readonly end: number } | null {
  const pfn = filemap_get_folio(k, file, index)
  const order = pfn === null ? 0 : folio_order(k, pfn)
  if (pfn === null || order === 0) return null
  const size = 2 ** order
  const start = index - (index % size)
  const from = Math.max(range.first - start, 0)
  const to = Math.min(range.end - start, size)
  if (to - from === size) return null
  const head = (pfn - (pfn % size)) as Pfn
  if (!split_folio(k, head, size)) {
    for (let i = from; i < to; i++) setValue(k.m, (head + i) as Pfn, { lo: 0, hi: 0 })
    return { start, end: start + size }
  }
  if (!k.b['split-nonuniform']) return null
  splitAround(k, head, order, from)
  if (to < size) splitPieceAt(k, head, to)
  return null
}

/** Halves the folio again and again, so that one page becomes a folio of its own and the rest stays large. */
function splitAround(k: Kernel, head: Pfn, order: number, page: number): void {
  let at = 0
  for (let smaller = order - 1; smaller >= 0; smaller--) {
    const half = 2 ** smaller
    const isUpper = page - at >= half
    const other = isUpper ? at : at + half
    for (let i = 0; i < half; i++) setFolioOrder(k, (head + other + i) as Pfn, smaller)
    if (isUpper) at += half
  }
  setFolioOrder(k, (head + page) as Pfn, 0)
}

/** Where the range ends inside a piece, that piece is split as well. */
function splitPieceAt(k: Kernel, head: Pfn, page: number): void {
  const order = folio_order(k, (head + page) as Pfn)
  const within = page % 2 ** order
  if (order > 0) splitAround(k, (head + page - within) as Pfn, order, within)
}
