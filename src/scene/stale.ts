/** Translations that a CPU still holds though the tables say something else: what a missing flush would use. */
import type { Pte } from '../machine/entry.ts'
import { pfnOf, RW } from '../machine/entry.ts'
import type { Mm } from '../machine/records.ts'
import type { TlbEntry } from '../machine/tlb.ts'
import type { Vpn } from '../machine/units.ts'
import { indexAt } from '../machine/units.ts'
import { decodeEntry } from './decode-entry.ts'
import type { Read } from './memory.ts'
import { walkSteps } from './memory.ts'
import type { Stale } from './rows.ts'
import { pfnText } from './text.ts'

/** Would the cached entry allow what the tables do not, or reach another frame? */
export function isStale(read: Read, mm: Mm | undefined, cached: TlbEntry): boolean {
  if (mm === undefined || !mm.alive) return true
  const leaf = walkSteps(read, mm.pgd, cached.vpn).at(-1)
  if (leaf === undefined) return true
  const now = decodeEntry(leaf.pte, leaf.level)
  if (now.letters === null || now.state === 'no-access' || now.pfn === null) return true
  const frame = now.pfn + (leaf.level === 2 ? indexAt(cached.vpn, 1) : 0)
  return frame !== pfnOf(cached.pte) || (allowsWrite(cached.pte) && !allowsWrite(leaf.pte))
}

export function allowsWrite(pte: Pte): boolean {
  return (pte.lo & RW) !== 0
}

/** Stale translations of one address space, by page. */
export function staleByPage(read: Read, mm: Mm, cached: readonly TlbEntry[]): Map<Vpn, Stale> {
  const found = new Map<Vpn, Stale>()
  for (const entry of cached) {
    if (entry.mm !== mm.id || !isStale(read, mm, entry)) continue
    const before = found.get(entry.vpn)
    found.set(entry.vpn, {
      cpus: [...(before?.cpus ?? []), entry.cpu],
      writable: allowsWrite(entry.pte) || (before?.writable ?? false),
      frame: pfnText(pfnOf(entry.pte)),
    })
  }
  return found
}
