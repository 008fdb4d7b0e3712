import { expect, test } from 'vitest'
import type { Run, StatementEnd } from '../protocol/messages.ts'
import { checkOf, verdictOf } from './link-check.ts'

function end(line: number, text: string, outcome: string): StatementEnd {
  const rest = { value: null, message: null, ranges: null, woken: [], first: 0, last: 0 }
  return { line, text, actor: 'main', outcome, ...rest }
}

const statements = [end(2, 'map A anon 4', 'ok'), end(3, 'wp A[0]', 'ENOENT')]
const run = { kernel: 'v6.1', steps: 12, digest: '12345678', statements } as unknown as Run
const NAMED = 'kernel v6.1\nmap A anon 4\nwp A[0]\n'
const UNNAMED = 'map A anon 4\nwp A[0]\n'

test('a run that ends alike is alike, with its steps and its digest', () => {
  expect(verdictOf(run, NAMED, checkOf(run, NAMED))).toEqual({
    kind: 'alike',
    says: 'Replayed alike: 12 steps, digest 12345678',
  })
})

test('a link without a digest is not judged', () => {
  expect(verdictOf(run, NAMED, { t: '3' })).toBeNull()
})

test('the kernel stands in a link only where the text leaves it to the newest', () => {
  expect(Object.keys(checkOf(run, NAMED))).toEqual(['d', 'e'])
  expect(checkOf(run, UNNAMED)['k']).toBe('v6.1')
})

test('an upgrade names the first statement that ends otherwise', () => {
  const link = checkOf(run, NAMED)
  const other = { ...run, digest: '9', statements: [statements[0], end(3, 'wp A[0]', 'ok')] }
  expect(verdictOf(other as Run, NAMED, link)?.says).toBe(
    'The first statement that ends otherwise is line 3, wp A[0]: now ok.',
  )
})

test('an upgrade names the kernel that the text had left open', () => {
  const link = checkOf(run, UNNAMED)
  const other = { ...run, kernel: 'v7.3', digest: '9' }
  expect(verdictOf(other, UNNAMED, link)?.says).toBe(
    'The text names no kernel: it was shared with v6.1 and now runs with v7.3. ' +
      'Every statement ends as it did when it was shared, but the tables at the end differ.',
  )
})

test('a check that is no check is an upgrade, not a fault', () => {
  expect(verdictOf(run, NAMED, { d: '<b>', e: '%%%%%%', k: '\u0000' })?.kind).toBe('upgraded')
})
