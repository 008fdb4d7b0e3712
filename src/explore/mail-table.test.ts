import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readScenario } from '../lang/read-scenario.ts'
import { prepare } from '../sim/run-text.ts'
import { lineToExplore } from './line-to-explore.ts'
import { MAIL_COLUMNS, mailTable, tableOf } from './mail-table.ts'
import { readMailTable } from './read-mail-table.ts'
import { readSchedule } from './schedule-text.ts'

const SOURCE = readFileSync(
  new URL('../scenarios/history/stale-tlb-corruption.uffd', import.meta.url),
  'utf8',
)
const SCHEDULE = readSchedule('monitor×3 main×5 T main×3 monitor×2') as string[]

function table(source = SOURCE, schedule = SCHEDULE, link = '#1,abc'): string {
  const prepared = prepare(source)
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
  const line = lineToExplore(prepared, null)
  if (line === null) throw new Error('no line')
  for (const earlier of prepared.operations) {
    if (earlier === line) break
    prepared.sim.run(earlier)
  }
  const words = { title: 'A store is lost', claim: 'lost-write: the copy came first.', link }
  return mailTable(tableOf(prepared, line, schedule, words))
}

describe('a table for a mail', () => {
  it('is plain ASCII of at most 72 columns, with the link last', () => {
    const lines = table().trimEnd().split('\n')
    expect(lines.at(-1)).toBe('#1,abc')
    for (const line of lines) {
      expect(line.length).toBeLessThanOrEqual(MAIL_COLUMNS)
      expect(line).toMatch(/^[ -~]*$/)
    }
  })

  it('tells time downwards, one column a CPU', () => {
    const text = table()
    const at = (cell: string): number => text.indexOf(cell)
    expect(at('cpu1 monitor')).toBeGreaterThan(0)
    expect(at('page copied')).toBeLessThan(at('> write A[0] = 5'))
    expect(at('> write A[0] = 5')).toBeLessThan(at('copy mapped'))
    expect(text).toContain('before: main A[0]: p0 RW A D')
  })

  it('becomes the scenario again', () => {
    const back = readMailTable(table())
    const read = readScenario(back)
    expect(read.diagnostics).toEqual([])
    const operations = (source: string): string[] =>
      readScenario(source).scenario.lines.flatMap((l) =>
        l.kind === 'operation' ? [l.text.replaceAll('monitor: ', '')] : [],
      )
    expect(operations(back).slice(0, -1)).toEqual(operations(SOURCE).slice(0, -1))
    expect(operations(back).at(-1)).toBe('unwp A[0] || main: write A[0] = 4 || T: write A[0] = 5')
    expect(back).toContain('# schedule: monitor*3 main*5 T main*3 monitor*2')
  })

  it('is read out of a reply, and what cannot be read stays', () => {
    const quoted = table()
      .split('\n')
      .map((line) => `> ${line}`.trimEnd())
      .join('\n')
    const back = readMailTable(`On Monday somebody wrote:\n${quoted}\nLooks right.\n`)
    expect(back).toContain('# On Monday somebody wrote:')
    expect(back).toContain('# Looks right.')
    expect(back).toContain('unwp A[0] || main: write A[0] = 4 || T: write A[0] = 5')
    expect(readScenario(back).diagnostics).toEqual([])
  })
})
