// Scenarios on which the model was wrong until a real kernel said so, with what that kernel printed: NAME.jsonl on
// 6.18.44, as far as pagemap shows; NAME.KERNEL.jsonl on that kernel, with raw entries and tables.
import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { StateRecord } from '../../sim/outcome.ts'
import { firstDifference, renderDifference } from '../../sim/record-difference.ts'
import { runAll } from '../../sim/run-all.ts'
import { prepare } from '../../sim/run-text.ts'
import type { Verdict } from './check.ts'
import { compareRuns } from './compare.ts'
import { knownReason } from './known.ts'

const FOLDER = path.join(import.meta.dirname, '../../../e2e/kernel/found')

const SEES_ONLY_PAGEMAP = '6.18.44'

for (const file of fs.readdirSync(FOLDER)) {
  const parts = /^([a-z-]+)(?:\.([\d.]+))?\.jsonl$/.exec(file)
  if (parts === null) continue
  const kernel = parts[2] ?? SEES_ONLY_PAGEMAP
  const text = fs.readFileSync(path.join(FOLDER, `${parts[1]}.uffd`), 'utf8')
  const title = /^title (.+)$/m.exec(text)?.[1] ?? file
  test(`${title} (${kernel})`, () => {
    const recorded = fs.readFileSync(path.join(FOLDER, file), 'utf8')
    const real = recorded
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as StateRecord)
    const prepared = prepare(text, { kernel })
    if ('diagnostics' in prepared) throw new Error('not a scenario')
    const ours = runAll(prepared)
    if (kernel === SEES_ONLY_PAGEMAP) expect(compareRuns(real, ours)).toBeNull()
    else expect(differences(real, ours)).toEqual([])
  })
}

/** Every line on which the two differ, in words. */
function differences(real: readonly StateRecord[], ours: readonly StateRecord[]): string[] {
  expect(ours.length).toBe(real.length)
  return ours.flatMap((record, i) => {
    const difference = firstDifference(record, real[i] as StateRecord)
    return difference === null ? [] : [`line ${record.line}: ${renderDifference(difference)}`]
  })
}

test('every scenario has a recording', () => {
  const files = fs.readdirSync(FOLDER)
  const recorded = new Set(files.filter((f) => f.endsWith('.jsonl')).map((f) => f.split('.')[0]))
  const scenarios = files.filter((f) => f.endsWith('.uffd')).map((f) => f.split('.')[0])
  expect(scenarios.filter((name) => !recorded.has(name))).toEqual([])
})

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
  const told = start.replace('uffd', 'uffd event-remove')
  expect(knownReason(verdict(`${told}T: advise A dontneed\nclose\n`), '6.18.44')).toMatch(/chance/)
  expect(knownReason(verdict(`${told}close\n`), '6.18.44')).toBeNull()
})

test('events of a userfaultfd that outlives its close are excused, where there are any', () => {
  const verdict = (text: string): Verdict => ({
    name: '',
    text,
    disagreement: { line: text.trimEnd().split('\n').length, text: '', kernel: '', simulator: '' },
  })
  const start =
    'map A anon 4\nthread T\nuffd event-fork event-remove\nregister A wp\nfork C\nclose\n'
  const removed = `${start}uffd event-remove\nT: advise A dontneed\n`
  expect(knownReason(verdict(removed), '6.18.44')).toMatch(/lives on/)
  expect(knownReason(verdict(start), '6.18.44')).toBeNull()
})
