/** Invariants of single entries: what may be in an entry, given its area and its page. */
import {
  pte_dirty,
  pte_special,
  pte_uffd_wp,
  pte_write,
} from '../../linux/arch/x86/include/pgtable.ts'
import {
  _PAGE_DIRTY,
  _PAGE_RW,
  _PAGE_SAVED_DIRTY_HI,
  _PAGE_TABLE,
} from '../../linux/arch/x86/include/pgtable_types.ts'
import type { Kernel } from '../../linux/include/kernel.ts'
import { VM_SHARED, VM_UFFD_WP, vma_is_anonymous } from '../../linux/include/mm_types.ts'
import { is_pte_marker } from '../../linux/include/swapops.ts'
import type { Behaviours } from '../../linux/profiles/behaviours.ts'
import {
  COL_FLAGS,
  COL_INDEX,
  COL_MAPPING,
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  hasFrame,
  isZeroPfn,
} from '../../machine/frames.ts'
import { frameWord, ZERO_PFN } from '../../machine/phys.ts'
import type { Vma } from '../../machine/records.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Leaf, Snapshot } from './snapshot.ts'
import type { Stale } from './stale.ts'
import { placeOf } from './stale.ts'
import type { Violation } from './violation.ts'
import { nameOfLeaf } from './violation.ts'

/** Every way in which uffd-wp can stay behind in an area that is not, or no longer, registered for it. */
export function mayLeaveStaleBits(b: Behaviours): boolean {
  const fixes = ['rereg-busy', 'unregister-reset', 'close-reset', 'mremap-clear', 'fork-wp-child']
  return fixes.some((id) => !b[id as keyof Behaviours])
}

/**
 * Rule 2: a protected entry is read-only.
 *
 * @param stale where uffd-wp was left behind earlier; null: not known, then the rule is only asked of kernels that leave
 *   none
 */
export function wpIsReadOnly({ b }: Kernel, leaf: Leaf, stale: Stale | null): Violation | null {
  const { vma, pte, pfn } = leaf
  if (pfn === null || vma === null || (vma.flags & VM_UFFD_WP) === 0) return null
  if (!pte_uffd_wp(pte) || !pte_write(pte)) return null
  // Before that patch the bit meant nothing.
  if (!b['uffd-wp-bit']) return null
  // The fault on a marker in anonymous memory relies on it that setting the bit clears RW.
  if (b['wp-unpopulated'] && !b['mkuffd-wrprotect'] && vma_is_anonymous(vma)) return null
  // mprotect gives RW back to shared entries whatever their bit says.
  if (!b['wp-writenotify'] && (vma.flags & VM_SHARED) !== 0) return null
  if (stale === null ? mayLeaveStaleBits(b) : stale.frames.has(pfn)) return null
  return { rule: 'wp-is-read-only', what: `${nameOfLeaf(leaf)} has uffd-wp and RW` }
}

/** Rule 3: a marker stands in a file's area, or where the context asked for markers in anonymous memory. */
function markerPlace(k: Kernel, leaf: Leaf, stale: Stale | null): Violation | null {
  const { vma, pte } = leaf
  if (vma === null || !is_pte_marker(pte)) return null
  const what = `${nameOfLeaf(leaf)} holds a marker`
  if (!k.b['wp-none-pte.marker'] && !k.b['persist-on-zap']) return { rule: 'marker-place', what }
  if (!vma_is_anonymous(vma)) return null
  if ((vma.flags & VM_UFFD_WP) === 0)
    return k.b['wp-unpopulated'] ? null : { rule: 'marker-place', what }
  const features = k.m.find('uffd', vma.uffd)?.features ?? []
  const isAsked = features.includes('wp-unpopulated') || features.includes('wp-async')
  const isOld =
    stale === null ? mayLeaveStaleBits(k.b) : stale.places.has(placeOf(leaf.mm.id, leaf.vpn))
  return isAsked || isOld ? null : { rule: 'marker-place', what: `${what} that nobody asked for` }
}

/** Rules 5 and 7: private memory is writable only where the page is anonymous and this process's alone. */
function privateRwIsExclusive(k: Kernel, leaf: Leaf): Violation | null {
  const { vma, pte, pfn } = leaf
  if (pfn === null || vma === null || (vma.flags & VM_SHARED) !== 0 || !pte_write(pte)) return null
  // Without the bit of its own, resolving gives RW to whatever is dirty: what that patch was about.
  if (!k.b['uffd-wp-bit'] || isZeroPfn(pfn)) return null
  const flags = flagsOf(k, pfn)
  const rule = 'private-rw-is-exclusive'
  if ((flags & FRAME_ANON) === 0)
    return { rule, what: `${nameOfLeaf(leaf)} is private and maps a file's page writable` }
  if (!k.b['anon-exclusive'] || (flags & FRAME_ANON_EXCLUSIVE) !== 0) return null
  return { rule, what: `${nameOfLeaf(leaf)} is writable, but its page is not exclusive` }
}

