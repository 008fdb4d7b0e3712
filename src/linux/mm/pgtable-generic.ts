/** Finding and making page tables. Linux: mm/memory.c (__pud_alloc …), mm/pgtable-generic.c, asm/pgalloc.h. */
import type { Pte } from '../../machine/entry.ts'
import { PRESENT, PSE, pfnOf } from '../../machine/entry.ts'
import { allocFrame, makeTable } from '../../machine/frames.ts'
import { entryIn, findTable, noteTable } from '../../machine/mmu.ts'
import type { Mm } from '../../machine/records.ts'
import type { EntryRef, Level, Pfn, Vpn } from '../../machine/units.ts'
import { tableEntry } from '../arch/x86/include/pgtable.ts'
import type { Kernel } from '../include/kernel.ts'
import { FN, MO } from '../include/sites.ts'

/** The table of that level on the way to `vpn`, or null where an entry above does not lead to one. */
export function tableAt(k: Kernel, mm: Mm, vpn: Vpn, level: Level): Pfn | null {
  if (k.m.footprint === null) return findTable(k.m.words, mm.pgd, vpn, level)
  let table = mm.pgd
  for (let at: Level = 4; at > level; at = (at - 1) as Level) {
    noteTable(k.m, table)
    const pte = k.m.getPte(entryIn(k.m.words, table, vpn, at))
    if ((pte.lo & PRESENT) === 0 || (pte.lo & PSE) !== 0) return null
    table = pfnOf(pte)
  }
  return table
}

/** The entry of that level for `vpn`, or null where its table is missing. */
export function entryAt(k: Kernel, mm: Mm, vpn: Vpn, level: Level): EntryRef | null {
  const table = tableAt(k, mm, vpn, level)
  if (table === null) return null
  noteTable(k.m, table)
  return entryIn(k.m.words, table, vpn, level)
}

/** The entry for `vpn` in a PTE table that is at hand. Linux: pte_offset_map(). */
export function pte_offset_map(k: Kernel, table: Pfn, vpn: Vpn): EntryRef {
  noteTable(k.m, table)
  return entryIn(k.m.words, table, vpn, 1)
}

/** The value of the PMD entry for `vpn`; none where its table is missing. */
export function pmdAt(k: Kernel, mm: Mm, vpn: Vpn): Pte {
  const entry = entryAt(k, mm, vpn, 2)
  return entry === null ? { lo: 0, hi: 0 } : k.m.getPte(entry)
}

/** A fresh table frame, not yet in the tree; null when memory is used up. Linux: pte_alloc_one() and its kin. */
export function allocTable(k: Kernel, level: Level): Pfn | null {
  const frame = allocFrame(k.m)
  return frame !== null && makeTable(k.m, frame, level) ? frame : null
}

const ALLOC_FN: Readonly<Record<1 | 2 | 3, number>> = {
  3: FN.__pud_alloc,
  2: FN.__pmd_alloc,
  1: FN.__pte_alloc,
}

/**
 * Makes the table of that level for `vpn` if its parent's entry is none; false when memory is used up.
 * Linux: pud_alloc(), pmd_alloc(), pte_alloc(), whose slow parts are __pud_alloc() and so on.
 */
export function allocLevel(k: Kernel, mm: Mm, vpn: Vpn, level: 1 | 2 | 3): boolean {
  const parent = entryAt(k, mm, vpn, (level + 1) as Level) as EntryRef
  if (k.m.getPte(parent).lo !== 0) return true
  k.enter(ALLOC_FN[level], mm.id, vpn)
  const table = allocTable(k, level)
  if (table !== null && level === 1) pmd_install(k, mm, vpn, parent, table)
  else if (table !== null) {
    k.m.setPte(parent, tableEntry(table))
    k.table(MO.table_allocated, mm.id, vpn, table, level)
  }
  k.leave()
  return table !== null
}

/** Hangs a PTE table under its PMD entry. */
export function pmd_install(k: Kernel, mm: Mm, vpn: Vpn, pmd: EntryRef, table: Pfn): void {
  k.enter(FN.pmd_install, mm.id, vpn)
  k.m.setPte(pmd, tableEntry(table))
  k.table(MO.table_allocated, mm.id, vpn, table, 1)
  k.leave()
}

/** Makes whatever is missing down to the table of `level`; false when memory is used up. */
export function allocDownTo(k: Kernel, mm: Mm, vpn: Vpn, level: 1 | 2): boolean {
  if (!allocLevel(k, mm, vpn, 3) || !allocLevel(k, mm, vpn, 2)) return false
  return level === 2 || allocLevel(k, mm, vpn, 1)
}
