import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isName, readNumber, readRange } from './words.ts'

describe('isName', () => {
  it.each(['A', '_', 'a_9', 'Region1', 'map'])('accepts %j', (word) => {
    expect(isName(word)).toBe(true)
  })

  it.each(['', '9', '9A', 'A-B', 'é', 'A[1]', 'A\n'])('refuses %j', (word) => {
    expect(isName(word)).toBe(false)
  })
})

describe('readNumber', () => {
  it.each([
    ['0', 0n],
    ['007', 7n],
    ['0x0', 0n],
    ['0xFf', 255n],
    ['18446744073709551615', 2n ** 64n - 1n],
    ['0xffffffffffffffff', 2n ** 64n - 1n],
    [`${'0'.repeat(60000)}1`, 1n],
  ])('reads %.20s', (word, value) => {
    expect(readNumber(word)).toBe(value)
  })

  it.each([
    ['', 'shape'],
    ['0x', 'shape'],
    ['0X1', 'shape'],
    ['-1', 'shape'],
    ['1.0', 'shape'],
    ['1_000', 'shape'],
    ['٣', 'shape'],
    ['18446744073709551616', 'size'],
    ['0x10000000000000000', 'size'],
    ['9'.repeat(60000), 'size'],
  ])('refuses %.24s for its %s', (word, why) => {
    expect(readNumber(word)).toBe(why)
  })

  it('reads what it is given in decimal and in hex', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 2n ** 64n - 1n), (value) => {
        expect(readNumber(`${value}`)).toBe(value)
        expect(readNumber(`0x${value.toString(16)}`)).toBe(value)
      }),
    )
  })
})

describe('readRange', () => {
  it.each([
    ['A', { name: 'A', first: null, last: null }],
    ['A[3]', { name: 'A', first: 3, last: 3 }],
    ['A[3..7]', { name: 'A', first: 3, last: 7 }],
    ['A[0x3..0x7]', { name: 'A', first: 3, last: 7 }],
    ['_r[1048575]', { name: '_r', first: 1048575, last: 1048575 }],
  ])('reads %j', (word, range) => {
    expect(readRange(word)).toEqual(range)
  })

  it.each([
    ['[3]', 'A, A[i] or A[i..j] without blanks'],
    ['A[', 'A, A[i] or A[i..j] without blanks'],
    ['A[]', 'A, A[i] or A[i..j] without blanks'],
    ['A[3', 'A, A[i] or A[i..j] without blanks'],
    ['A[3]x', 'A, A[i] or A[i..j] without blanks'],
    ['A[3-7]', 'A, A[i] or A[i..j] without blanks'],
    ['A[..7]', 'A, A[i] or A[i..j] without blanks'],
    ['A[3..]', 'A, A[i] or A[i..j] without blanks'],
    ['A[3...7]', 'A, A[i] or A[i..j] without blanks'],
    ['A[1048576]', 'page numbers up to 1048575'],
    ['A[0..99999999999999999999]', 'page numbers up to 1048575'],
    ['A[7..3]', 'a range whose first page is not after its last'],
    [`${'A'.repeat(33)}[0]`, 'a name of at most 32 characters'],
  ])('refuses %j', (word, expected) => {
    expect(readRange(word)).toEqual({ expected })
  })
})
