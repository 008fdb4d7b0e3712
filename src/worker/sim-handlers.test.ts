import { expect, test } from 'vitest'
import { SimFailure } from '../protocol/server.ts'
import { createSimHandlers } from './sim-handlers.ts'

const SHORT = 'map A anon 4\nwrite A[0] = 1\nwrite A[1] = 2\n'
const LONG = `${SHORT}${'advise A dontneed\nadvise A populate-write\n'.repeat(20)}`

test.each([
  ['shared', true],
  ['not shared', false],
])(
  'a run that is too long names the limit, and the one before goes on, %s',
  async (_name, shared) => {
    const handlers = createSimHandlers({ shared, mostSteps: 200 })
    const { run } = await handlers.load({ text: SHORT })
    const steps = run?.steps ?? 0
    const before = await handlers.seek({ step: steps, from: null })
    let thrown: unknown
    try {
      await handlers.load({ text: LONG })
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(SimFailure)
    expect(String(thrown)).toContain('more steps than can be kept (limit 200)')
    // The page still shows the run before: every step of it is there.
    for (const step of [0, 3, steps]) {
      const { view } = await handlers.seek({ step, from: null })
      expect(view.step).toBe(step)
    }
    expect((await handlers.seek({ step: steps, from: null })).view).toEqual(before.view)
    expect((await handlers.load({ text: `${SHORT}read A[0]\n` })).run?.steps).toBeGreaterThan(steps)
  },
)
