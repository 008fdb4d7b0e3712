import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LineReader } from './line-reader.ts'

function linesOf(parts: readonly string[], limits = { line: 100, lines: 100 }) {
  const reader = new LineReader(limits)
  const lines: [string, number][] = []
  const take = (line: string, at: number) => void lines.push([line, at])
  for (const part of parts) reader.feed(part, take)
  reader.end(take)
  return { lines, excess: reader.excess }
}

test('lines are the same however the text is cut', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ab\n]{0,6}$/), { maxLength: 12 }), (parts) => {
      expect(linesOf(parts)).toEqual(linesOf([parts.join('')]))
    }),
  )
})

test('empty lines count in the numbers, and are none', () => {
  expect(linesOf(['a\n\n \nb']).lines).toEqual([
    ['a', 1],
    ['b', 4],
  ])
})

test('a line that does not end is refused before it fills the memory', () => {
  const reader = new LineReader({ line: 10, lines: 10 })
  for (let i = 0; i < 5; i++) reader.feed('abcd', () => undefined)
  expect(reader.excess).toEqual({ what: 'line', limit: 10, at: 1 })
})

test('too many lines are refused where they become too many', () => {
  const { lines, excess } = linesOf(['a\nb\nc\nd'], { line: 10, lines: 2 })
  expect(lines).toHaveLength(2)
  expect(excess).toEqual({ what: 'lines', limit: 2, at: 3 })
})
