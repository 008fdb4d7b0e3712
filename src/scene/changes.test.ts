import { expect, it } from 'vitest'
import type { Pfn } from '../machine/units.ts'
import { changeText } from './changes.ts'
import { A, D, P, pte, RW, UFFD_WP, US } from './fixtures.ts'

const none = { lo: 0, hi: 0 }
const one = 0x1a20d as Pfn
const two = 0x1a219 as Pfn
const shown = P | US | A

it.each([
  ['uffd-wp goes', pte(one, shown | UFFD_WP), pte(one, shown), 'U 1 → 0', 'W still 0'],
  ['uffd-wp comes', pte(one, shown | RW), pte(one, shown | UFFD_WP), 'W 1 → 0, U 0 → 1', ''],
  ['a store sets D', pte(one, shown | RW), pte(one, shown | RW | D), 'D 0 → 1', ''],
  ['D is kept aside', pte(one, shown | RW | D), pte(one, shown, 0x84000000), 'W 1 → 0, D → d', ''],
  ['a copy comes', pte(one, shown), pte(two, shown | RW), '1a20d → 1a219', ''],
  ['a page is unmapped', pte(one, shown), none, '1a20d → none', ''],
  ['a marker comes', none, { lo: 0xfffffc00, hi: 0xf7ffffff }, 'none → uffd-wp kept', ''],
  [
    'a page goes to swap',
    pte(one, shown | UFFD_WP),
    { lo: 0xfffff404, hi: 0x07ffffff },
    '1a20d → swap',
    'U kept',
  ],
])('%s', (_, before, after, what, still) => {
  const text = changeText(before, after, 1)
  expect([text.what, text.still]).toEqual([what, still])
})

it('a new table is a change of the upper entry', () => {
  expect(changeText(none, pte(one, P | RW | US | A | D, 0), 2).what).toBe('none → table')
})
