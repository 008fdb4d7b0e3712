/**
 * The translation caches, one a CPU: 64 slots of four words, direct-mapped by page, tagged with the address space as
 * a PCID does. A huge mapping fills one slot a page.
 *
 * | word | meaning                                                    |
 * | ---- | ---------------------------------------------------------- |
 * | 0    | page number, low 32 bits                                   |
 * | 1    | VALID, address space << 4, page number bits 32–34          |
 * | 2, 3 | the leaf entry as it was when it was loaded                |
 */
import type { Pte } from './entry.ts'
import type { Machine } from './machine.ts'
import { HEADER_TLBS } from './phys.ts'
import type { CpuId, Vpn } from './units.ts'

export const TLB_SLOTS = 64
export const TLB_SLOT_WORDS = 4
const VALID = 0x80000000

/** One translation as a CPU holds it. */
export interface TlbEntry {
  readonly cpu: CpuId
  readonly mm: number
  readonly vpn: Vpn
  readonly pte: Pte
}

export function createTlbs(m: Machine, cpus: number): void {
  for (let cpu = 0; cpu < cpus; cpu++) {
    m.write(HEADER_TLBS + cpu, m.allocWords(TLB_SLOTS * TLB_SLOT_WORDS) as number)
  }
}

/** The header is written once, at boot: looking at it tells a thread nothing. */
function slotOf(m: Machine, cpu: CpuId, vpn: Vpn): number {
  return (m.words[HEADER_TLBS + cpu] as number) + (vpn % TLB_SLOTS) * TLB_SLOT_WORDS
}

function tagOf(mm: number, vpn: Vpn): number {
  return (VALID | (mm << 4) | Math.floor(vpn / 0x100000000)) >>> 0
}

/** The cached leaf for a page, or null. */
export function lookup(m: Machine, cpu: CpuId, mm: number, vpn: Vpn): Pte | null {
  const at = slotOf(m, cpu, vpn)
  if (m.read(at + 1) !== tagOf(mm, vpn) || m.read(at) !== vpn >>> 0) return null
  return { lo: m.read(at + 2), hi: m.read(at + 3) }
}

export function fill(m: Machine, cpu: CpuId, mm: number, vpn: Vpn, pte: Pte): void {
  const at = slotOf(m, cpu, vpn)
  m.write(at, vpn >>> 0)
  m.write(at + 1, tagOf(mm, vpn))
  m.write(at + 2, pte.lo)
  m.write(at + 3, pte.hi)
}

/** Drops one page's translation; true if there was one. */
export function invalidate(m: Machine, cpu: CpuId, mm: number, vpn: Vpn): boolean {
  if (lookup(m, cpu, mm, vpn) === null) return false
  m.write(slotOf(m, cpu, vpn) + 1, 0)
  return true
}

/** Drops every translation of an address space in `[from, to)`; returns how many there were. */
export function invalidateRange(m: Machine, cpu: CpuId, mm: number, from: Vpn, to: Vpn): number {
  if (to - from <= TLB_SLOTS) {
    let few = 0
    for (let vpn = from; vpn < to; vpn++) if (invalidate(m, cpu, mm, vpn)) few++
    return few
  }
  let many = 0
  const base = m.words[HEADER_TLBS + cpu] as number
  for (let slot = 0; slot < TLB_SLOTS; slot++) {
    const at = base + slot * TLB_SLOT_WORDS
    m.note(at + 1)
    m.note(at)
    const entry = decode(m.words, cpu, at)
    if (entry === null || entry.mm !== mm || entry.vpn < from || entry.vpn >= to) continue
    m.write(at + 1, 0)
    many++
  }
  return many
}

function decode(words: Uint32Array, cpu: CpuId, at: number): TlbEntry | null {
  const tag = words[at + 1] as number
  if (tag < VALID) return null
  return {
    cpu,
    mm: (tag & ~VALID) >>> 4,
    vpn: (tag & 7) * 0x100000000 + (words[at] as number),
    pte: { lo: words[at + 2] as number, hi: words[at + 3] as number },
  }
}

/** All translations that a CPU holds, by page. Only looks: for the inspector and for tests. */
export function tlbEntries(words: Uint32Array, cpu: CpuId): TlbEntry[] {
  const base = words[HEADER_TLBS + cpu] as number
  const found: TlbEntry[] = []
  for (let slot = 0; slot < TLB_SLOTS; slot++) {
    const entry = decode(words, cpu, base + slot * TLB_SLOT_WORDS)
    if (entry !== null) found.push(entry)
  }
  return found.sort((a, b) => a.mm - b.mm || a.vpn - b.vpn)
}
