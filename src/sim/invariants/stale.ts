/**
 * Stale bits: uffd-wp left behind in an area that is not registered for it. Some releases leave it, and what follows
 * from it later is not a new fault; so whoever judges a whole run remembers where it has been seen.
 */
import { VM_UFFD_WP } from '../../linux/include/mm_types.ts'
import { pte_any_uffd_wp } from '../../linux/mm/memory/marker.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Leaf, Snapshot } from './snapshot.ts'

export interface Stale {
  /** Frames whose entry had a stale bit. */
  readonly frames: Set<Pfn>
  /** Places, as `placeOf` names them. */
  readonly places: Set<number>
}

export function noStale(): Stale {
  return { frames: new Set(), places: new Set() }
}

/** One number for a page of an address space. */
export function placeOf(mm: number, vpn: number): number {
  return mm * 2 ** 35 + vpn
}

export function isStale({ vma, pte }: Leaf): boolean {
  return vma !== null && (vma.flags & VM_UFFD_WP) === 0 && pte_any_uffd_wp(pte)
}

/** Leaves that are stale now; they are remembered in `stale`, and given back where they are new in it. */
export function rememberStale(stale: Stale, { leaves }: Snapshot): Leaf[] {
  const fresh: Leaf[] = []
  for (const leaf of leaves) {
    if (!isStale(leaf)) continue
    let isNew = false
    for (let i = 0; i < leaf.pages; i++) {
      const place = placeOf(leaf.mm.id, leaf.vpn + i)
      if (!stale.places.has(place)) isNew = true
      stale.places.add(place)
      if (leaf.pfn !== null) stale.frames.add((leaf.pfn + i) as Pfn)
    }
    if (isNew) fresh.push(leaf)
  }
  return fresh
}
