import { expect, test } from 'vitest'
import { find, matchOf } from './find.ts'
import type { State } from './state.ts'
import { initialState } from './state.ts'

function stateWith(over: Partial<State>): State {
  return { ...initialState(), ...over }
}

const view = {
  mms: [
    {
      id: 1,
      process: 'main',
      alive: true,
      regions: [{ name: 'A', start: 0x1000c0a00, pages: 16, listed: true }],
    },
  ],
} as unknown as State['seen']['view']

test('letters match in order, together before apart', () => {
  expect(matchOf('do_wp_page()', 'wp_page')).toEqual([3, 4, 5, 6, 7, 8, 9])
  expect(matchOf('Step over', 'sov')).toEqual([0, 5, 6])
  expect(matchOf('Step over', 'xyz')).toBeNull()
})

test('a page is found by its name and by its address', () => {
  const state = stateWith({ seen: { ...initialState().seen, view } })
  const named = find(state, 'A[7]').pages[0]
  expect(named).toMatchObject({ kind: 'page', title: 'A[7]', vpn: 0x1000c0a07 })
  expect(find(state, '0x1000 c0a0 7000').pages[0]).toEqual(named)
  expect(find(state, 'A[16]').pages).toEqual([])
  expect(find(state, '0x2000').pages).toEqual([])
})

test('only commands that can be run now are found', () => {
  expect(find(initialState(), 'step over').commands).toEqual([])
  expect(find(initialState(), 'four steps').commands).toMatchObject([{ id: 'open.fourSteps' }])
})
