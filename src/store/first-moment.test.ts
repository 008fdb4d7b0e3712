import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstMoment } from './first-moment.ts'
import type { State } from './state.ts'
import { initialState } from './state.ts'
import { app } from './store.ts'

/** How often the state is looked into, by whoever listens for the first moment. */
let looks = 0

/** A state that counts who reads it. */
function watched(run: Partial<State['run']>): State {
  const state = initialState()
  const own = { ...state.run, ...run }
  return Object.defineProperty(state, 'run', {
    get: () => {
      looks++
      return own
    },
    enumerable: true,
  })
}

beforeEach(() => {
  app.setState({ ...initialState(), view: { ...initialState().view, view: 'stage' } }, true)
})

afterEach(() => app.setState(initialState(), true))

test('listens until there is something to look at, and no longer', async () => {
  const waiting = firstMoment()
  app.setState(watched({}), true)
  expect(looks).toBeGreaterThan(0)
  app.setState(watched({ status: 'failed' }), true)
  await waiting
  looks = 0
  app.setState(watched({ status: 'ready' }), true)
  app.setState(watched({ status: 'failed' }), true)
  expect(looks).toBe(0)
})

test('does not begin to listen where there is something to look at', async () => {
  app.setState(watched({ status: 'failed' }), true)
  await firstMoment()
  looks = 0
  app.setState(watched({ status: 'ready' }), true)
  expect(looks).toBe(0)
})
