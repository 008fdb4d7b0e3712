// Scenarios on which the model was wrong until a real kernel (6.18.44) said so, with what that kernel printed.
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { StateRecord } from '../../sim/outcome.ts'
import { prepare, runAll } from '../../sim/run-text.ts'
import type { Verdict } from './check.ts'
import { compareRuns } from './compare.ts'
import { knownReason } from './known.ts'

const FOLDER = path.join(import.meta.dirname, '../../../e2e/kernel/found')

for (const name of fs.readdirSync(FOLDER).filter((file) => file.endsWith('.uffd'))) {
  const text = fs.readFileSync(path.join(FOLDER, name), 'utf8')
  const title = /^title (.+)$/m.exec(text)?.[1] ?? name
  test(title, () => {
    const prepared = prepare(text, { kernel: '6.18.44' })
    if ('diagnostics' in prepared) throw new Error('not a scenario')
    const recorded = fs.readFileSync(path.join(FOLDER, name.replace(/uffd$/, 'jsonl')), 'utf8')
    const kernel = recorded
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as StateRecord)
    expect(compareRuns(kernel, runAll(prepared))).toBeNull()
  })
}

test('a difference is told by its first fact', () => {
  const record = (page: string): StateRecord => ({
    line: 1,
    text: 'read A[0]',
    actor: 'main',
    outcome: 'ok',
    woken: [],
    actors: { main: 'idle' },
    uffd: null,
    mm: [
      {
        process: 'main',
        regions: [
          {
            name: 'A',
            start: '0x1000',
            pages: 2,
            ptes: [
              { i: 0, n: 2, kind: 'present', page, file: false, exclusive: true, uffdWp: false },
            ],
          },
        ],
      },
    ],
  })
  expect(compareRuns([record('p0')], [record('p0')])).toBeNull()
  expect(compareRuns([record('p0')], [record('p1')])).toMatchObject({
    kernel: 'main.A[0]: present p0 exclusive',
    simulator: 'main.A[0]: present p1 exclusive',
  })
  expect(compareRuns([], [record('p0')])).toMatchObject({ kernel: 'no record' })
})

test('only a race of threads that one call woke is excused', () => {
  const verdict = (text: string): Verdict => ({
    name: '',
    text,
    disagreement: { line: text.trimEnd().split('\n').length, text: '', kernel: '', simulator: '' },
  })
  const start = 'map A anon 2\nthread T\nuffd\nregister A missing\nwrite A[0] = 1\n'
  expect(knownReason(verdict(`${start}T: write A[1] = 2\nwake A\n`), '6.18.44')).toMatch(/chance/)
  expect(knownReason(verdict(`${start}T: read A[0]\nwake A[1]\n`), '6.18.44')).toBeNull()
  expect(knownReason(verdict(`${start}wake A\n`), '6.18.44')).toBeNull()
})
