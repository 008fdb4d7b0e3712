import { describe, expect, it } from 'vitest'
import { hex, U64_MAX } from './bits.ts'

describe('hex', () => {
  it.each([
    [0, '0x0'],
    [0x1000, '0x1000'],
    [0x1000_0000_0000n, '0x100000000000'],
    [U64_MAX, '0xffffffffffffffff'],
  ])('writes %s as %s', (value, text) => {
    expect(hex(value)).toBe(text)
  })
})
