import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { main } from '../cli.ts'

const SCENARIO = ['map A anon 1', 'uffd', 'register A wp', 'write A[0] = 1', 'wp A[0]', 'unwp A[0]']

describe('ptescope compare', () => {
  let folder = ''
  let file = ''
  let out = ''
  let err = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ptescope-'))
    file = join(folder, 'a.uffd')
    writeFileSync(file, SCENARIO.join('\n'))
    out = ''
    err = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text
      return true
    })
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      err += text
      return true
    })
  })

  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true })
  })

  const run = (...args: string[]) => main(['compare', file, ...args])

  it('ends with 0 where both agree', async () => {
    expect(await run('--a', 'v6.3', '--b', 'v6.3')).toBe(0)
    expect(out).toContain('All 6 statements agree.')
  })

  it('ends with 1 where they diverge, and says what did it', async () => {
    expect(await run('--a', 'v6.3 -resolve-upgrade', '--b', 'v6.3')).toBe(1)
    expect(out).toContain('First divergence at line 6, unwp A[0]')
    expect(out).toContain(
      'change_pte_range() leaves RW of A[0] clear: resolve-upgrade is taken away',
    )
  })

  it('ends with 0 where only the way differs', async () => {
    expect(await run('--a', 'v6.4', '--b', 'v6.4,+fault-vma-lock')).toBe(0)
    expect(out).toContain('way main: mmap_lock taken for reading | VMA lock taken')
  })

  it('prints the whole structure as JSON', async () => {
    expect(await run('--a', 'v6.3 -resolve-upgrade', '--b', 'v6.3', '--json')).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      a: 'v6.3 -resolve-upgrade',
      b: 'v6.3',
      counts: { agrees: 5, differs: 1, notObservable: 0 },
      divergences: [{ kind: 'entry', place: { region: 'A', first: 0, count: 1 } }],
      explanation: { first: [{ id: 'resolve-upgrade' }], isExact: true },
    })
  })

  it('compares with a recording that this program printed', async () => {
    expect(await main(['run', file, '--kernel', 'v6.3', '--out', folder])).toBe(0)
    const recording = join(folder, 'a.jsonl')
    expect(await run('--a', 'v6.3', '--b', recording)).toBe(0)
    expect(await run('--a', 'v6.2', '--b', recording)).toBe(1)
    expect(out).toContain('The model of v')
  })

  it.each([
    [['--a', 'v6.3'], 'needs --a and --b'],
    [['--a', 'v6.33', '--b', 'v6.3'], 'found kernel "v6.33"'],
    [['--a', 'v6.3 close-reset', '--b', 'v6.3'], 'expected a patch, as +id or -id'],
    [['--a', 'v6.3 +clsoe-reset', '--b', 'v6.3'], 'did you mean "close-reset"?'],
    [['--a', 'v6.3', '--b', 'nowhere.jsonl'], 'nowhere.jsonl'],
  ])('ends with 2 for a mistake: %j', async (args, words) => {
    expect(await run(...args)).toBe(2)
    expect(err).toContain(words)
    expect(out).toBe('')
  })

  it('ends with 2 for a recording that is none', async () => {
    const recording = join(folder, 'x.jsonl')
    writeFileSync(recording, '{"line": 0}\n')
    expect(await run('--a', 'v6.3', '--b', recording)).toBe(2)
    expect(err).toContain('x.jsonl:1: line: found 0, expected a number from 1 to 1000000')
  })
})

describe('ptescope coverage', () => {
  it('lists steps, statements, behaviours and what is not modelled', async () => {
    let out = ''
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      out += text
      return true
    })
    expect(await main(['coverage'])).toBe(0)
    expect(await main(['coverage', '--json'])).toBe(0)
    vi.restoreAllMocks()
    for (const heading of ['Steps, by kernel file', 'Statements', 'Behaviours', 'Not modelled']) {
      expect(out).toContain(heading)
    }
  })
})
