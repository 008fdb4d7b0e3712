import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countText } from './count-text.ts'

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [262144, '262,144'],
  [-1234567, '-1,234,567'],
])('%d is %s', (count, text) => {
  expect(countText(count)).toBe(text)
})

test('every whole number is written as English writes it', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), (count) => {
      expect(countText(count)).toBe(count.toLocaleString('en'))
    }),
  )
})
