import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EntryRecord } from '../outcome.ts'
import { bitsBetween, wordsOf } from './entry-words.ts'
import { alignRuns, PageMatch } from './runs.ts'
import type { StepRef } from './steps.ts'
import { alignSteps } from './steps.ts'

const SEED = { seed: 20261123, numRuns: 300 }

/** Joined entries in order, not overlapping, each with its own run of pages. */
const anyEntries: fc.Arbitrary<EntryRecord[]> = fc
  .array(fc.record({ gap: fc.nat(3), n: fc.integer({ min: 1, max: 4 }), marker: fc.boolean() }))
  .map((parts) => {
    let i = 0
    let page = 0
    return parts.map(({ gap, n, marker }): EntryRecord => {
      i += gap
      const entry: EntryRecord = marker
        ? { i, n, kind: 'marker', uffdWp: true }
        : { i, n, kind: 'present', page: `p${page}`, uffdWp: false }
      i += n
      page += n
      return entry
    })
  })

function expanded(entries: readonly EntryRecord[]): Map<number, string> {
  const all = new Map<number, string>()
  for (const { i, n = 1, kind } of entries) for (let k = 0; k < n; k++) all.set(i + k, kind)
  return all
}

describe('runs of entries', () => {
  it('are those of both sides, page by page', () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, (a, b) => {
        const left = new Map<number, string>()
        const right = new Map<number, string>()
        let next = 0
        for (const run of alignRuns(a, b)) {
          expect(run.i).toBeGreaterThanOrEqual(next)
          expect(run.n).toBeGreaterThan(0)
          next = run.i + run.n
          for (let k = 0; k < run.n; k++) {
            if (run.a !== null) left.set(run.i + k, run.a.kind)
            if (run.b !== null) right.set(run.i + k, run.b.kind)
          }
        }
        expect(left).toEqual(expanded(a))
        expect(right).toEqual(expanded(b))
      }),
      SEED,
    )
  })

  it('share pages alike, whatever the pages are called', () => {
    fc.assert(
      fc.property(anyEntries, fc.integer({ min: 1, max: 99 }), (a, shift) => {
        const b = a.map((entry) =>
          entry.page === undefined
            ? entry
            : { ...entry, page: `p${Number(entry.page.slice(1)) + shift}` },
        )
        const pages = new PageMatch()
        for (const run of alignRuns(a, b)) expect(pages.conflicts(run)).toEqual([])
      }),
      SEED,
    )
  })

  it('tell a page that is shared on one side only', () => {
    const entry = (i: number, page: string): EntryRecord => ({
      i,
      kind: 'present',
      page,
      uffdWp: false,
    })
    const runs = alignRuns([entry(0, 'p0'), entry(1, 'p0')], [entry(0, 'p0'), entry(1, 'p1')])
    const pages = new PageMatch()
    expect(runs.map((run) => pages.conflicts(run))).toEqual([[], [{ from: 0, n: 1 }]])
  })
})

describe('entries in words', () => {
  const present: EntryRecord = {
    i: 0,
    kind: 'present',
    page: 'p0',
    uffdWp: false,
    raw: ['P', 'RW', 'US', 'A', 'D', 'NX'],
  }

  it('name the bits that differ, the telling ones first', () => {
    const guarded: EntryRecord = {
      ...present,
      uffdWp: true,
      raw: ['P', 'US', 'A', 'UFFD_WP', 'SAVED_DIRTY', 'NX'],
    }
    expect(bitsBetween(present, guarded)).toEqual(['UFFD_WP', 'RW', 'D', 'SAVED_DIRTY'])
    expect(bitsBetween(present, null)).toBeNull()
    expect(bitsBetween(present, { ...present, raw: ['P', 'NX', 'US', 'A', 'D', 'RW'] })).toEqual([])
  })

  it('leave aside what one of them does not show', () => {
    const { raw: _raw, ...bare } = present
    expect(bitsBetween(present, bare)).toEqual([])
  })

  it('say what is there', () => {
    expect(wordsOf(null)).toBe('none')
    expect(wordsOf(present)).toBe('page RW A D')
    expect(wordsOf({ i: 0, kind: 'present', page: 'zero', uffdWp: true })).toBe(
      'zero page, uffd-wp',
    )
  })
})

describe('steps side by side', () => {
  const steps = (sites: readonly number[]): StepRef[] =>
    sites.map((site, index) => ({ index, row: { op: 5, site, b: 0, c: 0 } as StepRef['row'] }))
  const anySites = fc.array(fc.nat(4), { maxLength: 12 })
  const sitesOf = (refs: readonly (StepRef | null)[]) =>
    refs.flatMap((r) => (r === null ? [] : [r.row.site]))

  it('are all there, in order, and pairs are alike', () => {
    fc.assert(
      fc.property(anySites, anySites, (a, b) => {
        const pairs = alignSteps(steps(a), steps(b))
        expect(sitesOf(pairs.map((pair) => pair.a))).toEqual(a)
        expect(sitesOf(pairs.map((pair) => pair.b))).toEqual(b)
        for (const pair of pairs) {
          if (pair.a !== null && pair.b !== null) expect(pair.a.row.site).toBe(pair.b.row.site)
          else expect(pair.a === null && pair.b === null).toBe(false)
        }
      }),
      SEED,
    )
  })

  it('have as much in common as can be', () => {
    const longest = (a: readonly number[], b: readonly number[]): number => {
      const [x, ...restA] = a
      const [y, ...restB] = b
      if (x === undefined || y === undefined) return 0
      if (x === y) return 1 + longest(restA, restB)
      return Math.max(longest(restA, b), longest(a, restB))
    }
    const short = fc.array(fc.nat(2), { maxLength: 7 })
    fc.assert(
      fc.property(short, short, (a, b) => {
        const pairs = alignSteps(steps(a), steps(b))
        const common = pairs.filter((pair) => pair.a !== null && pair.b !== null)
        expect(common.length).toBe(longest(a, b))
      }),
      SEED,
    )
  })
})
