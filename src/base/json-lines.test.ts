import { describe, expect, it } from 'vitest'
import { toJsonLine, toJsonLines } from './json-lines.ts'

describe('toJsonLine', () => {
  it.each([
    [7n, '7'],
    [2n ** 53n - 1n, '9007199254740991'],
    [2n ** 53n, '"9007199254740992"'],
    [2n ** 64n - 1n, '"18446744073709551615"'],
    [null, 'null'],
    [['wp', 'write'], '["wp","write"]'],
    ['a "b"\n', '"a \\"b\\"\\n"'],
  ])('writes %s as %s', (value, line) => {
    expect(toJsonLine(value)).toBe(line)
  })

  it('keeps the order of the keys and leaves out those without a value', () => {
    expect(toJsonLine({ line: 9, value: undefined, actor: 'main' })).toBe(
      '{"line":9,"actor":"main"}',
    )
  })
})

describe('toJsonLines', () => {
  it('ends every line', () => {
    expect(toJsonLines([1, { a: [] }])).toBe('1\n{"a":[]}\n')
    expect(toJsonLines([])).toBe('')
  })
})
