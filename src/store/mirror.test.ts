import { expect, test } from 'vitest'
import { PRESETS } from '../scenarios/index.ts'
import { createSimHandlers } from '../worker/sim-handlers.ts'
import { acceptSeen, attachRun, readWhole, words } from './mirror.ts'

/** First word that differs, or -1; a longer array may have nothing but zeros more. */
function firstDifference(a: Uint32Array, b: Uint32Array): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    if ((a[i] ?? 0) !== (b[i] ?? 0)) return i
  }
  return -1
}

test.each(PRESETS.map((preset) => [preset.id, preset.text] as const))(
  'the private copy of %s is right wherever one jumps',
  async (_, text) => {
    const followed = createSimHandlers({ shared: false })
    const whole = createSimHandlers({ shared: false })
    const { run } = await followed.load({ text })
    await whole.load({ text })
    if (run === null) throw new Error('the preset has an error')
    attachRun(run)
    let from: number | null = null
    for (const share of [0.1, 0.9, 0.5, 1, 0, 0.51, 0.52, 0.2]) {
      const step = Math.round(share * run.steps)
      acceptSeen(await followed.seek({ step, from }))
      from = step
      const there = (await whole.seek({ step, from: null })).words ?? new Uint32Array(0)
      expect(firstDifference(words(), there)).toBe(-1)
    }
  },
)

test('words that hold still are read whole', () => {
  expect(readWhole((array) => array.length)).toBe(words().length)
})
