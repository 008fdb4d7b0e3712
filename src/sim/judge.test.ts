import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import type { StateRecord } from './outcome.ts'
import { runAll } from './run-all.ts'
import { prepare } from './run-text.ts'

const TEXT = `kernel v6.1
map A anon 4
write A[1] = 1
fork C
uffd
register A wp
wp A[1]
C: write A[1] = 2
`

function run() {
  const prepared = prepare(TEXT)
  if ('diagnostics' in prepared) throw new Error('refused')
  return { sim: prepared.sim, records: runAll(prepared) }
}

test('a recording that is the model agrees everywhere', () => {
  const { sim, records } = run()
  expect(new Set(judge(sim, records).map(({ verdict }) => verdict))).toEqual(new Set(['agrees']))
})

test('a difference is told by its place', () => {
  const { sim, records } = run()
  const changed = JSON.parse(JSON.stringify(records)) as StateRecord[]
  const entry = changed[1]?.mm[0]?.regions[0]?.ptes[0] as { uffdWp: boolean }
  entry.uffdWp = true
  expect(judge(sim, changed)[1]).toMatchObject({
    line: 3,
    verdict: 'differs',
    difference: { at: 'mm.main.A[1].uffdWp', a: 'false', b: 'true' },
  })
})

test('a recording without raw entries is judged by what it shows', () => {
  const { sim, records } = run()
  const plain = JSON.parse(
    JSON.stringify(records, (key, value: unknown) =>
      ['raw', 'tables'].includes(key) ? undefined : value,
    ),
  ) as StateRecord[]
  expect(judge(sim, plain).map(({ verdict }) => verdict)).not.toContain('differs')
})

test('a record of a line that is not in the scenario is not observable', () => {
  const { sim, records } = run()
  const [first] = records
  expect(judge(sim, first === undefined ? [] : [{ ...first, line: 99 }])).toEqual([
    { line: 99, verdict: 'unseen', difference: null },
  ])
})
