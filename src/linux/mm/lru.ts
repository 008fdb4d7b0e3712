/**
 * A CPU keeps the pages that it made last in a cache of its own before they join the LRU lists, and holds a reference to
 * each. Behaviour `lru-cache-ref`; without it the caches are empty at all times. Linux: mm/swap.c.
 */
import type { Pfn } from '../../machine/units.ts'
import type { Kernel } from '../include/kernel.ts'
import { folio_get, folio_put } from './page_alloc.ts'

/** Pages of one cache; with the last of them all go to the lists. Linux: PAGEVEC_SIZE. */
const PAGEVEC_SIZE = 15

function caches(k: Kernel): readonly (readonly Pfn[])[] {
  return k.m.rec('session', 0).lru ?? Array.from({ length: k.cpus }, () => [])
}

function setCache(k: Kernel, pages: readonly Pfn[]): void {
  const { cpu } = k.running
  const lru = caches(k).map((cache, i) => (i === cpu ? pages : cache))
  k.m.put('session', 0, { ...k.m.rec('session', 0), lru })
}

/** A new anonymous page goes into the running CPU's cache. */
export function folio_add_lru(k: Kernel, pfn: Pfn): void {
  if (!k.b['lru-cache-ref']) return
  folio_get(k, pfn)
  setCache(k, [...(caches(k)[k.running.cpu] ?? []), pfn])
  if ((caches(k)[k.running.cpu]?.length ?? 0) >= PAGEVEC_SIZE) lru_add_drain(k)
}

/** Empties the running CPU's cache: its references go. */
export function lru_add_drain(k: Kernel): void {
  if (!k.b['lru-cache-ref']) return
  const pages = caches(k)[k.running.cpu] ?? []
  if (pages.length === 0) return
  setCache(k, [])
  for (const pfn of pages) folio_put(k, pfn)
}
