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

const ways = (text: string, statements: readonly string[]) =>
  Object.fromEntries(
    probe(text, statements, 'v6.1').map(({ statement, way }) => [statement, way.join(', ')]),
  )

test('what cannot work now says what to do first, found by trying', () => {
  const idle = ['wp A[0]', 'wp A[3]', 'unwp A[3]', 'wake A[0]', 'wake A[3]', 'poll', 'release A[0]']
  expect(ways(BASE, [...idle, 'read A[0]'])).toEqual({
    'wp A[0]': '',
    'wp A[3]': 'write A[3] = 1',
    'unwp A[3]': 'write A[3] = 1, wp A[3]',
    'wake A[0]': 'write A[0] = 1',
    'wake A[3]': 'write A[3] = 1, wp A[3], write A[3] = 2',
    poll: 'write A[0] = 1',
    'release A[0]': 'hold A[0]',
    'read A[0]': '',
  })
  expect(ways(`${BASE}map B anon 1\n`, ['wp B[0]'])).toEqual({ 'wp B[0]': 'register B wp' })
  expect(ways('map A anon 4\n', ['wp A[0..2]'])).toEqual({ 'wp A[0..2]': 'uffd, register A wp' })
  expect(ways(`${BASE}protect A r\n`, ['write A[1] = 3'])).toEqual({
    'write A[1] = 3': 'protect A[1] rw',
  })
})

test('who waits is let go first, by whatever answers the fault', () => {
  expect(ways(`${BASE}write A[0] = 2\n`, ['fork C'])).toEqual({ 'fork C': 'unwp A[0]' })
  const missing = 'map A anon 2\nuffd\nregister A missing\nread A[1]\n'
  expect(ways(missing, ['read A[0]'])).toEqual({ 'read A[0]': 'zero A[1]' })
})

test('a page without an entry is not called protected', () => {
  expect(reasons(BASE, ['wp A[3]', 'wp A[0]'])).toEqual({
    'wp A[3]': 'there is no entry to protect yet',
    'wp A[0]': 'it is write-protected already',
  })
})

test('every way that is told works on the machine', () => {
  const text = `${BASE}map B anon 1\nprotect B r\n`
  const statements = ['unwp A[2]', 'wake A[2]', 'wp B[0]', 'write B[0] = 4', 'poll', 'release A[1]']
  for (const { statement, way } of probe(text, statements, 'v6.1')) {
    expect(way, statement).not.toEqual([])
    const after = `${text}${way.join('\n')}\n`
    expect(probe(after, [statement], 'v6.1')[0]?.outcome, statement).toMatch(/^(ok|blocked)$/)
  }
})
