import { expect, test } from 'vitest'
import { PRESETS } from '../scenarios/index.ts'
import { createSimHandlers } from '../worker/sim-handlers.ts'
import { mailText } from './mail-text.ts'
import { COLUMNS, cut, traceText } from './trace-text.ts'

test.each(PRESETS.map(({ id, text }) => [id, text] as const))(
  'trace and mail of %s stay within 72 columns and name every statement',
  async (_id, text) => {
    const handlers = createSimHandlers({ shared: false })
    const { sites } = await handlers.sites({})
    const { run } = await handlers.load({ text })
    if (run === null) throw new Error('refused')
    const { record } = await handlers.record({ line: run.statements.at(-1)?.line ?? 0 })
    const trace = traceText(run, sites)
    const mail = mailText(run, run.steps, record)
    for (const written of [trace, mail]) {
      const lines = written.split('\n')
      expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(COLUMNS)
      for (const { text: statement } of run.statements)
        expect(written).toContain(cut(statement, 40))
    }
    expect(mail).toContain('After line')
  },
)

test('a text that does not fit says so', () => {
  expect(cut('userfaultfd_writeprotect', 12)).toBe('userfault...')
})
