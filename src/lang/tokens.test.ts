import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { endOf, splitLines, tokenize, trimBlanks } from './tokens.ts'

describe('splitLines', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\n', ['a', '']],
    ['\n', ['']],
    ['a\r\nb\rc\nd', ['a', 'b', 'c', 'd']],
    ['a\u2028b', ['a\u2028b']],
  ])('cuts %j into %j', (text, lines) => {
    expect(splitLines(text)).toEqual(lines)
  })
})

describe('tokenize', () => {
  const words = (line: string) =>
    tokenize(line).words.map(({ text, column }) => `${column}:${text}`)

  it.each([
    ['', []],
    [' \t ', []],
    ['wp A[3]', ['1:wp', '4:A[3]']],
    ['\twrite  A[3]\t= 8 ', ['2:write', '9:A[3]', '14:=', '16:8']],
    ['poll#now', ['1:poll']],
    ['# poll', []],
    ['a\u00a0b', ['1:a\u00a0b']],
    ['😀 b', ['1:😀', '4:b']],
  ])('finds in %j the words %j', (line, found) => {
    expect(words(line)).toEqual(found)
  })

  it.each([
    ['poll', null],
    ['poll # now \t', { text: ' now', column: 6 }],
    ['#', { text: '', column: 1 }],
    ['a#b#c', { text: 'b#c', column: 2 }],
  ])('finds in %j the comment %j', (line, comment) => {
    expect(tokenize(line).comment).toEqual(comment)
  })

  it('takes every word from the place it names', () => {
    const line = fc.string({ unit: fc.constantFrom(' ', '\t', '#', 'a', '=', '[', '😀') })
    fc.assert(
      fc.property(line, (text) => {
        for (const word of tokenize(text).words) {
          expect(text.slice(word.column - 1, endOf(word) - 1)).toBe(word.text)
          expect(word.text).toMatch(/^[^ \t#]+$/)
        }
      }),
    )
  })
})

describe('trimBlanks', () => {
  it('takes spaces and tabs off both ends, nothing else', () => {
    expect(trimBlanks(' \t a  b\u00a0\t')).toBe('a  b\u00a0')
  })
})