/** Rule 6: the zero page is never written. */
function zeroPage(k: Kernel, leaf: Leaf): Violation | null {
  const { pte, pfn } = leaf
  if (pfn === null || !isZeroPfn(pfn)) return null
  const rule = 'zero-page'
  if (pte_write(pte)) return { rule, what: `${nameOfLeaf(leaf)} maps the zero page writable` }
  if (pte_dirty(pte)) return { rule, what: `${nameOfLeaf(leaf)} maps the zero page dirty` }
  const isMarked = pfn === ZERO_PFN || k.b['huge-zero-special']
  if (pte_special(pte) === isMarked) return null
  return {
    rule,
    what: `${nameOfLeaf(leaf)} maps the zero page ${isMarked ? 'without' : 'with'} SPECIAL`,
  }
}

/** Rule 14: shared memory shows what the file holds: each entry leads to the frame in the page cache. */
function sharedContents(k: Kernel, leaf: Leaf): Violation | null {
  const { vma, pfn, vpn } = leaf
  if (pfn === null || vma === null || vma.file === null) return null
  const rule = 'shared-contents'
  const isShared = (vma.flags & VM_SHARED) !== 0
  if (!hasFrame(pfn))
    return isShared ? { rule, what: `${nameOfLeaf(leaf)} maps the zero page` } : null
  if ((flagsOf(k, pfn) & FRAME_ANON) !== 0)
    return isShared
      ? { rule, what: `${nameOfLeaf(leaf)} is shared and maps anonymous memory` }
      : null
  const at = frameWord(k.m.words, pfn)
  const isRight =
    k.m.words[at + COL_MAPPING] === vma.file + 1 && k.m.words[at + COL_INDEX] === indexIn(vma, vpn)
  return isRight ? null : { rule, what: `${nameOfLeaf(leaf)} maps another page than its file's` }
}

function indexIn(vma: Vma, vpn: number): number {
  return vma.pgoff + (vpn - vma.start)
}

/** Rule 15: a read-only entry keeps D in SAVED_DIRTY, a writable one in D; before v6.6 there is no such bit. */
function savedDirty(k: Kernel, leaf: Leaf): Violation | null {
  const { pte, pfn } = leaf
  if (pfn === null) return null
  const hasD = (pte.lo & _PAGE_DIRTY) !== 0
  const hasSaved = (pte.hi & _PAGE_SAVED_DIRTY_HI) !== 0
  const isWritable = (pte.lo & _PAGE_RW) !== 0
  const rule = 'saved-dirty'
  if (hasSaved && (!k.b['saved-dirty'] || isWritable))
    return { rule, what: `${nameOfLeaf(leaf)} has SAVED_DIRTY${isWritable ? ' and RW' : ''}` }
  if (!k.b['saved-dirty'] || !hasD || isWritable) return null
  return { rule, what: `${nameOfLeaf(leaf)} is read-only and has D: a shadow stack` }
}

function noArea(_k: Kernel, leaf: Leaf): Violation | null {
  if (leaf.vma !== null) return null
  return { rule: 'counts', what: `${nameOfLeaf(leaf)} is mapped outside every area` }
}

const LEAF_RULES = [noArea, markerPlace, privateRwIsExclusive, zeroPage, sharedContents, savedDirty]

/** All of the above, and rule 19: an entry that leads to a table has these flags and no others. */
export function entryViolations(k: Kernel, snapshot: Snapshot, stale: Stale | null): Violation[] {
  const found: Violation[] = []
  for (const leaf of snapshot.leaves) {
    const wp = wpIsReadOnly(k, leaf, stale)
    if (wp !== null) found.push(wp)
    for (const rule of LEAF_RULES) {
      const violation = rule(k, leaf, stale)
      if (violation !== null) found.push(violation)
    }
  }
  for (const { parent, mm, level } of snapshot.tables) {
    if (parent === null || (parent.lo & 0xfff) === _PAGE_TABLE) continue
    found.push({
      rule: 'table-entry',
      what: `an entry of ${mm.process} to a table of level ${level} has flags ${parent.lo & 0xfff}`,
    })
  }
  return found
}

function flagsOf(k: Kernel, pfn: Pfn): number {
  return k.m.words[frameWord(k.m.words, pfn) + COL_FLAGS] as number
}
