import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { EntryRecord } from '../sim/outcome.ts'
import { prepare } from '../sim/run-text.ts'
import { explore } from './exploration.ts'
import { lineToExplore } from './line-to-explore.ts'
import { outcomeText } from './litmus-text.ts'
import type { ExploreResult, OutcomeClass } from './result.ts'
import type { Violation } from './violations.ts'

const DIRECTORY = new URL('../scenarios/history/', import.meta.url)

function explored(name: string, kernel: string | null): ExploreResult {
  const text = readFileSync(new URL(`${name}.uffd`, DIRECTORY), 'utf8')
  const source = kernel === null ? text : text.replace(/^kernel .*$/m, `kernel ${kernel}`)
  const prepared = prepare(source)
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
  const line = lineToExplore(prepared, null)
  if (line === null) throw new Error('nothing to explore')
  const result = explore(prepared, line, { clock: () => 0 })
  expect(result.complete).toBe(true)
  return result
}

function violationsOf(result: ExploreResult): Violation[] {
  return (result.violations ?? []).map((found) => found.name)
}

function entries(outcome: OutcomeClass): EntryRecord[] {
  return outcome.record.mm.flatMap((mm) => mm.regions.flatMap((region) => region.ptes))
}

function showsBit(outcome: OutcomeClass): boolean {
  return entries(outcome).some((entry) => entry.uffdWp)
}

function childShowsBit(outcome: OutcomeClass): boolean {
  const child = outcome.record.mm.find((mm) => mm.process === 'C')
  return child?.regions.some((region) => region.ptes.some((pte) => pte.uffdWp)) === true
}

interface Bug {
  readonly name: string
  readonly without: string
  readonly present: string
  /** What goes wrong: a violation, or an outcome that looks like this. */
  readonly shows: Violation | ((outcome: OutcomeClass) => boolean)
}

const BUGS: readonly Bug[] = [
  {
    name: 'stale-tlb-corruption',
    without: 'v5.10',
    present: 'v5.10 +flush-before-cow',
    shows: 'lost-write',
  },
  {
    name: 'fork-child-bit',
    without: 'v5.12',
    present: 'v5.12 +fork-wp-child',
    shows: childShowsBit,
  },
  {
    name: 'persist-on-zap',
    without: 'v5.19 -persist-on-zap',
    present: 'v5.19',
    shows: 'unreported-write',
  },
  {
    name: 'writenotify',
    without: 'v6.1',
    present: 'v6.1 +wp-writenotify',
    shows: 'unreported-write',
  },
  {
    name: 'stale-bit-close',
    without: 'v6.8',
    present: 'v6.8 +close-reset',
    shows: (outcome) => outcome.record.uffd === null && showsBit(outcome),
  },
  { name: 'stale-bit-mremap', without: 'v6.12', present: 'v6.12 +mremap-clear', shows: showsBit },
  {
    name: 'stale-bit-reregister',
    without: 'v7.2',
    present: 'v7.2 +rereg-busy',
    shows: (outcome) => outcome.record.outcome === 'ok' && showsBit(outcome),
  },
  {
    name: 'unregister-wakes-nobody',
    without: 'v6.18',
    present: 'v6.18 +unregister-wake',
    shows: 'stuck',
  },
]

describe('a bug of the past shows without its patch and not with it', () => {
  for (const { name, without, present, shows } of BUGS) {
    const has = (result: ExploreResult): boolean =>
      typeof shows === 'string' ? violationsOf(result).includes(shows) : result.outcomes.some(shows)
    it(name, () => {
      expect(has(explored(name, without))).toBe(true)
      const fixed = explored(name, present)
      expect(has(fixed)).toBe(false)
      expect(violationsOf(fixed)).toEqual([])
    })
  }

  it('the three CPUs of the corruption, counted', () => {
    const bad = explored('stale-tlb-corruption', 'v5.10')
    const good = explored('stale-tlb-corruption', 'v5.10 +flush-before-cow')
    expect([bad.schedules, bad.outcomes.length]).toEqual([113988, 5])
    expect([good.schedules, good.outcomes.length]).toEqual([121335, 4])
    const lost = bad.outcomes.find((o) => o.violations.includes('lost-write'))
    expect(lost?.count).toBe(10)
    expect(bad.violations?.[0]?.swap).not.toBeNull()
  })

  it('needs the extra reference', () => {
    const text = readFileSync(new URL('stale-tlb-corruption.uffd', DIRECTORY), 'utf8')
    const prepared = prepare(text.replace('hold A[0]\n', ''))
    if ('diagnostics' in prepared) throw new Error('diagnostics')
    const line = lineToExplore(prepared, null)
    if (line === null) throw new Error('no line')
    expect(violationsOf(explore(prepared, line, { clock: () => 0 }))).toEqual([])
  })
})

describe('races, by the set of their outcomes', () => {
  const ends = (name: string, kernel: string | null): Set<string> =>
    new Set(explored(name, kernel).outcomes.map(outcomeText))

  it('unwp before the writer is queued: it may sleep on a page shared by fork', () => {
    const sleeps = (o: OutcomeClass): boolean =>
      o.record.actors.main === 'blocked' && o.record.uffd?.pending === 1 && !showsBit(o)
    expect(explored('unwp-before-queued', 'v6.18').outcomes.some(sleeps)).toBe(true)
    expect(explored('unwp-before-queued', 'v5.10').outcomes.some(sleeps)).toBe(true)
  })

  it('a second wp before the retry gives a second message and loses nothing', () => {
    expect(ends('second-wp', null)).toEqual(
      new Set([
        'monitor ok; M ok; main ok; main.A[0]=2',
        'monitor ok; M ok; main blocked; unread 1; main.A[0]=1',
      ]),
    )
  })

  it('a wake without resolution ends in a message, old or new', () => {
    expect(ends('wake-without-resolve', null)).toEqual(
      new Set([
        'monitor ok; M ok; main blocked; unread 1; main.A[0]=1',
        'monitor ok; M EAGAIN; main blocked; unread 1; main.A[0]=1',
        'monitor ok; M ok; main blocked; main.A[0]=1',
      ]),
    )
  })

  it('between resolution and wake others may store: either store may be the last', () => {
    expect(ends('store-before-wake', null)).toEqual(
      new Set(['monitor ok; T ok; main ok; main.A[0]=2', 'monitor ok; T ok; main ok; main.A[0]=3']),
    )
  })

  it('fork is never in the middle of a protection', () => {
    for (const { record } of explored('fork-beside-wp', null).outcomes) {
      for (const { regions } of record.mm) {
        const bits = regions.flatMap((r) => r.ptes.flatMap((p) => Array(p.n ?? 1).fill(p.uffdWp)))
        expect(new Set(bits).size).toBe(1)
      }
    }
  })

  it('a blocked writer whose page is zapped stores into a fresh page, before or after', () => {
    expect(ends('zap-while-blocked', null)).toEqual(
      new Set(['T ok; monitor ok; main ok; main.A[0]=2', 'T ok; monitor ok; main ok']),
    )
  })
})

it('every scenario of the past is tested here', () => {
  const tested = readFileSync(new URL(import.meta.url), 'utf8')
  for (const file of readdirSync(DIRECTORY)) expect(tested).toContain(file.replace('.uffd', ''))
})
