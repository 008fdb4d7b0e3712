import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { actorOf } from '../lang/ast.ts'
import { printStatement } from '../lang/print.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { prepare } from '../sim/run-text.ts'
import { lineToExplore } from './line-to-explore.ts'
import { MAIL_COLUMNS, mailTable, tableOf } from './mail-table.ts'
import { readMailTable } from './read-mail-table.ts'
import { readSchedule } from './schedule-text.ts'

const HISTORY = new URL('../scenarios/history/', import.meta.url)
const past = (name: string): string => readFileSync(new URL(name, HISTORY), 'utf8')
const SOURCE = past('stale-tlb-corruption.uffd')
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

/** What the lines are, by the meaning of each statement and not by its spelling. */
function operationsOf(source: string): string[] {
  const { scenario } = readScenario(source)
  return scenario.lines.flatMap((line): string[] => {
    if (line.kind === 'kernel')
      return [`${line.version} ${JSON.stringify(line.patches.map((p) => [p.id, p.present]))}`]
    if (line.kind === 'cpus') return [`cpus ${line.cpus}`]
    if (line.kind !== 'operation') return []
    const own = line.statements.map(
      (s) => `${actorOf(s)}: ${printStatement({ actor: null, op: s.op })}`,
    )
    return [own.join(' || ')]
  })
}

/** A schedule by dice: at each turn one of the line's actors, whether it can go on or not. */
const dice = fc.array(fc.constantFrom('main', 'monitor', 'T', 'M', 'C'), { maxLength: 40 })
const MARKS = ['', '> ', '>> ', '| ', '> > ']
const prose = fc.constantFrom(
  'On Monday somebody wrote:',
  'Looks right to me.',
  'Reviewed-by: A. N. Other <a@example.org>',
  'what about cpu0 here?',
  '--- a/mm/memory.c',
)

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
    expect(readScenario(back).diagnostics).toEqual([])
    expect(operationsOf(back)).toEqual(operationsOf(SOURCE))
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

  it('comes back from every scenario of the past, by any schedule, however it was quoted', () => {
    const files = readdirSync(HISTORY).filter((name) => name.endsWith('.uffd'))
    const quoted = fc.record({
      file: fc.constantFrom(...files),
      schedule: dice,
      mark: fc.constantFrom(...MARKS),
      said: fc.array(prose, { maxLength: 3 }),
    })
    fc.assert(
      fc.property(quoted, ({ file, schedule, mark, said }) => {
        const source = past(file)
        const text = table(source, schedule)
        for (const line of text.trimEnd().split('\n')) {
          expect(line.length).toBeLessThanOrEqual(MAIL_COLUMNS)
          expect(line).toMatch(/^[ -~]*$/)
        }
        const lines = text.trimEnd().split('\n')
        const reply = [...said, ...lines.map((line) => `${mark}${line}`.trimEnd()), ...said]
        const back = readMailTable(reply.join('\n'))
        expect(readScenario(back).diagnostics).toEqual([])
        expect(operationsOf(back)).toEqual(operationsOf(source))
        for (const line of said) expect(back).toContain(`# ${line}`)
      }),
      { seed: 11, numRuns: 60 },
    )
  })
})

describe('a table that somebody typed', () => {
  const before = 'map A anon 1\nuffd\nregister A wp\nthread T\nwrite A[0] = 1\n'
  const lastLines = (text: string): string[] =>
    readMailTable(`${before}\n${text}`)
      .trimEnd()
      .split('\n')
      .slice(before.trimEnd().split('\n').length)

  it('may name CPUs only, as commit messages do, and indent by tabs', () => {
    const text = [
      '    CPU0\t\t\tCPU 1\t\t\tCPU2',
      '    ----\t\t\t-----\t\t\t----',
      '\t\t\t\tunwp A[0]',
      '    write A[0] = 4',
      '\t\t\t\t\t\t\twrite A[0] = 5',
      '    do_wp_page()',
    ].join('\n')
    expect(lastLines(text)).toEqual([
      'monitor: unwp A[0] || main: write A[0] = 4 || T: write A[0] = 5',
      '# do_wp_page()',
    ])
  })

  it('may have several cells in a row', () => {
    const text = [
      'cpu0 main           cpu1 monitor       cpu2 (T)',
      'write A[0] = 4      wp A[0]            write A[0] = 5',
    ].join('\n')
    expect(lastLines(text)).toEqual([
      'main: write A[0] = 4 || monitor: wp A[0] || T: write A[0] = 5',
    ])
  })

  it('goes on with another line where somebody acts again', () => {
    const text = [
      'cpu0 main           cpu1 monitor',
      '                    wp A[0]',
      'write A[0] = 4',
      '                    unwp A[0]',
    ].join('\n')
    expect(lastLines(text)).toEqual([
      'monitor: wp A[0] || main: write A[0] = 4',
      'monitor: unwp A[0]',
    ])
  })

  it('keeps what is no statement as it was said', () => {
    const text = ['cpu0            cpu1', 'takes the lock', '                flushes late'].join(
      '\n',
    )
    expect(lastLines(text)).toEqual(['# takes the lock', '# flushes late'])
  })
})

it.each([
  ['lines that mean nothing', 'x\n'.repeat(32_000)],
  ['statements about nothing', 'write Z[0] = 1\n'.repeat(4000)],
  ['one name again and again', 'map A anon 4\n'.repeat(5000)],
  ['more statements than there may be', 'poll\n'.repeat(13_000)],
  ['cells below their heads', `cpu0 a cpu1 b\n${'write A[0] = 1\n'.repeat(4000)}`],
])('a long mail of %s is read to its end, and keeps every line', (_name, text) => {
  const read = readMailTable(text)
  const words = text.trimEnd().split('\n').at(-1) ?? ''
  expect(read).toContain(words)
  expect(read.split('\n').length).toBeGreaterThanOrEqual(text.trimEnd().split('\n').length - 1)
})
