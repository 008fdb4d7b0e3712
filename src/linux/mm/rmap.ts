/** Counting who maps a page. Linux: mm/rmap.c. */
import {
  bumpCol,
  COL_HUGE_MAPCOUNT,
  COL_MAPCOUNT,
  FRAME_ANON_EXCLUSIVE,
  hasFlag,
  setFlag,
} from '../../machine/frames.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { FN } from '../include/sites.ts'
import { folio_add_lru } from './lru.ts'

/** A new anonymous page gets its first mapping: exclusive from v5.19 on. */
export function page_add_new_anon_rmap(k: Kernel, pfn: Pfn): void {
  k.call(FN.page_add_new_anon_rmap)
  bumpCol(k.m, pfn, COL_MAPCOUNT, 1)
  if (k.b['anon-exclusive']) setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, true)
  folio_add_lru(k, pfn)
}

/** The same for a huge page that one entry of 2 MiB maps. Linux: folio_add_new_anon_rmap() too. */
export function addNewHugeAnonRmap(k: Kernel, head: Pfn): void {
  k.call(FN.page_add_new_anon_rmap)
  addHugeRmap(k, head, 1)
  if (k.b['anon-exclusive']) setFlag(k.m, head, FRAME_ANON_EXCLUSIVE, true)
}

/** One more mapping of an anonymous page that is known already. */
export function page_add_anon_rmap(k: Kernel, pfn: Pfn, exclusive: boolean): void {
  bumpCol(k.m, pfn, COL_MAPCOUNT, 1)
  if (exclusive && k.b['anon-exclusive']) setFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE, true)
}

export function page_add_file_rmap(k: Kernel, pfn: Pfn): void {
  bumpCol(k.m, pfn, COL_MAPCOUNT, 1)
}

export function page_remove_rmap(k: Kernel, pfn: Pfn): void {
  bumpCol(k.m, pfn, COL_MAPCOUNT, -1)
}

/** The 2 MiB entry of a huge page comes or goes. */
export function addHugeRmap(k: Kernel, head: Pfn, by: 1 | -1): void {
  bumpCol(k.m, head, COL_HUGE_MAPCOUNT, by)
}

export function PageAnonExclusive(k: Kernel, pfn: Pfn): boolean {
  return hasFlag(k.m, pfn, FRAME_ANON_EXCLUSIVE)
}
