// Every figure has its line and its explanation in docs/performance.md; none stands there that is not measured.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { namesIn, withFigures } from './report.ts'
import { ROW_NAMES } from './rows.ts'

const DOCUMENT = readFileSync(new URL('../../../docs/performance.md', import.meta.url), 'utf8')

test('the table lists every figure once, in order', () => {
  expect(namesIn(DOCUMENT)).toEqual(ROW_NAMES)
})

test('every figure is explained under a heading that names it', () => {
  const headings = [...DOCUMENT.matchAll(/^### (.*)$/gm)].map((match) => match[1] ?? '')
  const patterns = headings.flatMap((text) =>
    [...text.matchAll(/`([^`]+)`/g)].map((m) => m[1] ?? ''),
  )
  const explains = (pattern: string, name: string): boolean =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
  const unexplained = ROW_NAMES.filter((name) => !patterns.some((p) => explains(p, name)))
  expect(unexplained).toEqual([])
})

test('the table is replaced between its marks, nothing else', () => {
  const head = DOCUMENT.slice(0, DOCUMENT.indexOf('<!-- figures'))
  const written = withFigures(DOCUMENT, { machine: { cpu: 'none' } })
  expect(written.startsWith(head)).toBe(true)
  expect(written).toContain('Measured on: cpu none.')
  expect(namesIn(written)).toEqual(ROW_NAMES)
})
