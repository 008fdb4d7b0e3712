/** What an end of the line is like: its record, the values behind the mappings, and what is wrong with it. */
import { pte_none, pte_pfn, pte_present, pte_write } from '../linux/arch/x86/include/pgtable.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { vma_lookup } from '../linux/include/kernel.ts'
import { VM_READ, VM_WRITE } from '../linux/include/mm_types.ts'
import { isHugeFolio } from '../linux/mm/page_alloc.ts'
import { PRESENT } from '../machine/entry.ts'
import { COL_MAPCOUNT, COL_REFCOUNT, col, hasFrame, pageValue } from '../machine/frames.ts'
import { leafPfn, observe } from '../machine/mmu.ts'
import type { Mm } from '../machine/records.ts'
import { MM_WORD_FLUSH_PENDING } from '../machine/records.ts'
import { tlbEntries } from '../machine/tlb.ts'
import type { Pfn, Vpn } from '../machine/units.ts'
import type { RecordValue } from '../sim/outcome.ts'
import { recordValue } from '../sim/simulation.ts'
import type { Violation } from './violations.ts'

interface Mapped {
  readonly mm: Mm
  readonly name: string
  readonly vpn: Vpn
  readonly pfn: Pfn
  readonly isHardware: boolean
}

/** Every present page of a listed region, and of areas no region lists. */
function* mappedPages(k: Kernel): Iterable<Mapped> {
  for (const mm of k.m.all('mm')) {
    if (!mm.alive) continue
    for (const vma of mm.vmas) {
      for (let vpn = vma.start; vpn < vma.end; ) {
        const end = observe(k.m.words, mm.pgd, vpn)
        const isLeaf = end.level === 1 || (end.level === 2 && pte_present(end.pte))
        if (!isLeaf) {
          const span = 512 ** (end.level - 1)
          vpn += span - (vpn % span)
          continue
        }
        if (!pte_none(end.pte) && pte_present(end.pte)) {
          const region = mm.regions.find(
            (r) => r.listed && vpn >= r.start && vpn < r.start + r.pages,
          )
          const name = region === undefined ? '' : `${region.name}[${vpn - region.start}]`
          const at = { lo: end.pte.lo, hi: end.pte.hi }
          const isHardware = (at.lo & PRESENT) !== 0
          const pfn = isHardware ? leafPfn(at, end.level, vpn) : pte_pfn(at)
          yield { mm, name, vpn, pfn, isHardware }
        }
        vpn++
      }
    }
  }
}

/** What each process would read from each page that is there, without changing anything. */
export function valuesOf(k: Kernel): Record<string, RecordValue> {
  const values: Record<string, RecordValue> = {}
  for (const { mm, name, vpn, pfn, isHardware } of mappedPages(k)) {
    const vma = vma_lookup(mm, vpn)
    if (name === '' || !isHardware || vma === null || (vma.flags & (VM_READ | VM_WRITE)) === 0)
      continue
    values[`${mm.process}.${name}`] = recordValue(pageValue(k.m, pfn))
  }
  return values
}

/** What is wrong with the state when nothing moves any more. */
export function wrongAtEnd(k: Kernel): Violation[] {
  const found: Violation[] = []
  if (hasStaleTlb(k)) found.push('stale-tlb')
  if (hasWrongCounts(k)) found.push('share-count')
  if (hasStuck(k)) found.push('stuck')
  return found
}

/** Does a TLB allow more than the table does, with no flush to come? */
function hasStaleTlb(k: Kernel): boolean {
  const mms = new Map(k.m.all('mm').map((mm) => [mm.id, mm]))
  for (let cpu = 0; cpu < k.cpus; cpu++) {
    for (const entry of tlbEntries(k.m.words, cpu)) {
      const mm = mms.get(entry.mm)
      if (mm === undefined || !mm.alive) continue
      if ((k.m.words[mm.words + MM_WORD_FLUSH_PENDING] as number) > 0) continue
      const { pte, level } = observe(k.m.words, mm.pgd, entry.vpn)
      if ((pte.lo & PRESENT) === 0 || level > 2) return true
      if (leafPfn(pte, level, entry.vpn) !== pte_pfn(entry.pte)) return true
      if (pte_write(entry.pte) && !pte_write(pte)) return true
    }
  }
  return false
}

function hasWrongCounts(k: Kernel): boolean {
  const maps = new Map<Pfn, number>()
  for (const { pfn } of mappedPages(k)) {
    if (hasFrame(pfn) && !isHugeFolio(k, pfn)) maps.set(pfn, (maps.get(pfn) ?? 0) + 1)
  }
  for (const [pfn, count] of maps) {
    if (col(k.m, pfn, COL_MAPCOUNT) !== count || col(k.m, pfn, COL_REFCOUNT) < count) return true
  }
  return false
}

/**
 * Does a thread sleep whom no answer will reach: it stands in no queue, or its message has been read and its page is
 * registered no more? An unread message is never stuck: whoever reads it knows whom to wake.
 */
function hasStuck(k: Kernel): boolean {
  for (const task of k.m.all('task')) {
    const { state } = task
    if (state.is !== 'sleeping' || state.event || state.resume.does !== 'retry-access') continue
    const ctx = k.m.find('uffd', state.uffd)
    const isUnread = ctx?.pending.some((w) => w.actor === task.id) === true
    const isRead = ctx?.waiting.some((w) => w.actor === task.id) === true
    if (isUnread) continue
    const vma = vma_lookup(k.m.rec('mm', task.mm), state.resume.vpn)
    if (!isRead || vma === null || vma.uffd !== state.uffd) return true
  }
  return false
}
