import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../../headless/archive.ts'
import { parseKernel } from '../kernel-choice.ts'
import type { Comparison, ComparisonProblem } from './compare.ts'
import { compareScenario } from './compare.ts'
import { explain } from './explain.ts'
import { nearestKernel } from './nearest.ts'
import { parseRecording } from './recording.ts'
import { comparisonJson, comparisonText } from './report.ts'
import type { Side } from './sides.ts'
import { tellComparison } from './tell.ts'

const ORACLE = join(import.meta.dirname, '../../scenarios/oracle')
const scenarios = readArchive(ORACLE, 'scenarios')

function kernel(words: string): Side {
  const choice = parseKernel(words)
  if (!('profile' in choice)) throw new Error(choice.found)
  return { is: 'kernel', choice }
}

function recorded(archive: string, name: string): Side {
  const recording = parseRecording(name, (readArchive(ORACLE, archive).get(name) ?? []).join('\n'))
  if (!('records' in recording)) throw new Error(recording.found)
  return { is: 'recording', recording }
}

function ok(found: Comparison | ComparisonProblem): Comparison {
  if (!('statements' in found)) throw new Error(JSON.stringify(found))
  return found
}

const textOf = (name: string) => (scenarios.get(name) ?? []).join('\n')
const NO_TABLE = [
  'file F 1024',
  'pwrite F[0..1023] = 7',
  'map A file F',
  'uffd wp-hugetlbfs-shmem',
  'register A wp',
  'wp A[3]',
  'write A[3] = 8',
  'poll',
  'unwp A[3]',
  'read A[3]',
].join('\n')

const compare = (a: string, b: string, text = NO_TABLE) =>
  ok(compareScenario(text, kernel(a), kernel(b)))

describe('a comparison of two kernels', () => {
  it('finds nothing between a kernel and itself', () => {
    const comparison = compare('v6.1', 'v6.1')
    expect(comparison.first).toBeNull()
    expect(comparison.divergences).toEqual([])
    expect(tellComparison(comparison, explain(comparison)).headline).toBe(
      'All 10 statements agree.',
    )
  })

  it('names function, patch, subject and release', () => {
    const comparison = compare('v5.19 -wp-none-pte', 'v5.19')
    expect(tellComparison(comparison, explain(comparison))).toEqual({
      headline: 'First divergence at line 6, wp A[3]',
      sentence:
        'change_protection() makes no PTE table for A[0..511]: wp-none-pte is taken away ' +
        '(mm/shmem: allow uffd wr-protect none pte for file-backed mem, v5.19). ' +
        'So line 7, write A[3] = 8, ends ok, not blocked.',
    })
  })

  it('says of an entry what is not there', () => {
    const comparison = compare('v5.19 -wp-none-pte.marker', 'v5.19')
    expect(tellComparison(comparison, explain(comparison)).sentence).toMatch(
      /^change_pte_range\(\) leaves the none entry of A\[3\] empty: wp-none-pte.marker is taken away/,
    )
  })

  it('lists each difference once, and what follows from an earlier one', () => {
    const comparison = compare('v5.19 -wp-none-pte.marker', 'v5.19')
    const told = comparison.divergences.map(
      ({ line, kind, a, b, follows }) => `${line} ${kind}: ${a} | ${b} <- ${follows}`,
    )
    expect(told).toEqual([
      '6 entry: none | marker <- null',
      '7 outcome: ok | blocked <- 0',
      '7 actors: idle | blocked <- 1',
      '7 pending: 0 unread | 1 unread <- 1',
      '7 entry: UFFD_WP clear, RW set | UFFD_WP set, RW clear <- 0',
      '8 outcome: EAGAIN | ok <- 2',
      '8 message: no message | A[3] wp, write <- 5',
      '9 woken: nobody | main <- 0',
    ])
    expect(comparison.counts).toEqual({ agrees: 6, differs: 4, notObservable: 0 })
  })

  it('mirrors when its sides change places', () => {
    const forth = compare('v6.1', 'v6.12', textOf('anon-unwp-dontwake-raw'))
    const back = compare('v6.12', 'v6.1', textOf('anon-unwp-dontwake-raw'))
    const mirrored = back.divergences.map(({ a, b, ...rest }) => ({ ...rest, a: b, b: a }))
    expect(mirrored.filter((d) => d.isState)).toEqual(
      forth.divergences.filter((d) => d.isState).map(({ a, b, ...rest }) => ({ ...rest, a, b })),
    )
  })

  it('tells another way from another state', () => {
    const { divergences, first } = compare('v6.4', 'v6.4 +fault-vma-lock')
    expect(divergences.every((d) => d.kind === 'call' && !d.isState)).toBe(true)
    expect(first?.text).toBe('write A[3] = 8')
  })

  it('refuses a text with a mistake', () => {
    expect(compareScenario('wrtie A[0]', kernel('v6.1'), kernel('v6.2'))).toHaveProperty(
      'diagnostics',
    )
  })
})

