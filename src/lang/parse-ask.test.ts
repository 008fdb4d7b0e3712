import { expect, test } from 'vitest'
import { readScenario } from './read-scenario.ts'

const STORY = 'scenario 1\nmap A anon 4\n'

function first(text: string): string {
  const { diagnostics } = readScenario(`${STORY}${text}\nwrite A[0] = 1`)
  return diagnostics.map((d) => `${d.column}: found ${d.found}, expected ${d.expected}`).join('\n')
}

test('an ask line names a page, what is asked, and a question that may hold anything', () => {
  const { scenario, diagnostics } = readScenario(
    `${STORY}ask A[0] RW,UFFD_WP Is it # writable = now || later?\nwrite A[0] = 1`,
  )
  expect(diagnostics).toEqual([])
  expect(scenario.lines[2]).toMatchObject({
    kind: 'ask',
    process: null,
    page: { name: 'A', index: 0 },
    asked: ['RW', 'UFFD_WP'],
    text: 'Is it # writable = now || later?',
  })
})

test('an ask line may mean the entry of another process', () => {
  const { scenario } = readScenario(
    `${STORY}fork C\nask C: A[0] KIND What is there?\nwrite A[0] = 1`,
  )
  expect(scenario.lines[3]).toMatchObject({ kind: 'ask', process: 'C', asked: ['KIND'] })
})

test.each([
  ['ask', 'a page'],
  ['ask A[0]', 'what is asked'],
  ['ask A[0] RX Why?', 'what is asked'],
  ['ask A RW Why?', 'one page'],
  ['ask A[0] RW', 'the question'],
])('%s says what is missing', (text, expected) => {
  expect(first(text)).toContain(expected.split(' ').at(-1) as string)
})

test('an ask line about a page that no region has is refused', () => {
  expect(first('ask A[9] RW Why?')).not.toBe('')
  expect(first('ask B[0] RW Why?')).toContain('unknown name')
})
