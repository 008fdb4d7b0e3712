import { describe, expect, it } from 'vitest'
import { hex } from '../base/bits.ts'
import { regionPlacer } from './layout.ts'

function starts(...regions: [pages: number, at?: bigint][]): string[] {
  const place = regionPlacer()
  return regions.map(([pages, at]) => hex(place({ pages, at: at ?? null })))
}

describe('regionPlacer', () => {
  it('puts regions 1 GiB apart', () => {
    expect(starts([1], [262144], [1])).toEqual([
      '0x100000000000',
      '0x100040000000',
      '0x100080000000',
    ])
  })

  it('gives a region as many gigabytes as it needs', () => {
    expect(starts([262145], [1048576], [1])).toEqual([
      '0x100000000000',
      '0x100080000000',
      '0x100180000000',
    ])
  })

  it('counts regions that lie elsewhere, and those of no pages', () => {
    expect(starts([262145, 0x5000n], [0], [1])).toEqual([
      '0x5000',
      '0x100080000000',
      '0x1000c0000000',
    ])
  })
})
