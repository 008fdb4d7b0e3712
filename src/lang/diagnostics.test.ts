import { describe, expect, it } from 'vitest'
import { either, quote, renderDiagnostic } from './diagnostics.ts'

const diagnostic = {
  line: 9,
  column: 4,
  length: 3,
  found: '"wpr"',
  expected: 'a verb',
  nearest: null,
}

describe('renderDiagnostic', () => {
  it('names place, what stands there and what should', () => {
    expect(renderDiagnostic(diagnostic)).toBe('9:4: found "wpr", expected a verb')
  })

  it('names the file if there is one', () => {
    expect(renderDiagnostic(diagnostic, 'a.uffd')).toBe('a.uffd:9:4: found "wpr", expected a verb')
  })

  it('asks for the nearest known word', () => {
    expect(renderDiagnostic({ ...diagnostic, nearest: 'wp' })).toBe(
      '9:4: found "wpr", expected a verb; did you mean "wp"?',
    )
  })
})

describe('quote', () => {
  it.each([
    ['wp', '"wp"'],
    ['é😀', '"é😀"'],
    ['A\u00a0B', '"A<U+00A0>B"'],
    ['\u202ewp', '"<U+202E>wp"'],
    ['a\u0000', '"a<U+0000>"'],
    ['\ud800', '"<U+D800>"'],
    ['x'.repeat(41), `"${'x'.repeat(40)}…"`],
  ])('shows %j as %j', (word, shown) => {
    expect(quote(word)).toBe(shown)
  })
})

describe('either', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a or b'],
    [['a', 'b', 'c'], 'a, b or c'],
  ])('joins %j as %j', (words, text) => {
    expect(either(words)).toBe(text)
  })
})
