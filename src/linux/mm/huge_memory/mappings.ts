/** Where page tables map a large folio or a part of it, in any process. Linux: mm/page_vma_mapped.c. */

import type { Mm, Vma } from '../../../machine/records.ts'
import type { EntryRef, Pfn, Vpn } from '../../../machine/units.ts'
import { PAGES_PER_PMD } from '../../../machine/units.ts'
import { pmd_trans_huge, pte_pfn, pte_present } from '../../arch/x86/include/pgtable.ts'
import type { Kernel } from '../../include/kernel.ts'
import { entryAt, pmdAt, tableAt } from '../pgtable-generic.ts'

export interface HugeMapping {
  readonly mm: Mm
  readonly vma: Vma
  readonly vpn: Vpn
  /** 1: an entry of one part. 2: the entry of the whole page. */
  readonly level: 1 | 2
}

export function* mappingsOf(k: Kernel, head: Pfn, pages = PAGES_PER_PMD): Generator<HugeMapping> {
  for (const mm of k.m.all('mm')) {
    if (!mm.alive) continue
    for (const vma of mm.vmas) yield* mappingsIn(k, mm, vma, head, pages)
  }
}

function* mappingsIn(
  k: Kernel,
  mm: Mm,
  vma: Vma,
  head: Pfn,
  pages: number,
): Generator<HugeMapping> {
  for (let at = vma.start; at < vma.end; ) {
    const next = Math.min(vma.end, at - (at % PAGES_PER_PMD) + PAGES_PER_PMD)
    const pmd = pmdAt(k, mm, at)
    if (pmd_trans_huge(pmd)) {
      if (pte_pfn(pmd) === head) yield { mm, vma, vpn: at, level: 2 }
    } else if (tableAt(k, mm, at, 1) !== null) {
      for (let vpn = at; vpn < next; vpn++) {
        const pte = k.m.getPte(entryAt(k, mm, vpn, 1) as EntryRef)
        const part = pte_present(pte) ? pte_pfn(pte) - head : -1
        if (part >= 0 && part < pages) yield { mm, vma, vpn, level: 1 }
      }
    }
    at = next
  }
}
