import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance, nearestWord } from './nearest-word.ts'

describe('editDistance', () => {
  it.each([
    ['', '', 0],
    ['wp', 'wp', 0],
    ['wpr', 'wp', 1],
    ['read', 'raed', 1],
    ['unwp', 'wp', 2],
    ['kitten', 'sitting', 3],
    ['ca', 'abc', 3],
  ])('between %j and %j is %i', (a, b, distance) => {
    expect(editDistance(a, b, 9)).toBe(distance)
  })

  it('says only that it exceeds the limit once it does', () => {
    expect(editDistance('kitten', 'sitting', 2)).toBe(3)
    expect(editDistance('a', 'abcdefgh', 3)).toBe(4)
  })

  it('is symmetric, and zero only between equal words', () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, 20)).toBe(editDistance(b, a, 20))
        expect(editDistance(a, b, 20) === 0).toBe(a === b)
      }),
    )
  })

  it('gives the same answer under any limit that is not exceeded', () => {
    const word = fc.string({ maxLength: 8, unit: fc.constantFrom('a', 'b', 'c') })
    fc.assert(
      fc.property(word, word, fc.nat(6), (a, b, limit) => {
        expect(editDistance(a, b, limit)).toBe(Math.min(editDistance(a, b, 20), limit + 1))
      }),
    )
  })
})

describe('nearestWord', () => {
  const verbs = ['read', 'write', 'register', 'unregister', 'wp', 'unwp', 'wake']

  it.each([
    ['wirte', 'write'],
    ['regster', 'register'],
    ['READ', 'read'],
    ['wpp', 'wp'],
    ['unwrp', 'unwp'],
    ['mmap', null],
    ['x', null],
    ['', null],
    ['w'.repeat(100), null],
  ])('takes %j for %j', (word, nearest) => {
    expect(nearestWord(word, verbs)).toBe(nearest)
  })

  it('prefers the first of several equally near words', () => {
    expect(nearestWord('A3', ['A1', 'A2'])).toBe('A1')
  })
})
