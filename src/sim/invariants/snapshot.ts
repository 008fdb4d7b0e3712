/**
 * Everything that the tables of all address spaces say at one moment, found by walking them from the top: what the
 * invariants are asked about. It trusts no count and no list that the kernel keeps.
 */
import { pte_none, pte_pfn, pte_present } from '../../linux/arch/x86/include/pgtable.ts'
import type { Kernel } from '../../linux/include/kernel.ts'
import type { Pte } from '../../machine/entry.ts'
import { PRESENT, PSE, pfnOf } from '../../machine/entry.ts'
import { COL_TABLE_WORDS } from '../../machine/frames.ts'
import { frameWord } from '../../machine/phys.ts'
import type { Mm, Vma } from '../../machine/records.ts'
import type { Level, Pfn, Vpn } from '../../machine/units.ts'
import { PTRS_PER_TABLE } from '../../machine/units.ts'

/** An entry that maps something, or stands for something: of one page, or of 512. */
export interface Leaf {
  readonly mm: Mm
  /** The area that it lies in; null is an error in itself. */
  readonly vma: Vma | null
  readonly vpn: Vpn
  readonly pages: 1 | 512
  readonly pte: Pte
  /** The (first) frame of a present entry, else null. */
  readonly pfn: Pfn | null
}

/** A table, and the entry that leads to it. */
export interface Table {
  readonly mm: Mm
  readonly pfn: Pfn
  readonly level: Level
  /** First page that it covers. */
  readonly vpn: Vpn
  /** Null for the root. */
  readonly parent: Pte | null
}

export interface Snapshot {
  readonly leaves: readonly Leaf[]
  readonly tables: readonly Table[]
}

/** Walks the tables of every address space that is alive. Only looks. */
export function takeSnapshot(k: Kernel): Snapshot {
  const leaves: Leaf[] = []
  const tables: Table[] = []
  for (const mm of k.m.all('mm')) {
    if (mm.alive) walkTable(k.m.words, { mm, pfn: mm.pgd, level: 4, vpn: 0, parent: null })
  }
  return { leaves, tables }

  function walkTable(words: Uint32Array, table: Table): void {
    tables.push(table)
    const first = words[frameWord(words, table.pfn) + COL_TABLE_WORDS] as number
    const span = PTRS_PER_TABLE ** (table.level - 1)
    for (let i = 0; i < PTRS_PER_TABLE; i++) {
      const lo = words[first + 2 * i] as number
      const hi = words[first + 2 * i + 1] as number
      if (lo === 0 && hi === 0) continue
      const pte = { lo, hi }
      const vpn = table.vpn + i * span
      if (table.level === 1 || (lo & PSE) !== 0) addLeaf(table, vpn, pte)
      else if ((lo & PRESENT) !== 0) {
        const level = (table.level - 1) as Level
        walkTable(words, { mm: table.mm, pfn: pfnOf(pte), level, vpn, parent: pte })
      }
    }
  }

  function addLeaf({ mm, level }: Table, vpn: Vpn, pte: Pte): void {
    if (pte_none(pte)) return
    const vma = mm.vmas.find((area) => area.start <= vpn && vpn < area.end) ?? null
    const pfn = pte_present(pte) ? pte_pfn(pte) : null
    leaves.push({ mm, vma, vpn, pages: level === 2 ? 512 : 1, pte, pfn })
  }
}
