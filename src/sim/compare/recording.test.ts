import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../headless/archive.ts'
import type { RecordingProblem } from './recording.ts'
import { MAX_RECORDS, parseRecording } from './recording.ts'

const ORACLE = join(import.meta.dirname, '../../scenarios/oracle')
const RECORD = {
  line: 3,
  text: 'map A anon 2',
  actor: 'main',
  outcome: 'ok',
  woken: [],
  actors: { main: 'idle', monitor: 'idle' },
  uffd: null,
  mm: [
    {
      process: 'main',
      regions: [{ name: 'A', start: '0x100000000000', pages: 2, ptes: [] as unknown[] }],
    },
  ],
}

const parse = (value: unknown) => parseRecording('x.jsonl', JSON.stringify(value))
const problem = (value: unknown) => parse(value) as RecordingProblem
const withEntries = (...ptes: unknown[]) => {
  const [mm] = RECORD.mm
  const [region] = mm?.regions ?? []
  return { ...RECORD, mm: [{ ...mm, regions: [{ ...region, ptes }] }] }
}
const ENTRY = { i: 0, kind: 'present', page: 'p0', file: false, exclusive: true, uffdWp: false }

describe('recordings', () => {
  it.each(['6.1.192', '6.12.107', '6.18.44', '7.2.13', '7.2.13-calls'])(
    'of %s are read as they are',
    (kernel) => {
      for (const [name, lines] of readArchive(ORACLE, kernel)) {
        if (name === 'FUNCTIONS') continue
        const recording = parseRecording(name, lines.join('\n'))
        if (!('records' in recording)) throw new Error(JSON.stringify(recording))
        expect(recording.records).toEqual(lines.map((line) => JSON.parse(line)))
        expect(recording.sees.raw || !lines.some((line) => line.includes('"raw"'))).toBe(true)
        expect(recording.sees.calls).toBe(kernel.endsWith('-calls'))
      }
    },
  )

  it('may have Windows line ends and blank lines', () => {
    const line = JSON.stringify(RECORD)
    const recording = parseRecording('x', `\r\n${line}\r\n\r\n${line}\r\n`)
    expect('records' in recording && recording.records.length).toBe(2)
  })

  it.each([
    ['nothing', '', { line: 1, found: 'nothing' }],
    ['no JSON', '{', { line: 1, found: 'no JSON' }],
    ['a list', '[]', { line: 1, found: 'a list', expected: 'an object' }],
    ['a second line that is wrong', `${JSON.stringify(RECORD)}\n3`, { line: 2, found: '3' }],
  ])('say what is wrong with %s', (_what, text, expected) => {
    expect(parseRecording('x', text)).toMatchObject(expected)
  })

  it.each([
    ['a missing outcome', { ...RECORD, outcome: undefined }, 'outcome', 'a text'],
    ['a line of nought', { ...RECORD, line: 0 }, 'line', 'a number from 1 to 1000000'],
    ['an outcome with markup', { ...RECORD, outcome: '<b>' }, 'outcome', 'a name'],
    [
      'an actor that dreams',
      { ...RECORD, actors: { main: 'dreams' } },
      'actors.main',
      'idle or blocked',
    ],
    [
      'a strange event',
      { ...RECORD, message: { event: 'x' } },
      'message',
      'pagefault, fork, remap, remove or unmap',
    ],
    [
      'an entry behind the end',
      withEntries({ ...ENTRY, i: 2 }),
      'mm.0.regions.0',
      'entries in order, inside the region',
    ],
    [
      'entries that overlap',
      withEntries({ ...ENTRY, n: 2 }, { ...ENTRY, i: 1 }),
      'mm.0.regions.0',
      'entries in order, inside the region',
    ],
    [
      'a page without a number',
      withEntries({ ...ENTRY, page: 'px' }),
      'mm.0.regions.0.ptes.0.page',
      'zero, or p and a number',
    ],
    [
      'a flag that is no word',
      withEntries({ ...ENTRY, raw: [3] }),
      'mm.0.regions.0.ptes.0.raw.0',
      'a text',
    ],
  ])('say where %s stands', (_what, value, path, expected) => {
    expect(problem(value)).toMatchObject({ line: 1, path, expected })
  })

  it('have limits', () => {
    const many = Array(MAX_RECORDS + 1)
      .fill(JSON.stringify(RECORD))
      .join('\n')
    expect(parseRecording('x', many)).toMatchObject({ line: MAX_RECORDS + 1, found: 'one more' })
    const wide = withEntries(...Array.from({ length: 3 }, (_, i) => ({ ...ENTRY, i })))
    expect(problem(wide).expected).toBe('at most 2 of them')
  })

  it('never name what is not theirs', () => {
    const evil = JSON.stringify(RECORD).replace('"main":"idle"', '"__proto__":"idle"')
    expect(parseRecording('x', evil)).toMatchObject({ path: 'actors', expected: 'a name' })
    expect(problem({ ...RECORD, outcome: '\u202ex' }).found).toBe('"?x"')
  })

  it('of any JSON are read or refused, and never throw', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(...Object.keys(RECORD)), (value, key) => {
        parse(value)
        parse({ ...RECORD, [key]: value })
        parse(withEntries(value))
      }),
      { seed: 20261123, numRuns: 500 },
    )
  })
})
