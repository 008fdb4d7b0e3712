/** The pages of all address spaces at one moment, by place: what the rules about changes compare. */
import { pte_write } from '../../linux/arch/x86/include/pgtable.ts'
import { VM_UFFD_WP } from '../../linux/include/mm_types.ts'
import { pte_any_uffd_wp } from '../../linux/mm/memory/marker.ts'
import type { Snapshot } from './snapshot.ts'
import { placeOf } from './stale.ts'

export interface PageState {
  readonly name: string
  /** uffd-wp, in an entry of any kind. */
  readonly isProtected: boolean
  readonly isWritable: boolean
  /** Its area is registered for write-protection. */
  readonly isArmed: boolean
  /** The frame of a present entry. */
  readonly pfn: number | null
  readonly isHuge: boolean
}

export interface Moment {
  readonly pages: ReadonlyMap<number, PageState>
  /** Tables of the lowest level, by address space. */
  readonly pteTables: ReadonlyMap<number, number>
}

export function momentOf({ leaves, tables }: Snapshot): Moment {
  const pages = new Map<number, PageState>()
  for (const leaf of leaves) {
    const { mm, vma, vpn, pte, pfn } = leaf
    for (let i = 0; i < leaf.pages; i++) {
      pages.set(placeOf(mm.id, vpn + i), {
        name: `${mm.process} page ${(vpn + i).toString(16)}`,
        isProtected: pte_any_uffd_wp(pte),
        isWritable: pfn !== null && pte_write(pte),
        isArmed: vma !== null && (vma.flags & VM_UFFD_WP) !== 0,
        pfn: pfn === null ? null : pfn + i,
        isHuge: leaf.pages === 512,
      })
    }
  }
  const pteTables = new Map<number, number>()
  for (const { mm, level } of tables) {
    if (level === 1) pteTables.set(mm.id, (pteTables.get(mm.id) ?? 0) + 1)
  }
  return { pages, pteTables }
}