describe('which patch did it', () => {
  it.each([
    ['v5.19', 'v6.3', 'anon-unwp-dontwake-raw', ['resolve-upgrade', 'change-writable']],
    ['6.12.107', '7.2.13', 'register-narrows-mapping', ['map-dirty-folio']],
    ['v6.1', '6.1.192', 'anon-close-blocked-writer', ['close-reset']],
  ])('between %s and %s in %s', (a, b, name, expected) => {
    const comparison = compare(a, b, textOf(name))
    expect(explain(comparison)?.all).toEqual(expected)
  })

  it('is the smallest set: without any one of it the sides part', () => {
    const comparison = compare('v5.18', 'v6.4')
    const found = explain(comparison)
    expect(found?.all.length).toBeGreaterThan(1)
    for (const id of found?.all ?? []) {
      const choice = parseKernel('v5.18')
      const other = parseKernel('v6.4')
      if (!('profile' in choice && 'profile' in other)) throw new Error('no kernel')
      const behaviours = { ...choice.behaviours }
      for (const one of found?.all ?? []) {
        if (one !== id) behaviours[one] = other.behaviours[one]
      }
      const trial = compareScenario(
        NO_TABLE,
        { is: 'kernel', choice: { ...choice, behaviours } },
        kernel('v6.4'),
      )
      expect(ok(trial).divergences.some((d) => d.isState)).toBe(true)
    }
  })

  it('says of each divergence what moves it', () => {
    const comparison = compare('v5.19 -wp-none-pte.marker', 'v5.19')
    const each = explain(comparison)?.each ?? []
    expect(each.length).toBe(comparison.divergences.length)
    for (const reasons of each) expect(reasons).toEqual(['wp-none-pte.marker'])
  })
})

describe('a comparison with a recording', () => {
  it.each(['6.1.192', '6.12.107', '7.2.13', '6.1.192-calls', '6.12.107-calls', '7.2.13-calls'])(
    'agrees with everything that %s recorded',
    (archive) => {
      const names = [...readArchive(ORACLE, archive).keys()].filter((name) => name !== 'FUNCTIONS')
      for (const name of names.filter((_, i) => i % 6 === 0)) {
        const side = recorded(archive, name)
        const found = ok(compareScenario(textOf(name), kernel(archive.replace('-calls', '')), side))
        expect(found.divergences, name).toEqual([])
        expect(found.counts.notObservable, name).toBe(0)
      }
    },
  )

  it('counts apart what a recording without raw entries cannot show', () => {
    const name = 'anon-protect-none-rw'
    const found = ok(compareScenario(textOf(name), kernel('6.18.44'), recorded('6.18.44', name)))
    expect(found.counts.differs).toBe(0)
    expect(found.counts.notObservable).toBeGreaterThan(0)
    expect(found.counts.agrees + found.counts.notObservable).toBe(found.statements.length)
  })

  it('names the kernel that agrees, and what it does otherwise', () => {
    const name = 'register-narrows-mapping'
    const found = ok(compareScenario(textOf(name), kernel('6.12.107'), recorded('7.2.13', name)))
    const nearest = nearestKernel(found)
    expect(nearest).toEqual({ name: '7.2.13', agrees: 12, of: 12, has: ['map-dirty-folio'] })
    const { headline, sentence } = tellComparison(found, explain(found), nearest)
    expect(headline).toBe('11 of 12 statements agree. Line 14, read A[3], differs')
    expect(sentence).toContain('set_pte_range() leaves D, SOFT_DIRTY of A[3] clear')
  })

  it('may stop before the end: the rest is not observable', () => {
    const name = 'register-narrows-mapping'
    const lines = (readArchive(ORACLE, '7.2.13').get(name) ?? []).slice(0, 5)
    const recording = parseRecording(name, lines.join('\n'))
    if (!('records' in recording)) throw new Error('refused')
    const found = ok(
      compareScenario(textOf(name), kernel('7.2.13'), { is: 'recording', recording }),
    )
    expect(found.counts).toEqual({ agrees: 5, differs: 0, notObservable: 7 })
  })

  it('refuses the recording of another scenario', () => {
    const found = compareScenario(
      NO_TABLE,
      kernel('v6.1'),
      recorded('7.2.13', 'register-narrows-mapping'),
    )
    expect(found).toMatchObject({ side: 'b', line: 1, expected: '"file F 1024"' })
  })
})

describe('a report', () => {
  it('holds the sentence, the list and the counts', () => {
    const comparison = compare(
      'v5.19 -persist-on-zap',
      'v5.19',
      [
        'file F 1',
        'map A file F',
        'uffd',
        'register A wp',
        'write A[0] = 1',
        'wp A[0]',
        'advise A[0] dontneed',
        'write A[0] = 2',
      ].join('\n'),
    )
    const explanation = explain(comparison)
    const text = comparisonText(comparison, explanation, null)
    expect(text).toContain('First divergence at line 7, advise A[0] dontneed')
    expect(text).toContain('entry A[0]: none | marker')
    expect(text).toMatch(/\d+ agree, \d+ differ, 0 not observable\n$/)
    const json = comparisonJson(comparison, explanation, null)
    expect(JSON.parse(JSON.stringify(json))).toEqual(json)
    expect(json.divergences[0]).toMatchObject({ kind: 'entry', reasons: ['persist-on-zap'] })
  })
})
