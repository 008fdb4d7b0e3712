import { expect, test } from 'vitest'
import { filled } from './single-file.ts'

const TEMPLATE = '<script type="text/plain" id="ptescope-link"></script><p>'

test('the link stands in the data block', () => {
  expect(filled(TEMPLATE, '#1,abc-_&t=3&s=A%5B3%5D')).toBe(
    '<script type="text/plain" id="ptescope-link">#1,abc-_&t=3&s=A%5B3%5D</script><p>',
  )
})

test.each(['#1,</script>', '#1,"', '', '#1,\n'])('%j is refused', (hash) => {
  expect(() => filled(TEMPLATE, hash)).toThrow()
})

test('so is a template without a block', () => {
  expect(() => filled('<p>', '#1,abc')).toThrow()
})
