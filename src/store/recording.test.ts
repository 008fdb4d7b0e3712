import { expect, test } from 'vitest'
import { readRecord } from '../lang/record-line.ts'
import { PRESETS } from '../scenarios/index.ts'
import type { StateRecord } from '../sim/outcome.ts'
import { createSimHandlers } from '../worker/sim-handlers.ts'
import { isTextOf, textOf } from './recording.ts'

async function recorded(text: string): Promise<StateRecord[]> {
  const handlers = createSimHandlers({ shared: false })
  await handlers.load({ text })
  const { jsonl } = await handlers.records({})
  return jsonl
    .trimEnd()
    .split('\n')
    .map((line, i) => {
      const record = readRecord(line, i + 1)
      if (typeof record === 'string') throw new Error(record)
      return record as unknown as StateRecord
    })
}

test.each(PRESETS.map(({ id, text }) => [id, text] as const))(
  'the records of %s are read, and give its statements back',
  async (_id, text) => {
    const records = await recorded(text)
    expect(isTextOf(text, records)).toBe(true)
    const made = textOf(records, 'out.jsonl') ?? ''
    expect(isTextOf(made, records)).toBe(true)
    const again = await recorded(made)
    expect(again.map((record) => record.line)).toEqual(records.map((record) => record.line))
  },
)

test.each([
  ['{', 'Line 7 is not JSON.'],
  ['[]', /^Line 7 is not a state record/],
  ['{"line":1}', 'Line 7 is not a state record: “text” does not fit.'],
  ['null', /^Line 7 is not a state record/],
  [`${'['.repeat(100_000)}`, 'Line 7 is not JSON.'],
])('the line %.20s is refused in one sentence', (line, says) => {
  const read = readRecord(line, 7)
  if (typeof says === 'string') expect(read).toBe(says)
  else expect(read).toMatch(says)
})

test('statements that cannot stand in one text make none', () => {
  const record = (line: number, text: string) => ({ line, text }) as StateRecord
  expect(textOf([record(3, 'poll'), record(3, 'poll')], 'a')).toBeNull()
  expect(textOf([record(3, 'poll\npoll')], 'a')).toBeNull()
  expect(textOf([record(4, 'poll')], 'a\nb')).toBe('scenario 1\n# from a?b\n\npoll\n')
})
