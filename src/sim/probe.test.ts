import { expect, test } from 'vitest'
import { probe } from './probe.ts'

const BASE = `map A anon 4
uffd
register A wp
write A[0] = 1
write A[1] = 1
wp A[0]
`

const reasons = (text: string, statements: readonly string[]) =>
  Object.fromEntries(probe(text, statements, 'v6.1').map((one) => [one.statement, one.reason]))

test('what would change nothing says so, what would work does not', () => {
  expect(
    reasons(BASE, ['wp A[0]', 'wp A[1]', 'unwp A[0]', 'unwp A[3]', 'wake A[0]', 'read A[0]']),
  ).toEqual({
    'wp A[0]': 'it is write-protected already',
    'wp A[1]': null,
    'unwp A[0]': null,
    'unwp A[3]': 'nothing is protected here, and nobody waits',
    'wake A[0]': 'nobody waits here',
    'read A[0]': null,
  })
})

test('who waits can be woken, and cannot act', () => {
  const text = `${BASE}write A[0] = 2\n`
  expect(reasons(text, ['wake A[0]', 'unwp A[0]', 'read A[1]', 'fork C'])).toEqual({
    'wake A[0]': null,
    'unwp A[0]': null,
    'read A[1]': 'EBLOCKED: main waits for the userfaultfd',
    'fork C': 'EBLOCKED: main waits for the userfaultfd',
  })
})

test('a call that fails gives its errno, and trying leaves nothing behind', () => {
  const twice = probe(`${BASE}map B anon 1\n`, ['wp A[1]', 'wp B[0]', 'wp C[0]', 'wp A[1]'], 'v6.1')
  expect(twice.map(({ outcome }) => outcome)).toEqual(['ok', 'ENOENT', 'EINVAL', 'ok'])
  expect(twice[1]?.reason).toMatch(/^ENOENT: /)
  expect(twice[3]).toEqual(twice[0])
})
