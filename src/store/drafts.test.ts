import { expect, test } from 'vitest'
import type { Draft, Kept } from './drafts.ts'
import {
  DRAFT_PREFIX,
  describeDraft,
  MOST_DRAFTS,
  orphans,
  readDraft,
  surplus,
  writeDraft,
} from './drafts.ts'

const draft = (text: string, at = 0): Draft => ({ text, step: 3, at })
const kept = (id: string, at: number): Kept => ({ key: DRAFT_PREFIX + id, draft: draft(id, at) })

test('a draft comes back as it was written', () => {
  const one = draft('title T\nmap A anon 4\n', 17)
  expect(readDraft(writeDraft(one))).toEqual(one)
})

test.each([null, '', '{', 'null', '[]', '{"text":3}', '{"text":"a","step":"1","at":1}'])(
  'what is no draft (%j) is none',
  (stored) => {
    expect(readDraft(stored)).toBeNull()
  },
)

test('only drafts of tabs that are gone are offered, the newest first', () => {
  const found = orphans([kept('a', 1), kept('b', 2), kept('c', 3)], new Set(['c']))
  expect(found.map(({ draft: { text } }) => text)).toEqual(['b', 'a'])
})

test('the oldest go when there are too many', () => {
  const many = Array.from({ length: MOST_DRAFTS + 2 }, (_, i) => kept(`t${i}`, i))
  expect(surplus(many)).toEqual([`${DRAFT_PREFIX}t1`, `${DRAFT_PREFIX}t0`])
})

test('a draft is told by its title and its length', () => {
  expect(describeDraft(draft('title My own\nmap A anon 4\n'))).toBe('“My own”, 2 lines')
  expect(describeDraft(draft('map A anon 4'))).toBe('A scenario, 1 line')
})
