/** Splitting a huge mapping into a table of 512 entries. Linux: mm/huge_memory.c __split_huge_pmd_locked(). */
import { assert } from '../../../base/assert.ts'
import type { Pte } from '../../../machine/entry.ts'
import { NONE } from '../../../machine/entry.ts'
import {
  addCol,
  COL_MAPCOUNT,
  FRAME_ANON_EXCLUSIVE,
  hasFlag,
  isZeroPfn,
  setFlag,
} from '../../../machine/frames.ts'
import { ZERO_PFN } from '../../../machine/phys.ts'
import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import {
  mk_pte,
  pmd_trans_huge,
  pte_dirty,
  pte_mkdirty,
  pte_mkold,
  pte_mksoft_dirty,
  pte_mkspecial,
  pte_mkuffd_wp,
  pte_mkwrite,
  pte_pfn,
  pte_soft_dirty,
  pte_uffd_wp,
  pte_write,
  pte_wrprotect,
  pte_young,
  tableEntry,
} from '../../arch/x86/include/pgtable.ts'
import { vmPageProt } from '../../arch/x86/mm/pgprot.ts'
import { flush_tlb_mm_range } from '../../arch/x86/mm/tlb.ts'
import type { Kernel } from '../../include/kernel.ts'
import { VM_WRITE, vma_is_anonymous } from '../../include/mm_types.ts'
import { FN, MO } from '../../include/sites.ts'
import type { mmu_gather } from '../mmu_gather.ts'
import { tlb_flush_pte_range } from '../mmu_gather.ts'
import { folio_get, folio_mark_dirty, folio_put } from '../page_alloc.ts'
import { allocTable, entryAt } from '../pgtable-generic.ts'
import { addHugeRmap } from '../rmap.ts'
import { countMapper } from './mm-ids.ts'

/**
 * Under the PMD table's lock. Of a file, the mapping just goes: its pages can be found again. With `freeze` the page
 * itself is about to be split, and its entries come by way of migration entries.
 */
export function __split_huge_pmd(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  vpn: Vpn,
  gather: mmu_gather | null,
  freeze = false,
): void {
  k.enter(FN.__split_huge_pmd, mm.id, vpn)
  const start = vpn - (vpn % 512)
  const entry = entryAt(k, mm, vpn, 2) as EntryRef
  const old = k.m.getPte(entry)
  // Whoever held the lock before may have split it.
  if (pmd_trans_huge(old)) {
    k.enter(FN.__split_huge_pmd_locked, mm.id, start)
    if (!vma_is_anonymous(vma)) zapFilePmd(k, mm, start, entry, old, gather)
    else splitAnonymous(k, mm, vma, start, entry, old, freeze)
    k.leave()
  }
  k.leave()
}

function zapFilePmd(
  k: Kernel,
  mm: Mm,
  start: Vpn,
  entry: EntryRef,
  old: Pte,
  gather: mmu_gather | null,
): void {
  const head = pte_pfn(old)
  k.m.setPte(entry, NONE)
  k.set(MO.file_pmd_zapped, mm.id, start, entry)
  if (gather === null) flush_tlb_mm_range(k, mm, start, start + 512)
  else tlb_flush_pte_range(gather, start, start + 512)
  if (pte_dirty(old)) folio_mark_dirty(k, head)
  addHugeRmap(k, mm, head, -1)
  folio_put(k, head)
}

function splitAnonymous(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  start: Vpn,
  pmd: EntryRef,
  old: Pte,
  freeze: boolean,
): void {
  const head = pte_pfn(old)
  const isZero = isZeroPfn(head)
  const keepsDirty = k.b['split-keeps-dirty'] || (freeze && k.b['migration-keeps-dirty'])
  const table = allocTable(k, 1)
  assert(table !== null, 'the deposited table is missing')
  if (!isZero) countParts(k, mm, head)
  if (!isZero && pte_dirty(old)) folio_mark_dirty(k, head)
  k.m.setPte(pmd, tableEntry(table))
  for (let i = 0; i < 512; i++) {
    const entry = entryAt(k, mm, start + i, 1) as EntryRef
    k.m.setPte(
      entry,
      isZero ? zeroPart(k, vma, old) : anonPart(k, vma, old, (head + i) as Pfn, keepsDirty),
    )
  }
  flush_tlb_mm_range(k, mm, start, start + 512)
  k.table(MO.huge_pmd_split, mm.id, start, table, 1)
}

/** The huge mapping's one reference and count become 512. */
function countParts(k: Kernel, mm: Mm, head: Pfn): void {
  const isExclusive = hasFlag(k.m, head, FRAME_ANON_EXCLUSIVE)
  folio_get(k, head, 511)
  countMapper(k, head, mm, 512)
  addHugeRmap(k, mm, head, -1)
  for (let i = 0; i < 512; i++) {
    const part = (head + i) as Pfn
    addCol(k.m, part, COL_MAPCOUNT, 1)
    setFlag(k.m, part, FRAME_ANON_EXCLUSIVE, isExclusive)
  }
}

function anonPart(k: Kernel, vma: Vma, old: Pte, pfn: Pfn, keepsDirty: boolean): Pte {
  const { b } = k
  let pte = mk_pte(pfn, vmPageProt(vma))
  if (pte_write(old) && (vma.flags & VM_WRITE) !== 0) pte = pte_mkwrite(pte)
  else pte = pte_wrprotect(b, pte)
  if (!pte_young(old)) pte = pte_mkold(pte)
  if (pte_dirty(old) && keepsDirty) pte = pte_mkdirty(b, pte)
  if (pte_soft_dirty(old)) pte = pte_mksoft_dirty(b, pte)
  return pte_uffd_wp(old) ? pte_mkuffd_wp(b, pte) : pte
}

function zeroPart(k: Kernel, vma: Vma, old: Pte): Pte {
  const pte = pte_mkspecial(mk_pte(ZERO_PFN as Pfn, vmPageProt(vma)))
  return pte_uffd_wp(old) && k.b['huge-zero-split-wp'] ? pte_mkuffd_wp(k.b, pte) : pte
}
