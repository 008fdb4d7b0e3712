import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePercent, encodePercent } from './percent.ts'

describe('percent-encoding', () => {
  it.each([
    ['', ''],
    ['main:A,3', 'main:A,3'],
    ['A[3]', 'A%5B3%5D'],
    ['a&b=c%', 'a%26b%3Dc%25'],
    ['é', '%C3%A9'],
  ])('writes and reads %j as %j', (text, encoded) => {
    expect(encodePercent(text)).toBe(encoded)
    expect(decodePercent(encoded)).toBe(text)
  })

  it.each(['%', '%4', '%zz', '%+1', '%C3', '%FF'])('refuses %j', (encoded) => {
    expect(decodePercent(encoded)).toBeNull()
  })

  it('gives back every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(decodePercent(encodePercent(text))).toBe(text)
        expect(decodeURIComponent(encodePercent(text))).toBe(text)
      }),
    )
  })
})
