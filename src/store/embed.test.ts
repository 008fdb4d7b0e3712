import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readEmbedding } from './embed.ts'
import { askedBy } from './embed-port.ts'

test('an address without a query is the whole page', () => {
  expect(readEmbedding('')).toEqual({
    ui: 'full',
    step: null,
    play: false,
    theme: null,
    origin: null,
  })
})

test('a query says what is shown', () => {
  expect(
    readEmbedding('?ui=quiz&step=43&play=1&theme=dark&origin=https%3A%2F%2Flms.example%2Fx'),
  ).toEqual({ ui: 'quiz', step: 43, play: true, theme: 'dark', origin: 'https://lms.example' })
})

test('what makes no sense is as if it were not there', () => {
  const nonsense = '?ui=all&step=-1&play=yes&theme=pink&origin=javascript:alert(1)'
  expect(readEmbedding(nonsense)).toEqual(readEmbedding(''))
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readEmbedding(`?${text}`)))
})

test.each([null, 3, 'ptescope:seek', { type: 3 }, { type: 'seek' }, []])(
  'a message %j is not for this page',
  (data) => {
    expect(askedBy(data)).toBeNull()
  },
)
