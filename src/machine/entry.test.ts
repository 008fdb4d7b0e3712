import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { equalPte, hexPte, makePte, NX_HI, PRESENT, pfnBits, pfnOf, RW } from './entry.ts'
import type { Pfn } from './units.ts'
import { indexAt, LEVEL_NAMES, USER_PAGES } from './units.ts'

describe('an entry', () => {
  it('carries every frame number of 40 bits through both halves', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 31 - 1), fc.nat(511), (low, high) => {
        const pfn = (low + high * 2 ** 31) as Pfn
        expect(pfnOf(pfnBits(pfn))).toBe(pfn)
      }),
      { seed: 1 },
    )
  })

  it('keeps flags and frame apart', () => {
    const bits = pfnBits(0x1a200 as Pfn)
    const pte = makePte(bits.lo | PRESENT | RW, bits.hi | NX_HI)
    expect(pfnOf(pte)).toBe(0x1a200)
    expect(hexPte(pte)).toBe('0x800000001a200003')
  })

  it('has unsigned halves, so equal entries are equal', () => {
    expect(makePte(-1, -1)).toEqual({ lo: 0xffffffff, hi: 0xffffffff })
    expect(equalPte(makePte(-1, 0), { lo: 0xffffffff, hi: 0 })).toBe(true)
    expect(equalPte(makePte(1, 0), makePte(1, 1))).toBe(false)
  })

  it('prints as 16 hex digits', () => {
    expect(hexPte(makePte(0x867, 0x80000000))).toBe('0x8000000000000867')
    expect(hexPte(makePte(0, 0))).toBe('0x0000000000000000')
  })
})

describe('a page number', () => {
  it('splits into four indices of nine bits', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (n) => {
        const vpn = n % USER_PAGES
        const again = ([4, 3, 2, 1] as const).reduce((sum, l) => sum * 512 + indexAt(vpn, l), 0)
        expect(again).toBe(vpn)
      }),
      { seed: 2 },
    )
  })

  it('counts levels as x86 does', () => {
    expect(LEVEL_NAMES).toEqual({ 1: 'PTE', 2: 'PMD', 3: 'PUD', 4: 'PGD' })
  })
})
