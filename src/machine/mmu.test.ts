import { describe, expect, it } from 'vitest'
import { ACCESSED, DIRTY, makePte, NONE, PRESENT, PSE, pfnBits, RW, USER } from './entry.ts'
import { allocFrame, makeTable } from './frames.ts'
import { Machine } from './machine.ts'
import { access, entryIn, leafPfn, observe } from './mmu.ts'
import { createTlbs, invalidate, invalidateRange, lookup, tlbEntries } from './tlb.ts'
import type { Level, Pfn } from './units.ts'

const VPN = 0x100000005
const TABLE = PRESENT | RW | USER | ACCESSED | DIRTY

interface World {
  readonly m: Machine
  readonly mm: { readonly id: number; readonly pgd: Pfn }
  readonly tables: Readonly<Record<Level, Pfn>>
}

function table(m: Machine, level: Level): Pfn {
  const pfn = allocFrame(m)
  if (pfn === null || !makeTable(m, pfn, level)) throw new Error('no memory')
  return pfn
}

const entry = (pfn: Pfn, flags: number) => makePte(pfnBits(pfn).lo | flags, pfnBits(pfn).hi)

/** Two CPUs, and tables down to the leaf of VPN. */
function world(): World {
  const m = new Machine((bytes) => new ArrayBuffer(bytes))
  createTlbs(m, 2)
  const tables = { 4: table(m, 4), 3: table(m, 3), 2: table(m, 2), 1: table(m, 1) }
  for (const level of [4, 3, 2] as const) {
    const below = tables[(level - 1) as Level]
    m.setPte(entryIn(m.words, tables[level], VPN, level), entry(below, TABLE))
  }
  return { m, mm: { id: 1, pgd: tables[4] }, tables }
}

const leaf = ({ m, tables }: World) => entryIn(m.words, tables[1], VPN, 1)
const FRAME = 0x30000 as Pfn

describe('a walk', () => {
  it('ends at the first entry that leads nowhere', () => {
    const w = world()
    expect(observe(w.m.words, w.mm.pgd, VPN)).toMatchObject({ level: 1, pte: NONE })
    expect(observe(w.m.words, w.mm.pgd, VPN + 512).level).toBe(2)
    expect(observe(w.m.words, w.mm.pgd, VPN + 512 ** 2).level).toBe(3)
    expect(observe(w.m.words, w.mm.pgd, 0).level).toBe(4)
  })

  it('ends at a huge entry, whose frames follow each other', () => {
    const w = world()
    const pmd = entryIn(w.m.words, w.tables[2], VPN, 2)
    w.m.setPte(pmd, entry(FRAME, TABLE | PSE))
    const end = observe(w.m.words, w.mm.pgd, VPN)
    expect(end.level).toBe(2)
    expect(leafPfn(end.pte, end.level, VPN)).toBe(FRAME + 5)
    expect(access(w.m, 0, w.mm, VPN, true)).toEqual({ ok: true, pfn: FRAME + 5 })
    expect(lookup(w.m, 0, 1, VPN)?.lo).toBe(entry((FRAME + 5) as Pfn, TABLE).lo)
  })

  it('that only looks changes nothing', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | RW | USER))
    const before = w.m.hash()
    observe(w.m.words, w.mm.pgd, VPN)
    expect(w.m.hash()).toBe(before)
  })
})

describe('an access', () => {
  it('faults where nothing is, and says so', () => {
    const w = world()
    expect(access(w.m, 0, w.mm, VPN, false)).toEqual({ ok: false, present: false })
    expect(access(w.m, 0, w.mm, VPN + 512, true)).toEqual({ ok: false, present: false })
  })

  it('sets A on a load, A and D on a store, in the entry itself', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | RW | USER))
    expect(access(w.m, 0, w.mm, VPN, false)).toEqual({ ok: true, pfn: FRAME })
    expect(w.m.getPte(leaf(w)).lo & (ACCESSED | DIRTY)).toBe(ACCESSED)
    expect(access(w.m, 0, w.mm, VPN, true)).toEqual({ ok: true, pfn: FRAME })
    expect(w.m.getPte(leaf(w)).lo & (ACCESSED | DIRTY)).toBe(ACCESSED | DIRTY)
  })

  it('of a store faults on a read-only entry, which stays as it is', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | USER))
    expect(access(w.m, 0, w.mm, VPN, true)).toEqual({ ok: false, present: true })
    expect(w.m.getPte(leaf(w)).lo & (ACCESSED | DIRTY)).toBe(0)
  })

  it('believes a stale translation until it is dropped', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | RW | USER))
    access(w.m, 1, w.mm, VPN, true)
    w.m.setPte(leaf(w), NONE)
    expect(access(w.m, 1, w.mm, VPN, true)).toEqual({ ok: true, pfn: FRAME })
    expect(access(w.m, 0, w.mm, VPN, true)).toEqual({ ok: false, present: false })
    expect(invalidate(w.m, 1, 1, VPN)).toBe(true)
    expect(access(w.m, 1, w.mm, VPN, true)).toEqual({ ok: false, present: false })
  })

  it('of a store through a stale read-only translation faults once and drops it', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | USER))
    access(w.m, 0, w.mm, VPN, false)
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | RW | USER))
    expect(access(w.m, 0, w.mm, VPN, true)).toEqual({ ok: false, present: true })
    expect(lookup(w.m, 0, 1, VPN)).toBeNull()
    expect(access(w.m, 0, w.mm, VPN, true)).toEqual({ ok: true, pfn: FRAME })
  })
})

describe('a translation cache', () => {
  it('is one CPU’s, and one address space’s', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | RW | USER))
    access(w.m, 0, w.mm, VPN, false)
    expect(lookup(w.m, 0, 1, VPN)).not.toBeNull()
    expect([lookup(w.m, 1, 1, VPN), lookup(w.m, 0, 2, VPN)]).toEqual([null, null])
    expect(tlbEntries(w.m.words, 0)).toMatchObject([{ cpu: 0, mm: 1, vpn: VPN }])
  })

  it('tells pages apart whose numbers differ only above 32 bits', () => {
    const w = world()
    w.m.setPte(leaf(w), entry(FRAME, PRESENT | RW | USER))
    access(w.m, 0, w.mm, VPN, false)
    expect(lookup(w.m, 0, 1, VPN + 2 ** 32)).toBeNull()
  })

  it('loses a range, short or long, and tells how many that were', () => {
    for (const reach of [8, 4096]) {
      const w = world()
      for (let i = 0; i < 4; i++) {
        const at = entryIn(w.m.words, w.tables[1], VPN + i, 1)
        w.m.setPte(at, entry((FRAME + i) as Pfn, PRESENT | RW | USER))
        access(w.m, 0, w.mm, VPN + i, false)
      }
      expect(invalidateRange(w.m, 0, 2, VPN, VPN + reach)).toBe(0)
      expect(invalidateRange(w.m, 0, 1, VPN + 1, VPN + reach)).toBe(3)
      expect(tlbEntries(w.m.words, 0)).toHaveLength(1)
    }
  })
})
