import { describe, expect, it } from 'vitest'
import type { Prepared } from '../sim/run-text.ts'
import { prepare } from '../sim/run-text.ts'
import type { ExploreOptions } from './exploration.ts'
import { explore } from './exploration.ts'
import { lineToExplore } from './line-to-explore.ts'
import { mergeParts } from './merge.ts'
import type { ExploreResult } from './result.ts'

const clock = (): number => 0

function prepared(lines: readonly string[]): Prepared {
  const made = prepare(`${lines.join('\n')}\n`)
  if ('diagnostics' in made) throw new Error(JSON.stringify(made.diagnostics))
  return made
}

function explored(lines: readonly string[], options: Partial<ExploreOptions> = {}): ExploreResult {
  const scenario = prepared(lines)
  const line = lineToExplore(scenario, null)
  if (line === null) throw new Error('nothing to explore')
  return explore(scenario, line, { clock, ...options })
}

/** Runs the whole scenario once for each schedule there is, on fresh machines: slow, and nothing shared with the search. */
function bruteForce(lines: readonly string[]): Map<string, number> {
  const ends = new Map<string, number>()
  const open: number[][] = [[]]
  for (let schedule = open.pop(); schedule !== undefined; schedule = open.pop()) {
    const scenario = prepared(lines)
    const { sim, operations } = scenario
    const line = lineToExplore(scenario, null)
    const before = operations.slice(0, operations.indexOf(line as never))
    for (const earlier of before) sim.run(earlier)
    const taken: number[] = []
    const choices: number[][] = []
    sim.run(line as never, {
      choose: (turn: number, enabled: readonly number[]) => {
        choices.push([...enabled])
        const actor = schedule[turn] ?? (enabled[0] as number)
        taken.push(actor)
        return actor
      },
    })
    for (let turn = schedule.length; turn < taken.length; turn++) {
      for (const other of choices[turn] as number[]) {
        if (other !== taken[turn]) open.push([...taken.slice(0, turn), other])
      }
    }
    const record = JSON.stringify(sim.record(before.length))
    ends.set(record, (ends.get(record) ?? 0) + 1)
  }
  return ends
}

function byRecord(result: ExploreResult): Map<string, number> {
  const ends = new Map<string, number>()
  for (const { record, count } of result.outcomes) {
    const key = JSON.stringify(record)
    ends.set(key, (ends.get(key) ?? 0) + Number(count))
  }
  return ends
}

/** A part may not see the good order that lies beside a bad one. */
function withoutSwaps(violations: ExploreResult['violations']): unknown {
  return violations?.map(({ swap: _swap, ...rest }) => rest)
}

const ANON = ['cpus 3', 'map A anon 1', 'uffd', 'register A wp']
const STALE = [...ANON, 'thread T', 'T: write A[0] = 1', 'hold A[0]']
const RACE = 'unwp A[0] || main: write A[0] = 4 || T: write A[0] = 5'
const SCENARIOS: Readonly<Record<string, readonly string[]>> = {
  'a store beside a protection': [
    'kernel v6.18',
    ...ANON,
    'write A[0] = 1',
    'wp A || write A[0] = 2',
  ],
  'a store beside a resolution': [
    'kernel v6.18',
    ...ANON,
    'write A[0] = 1',
    'wp A',
    'unwp A || write A[0] = 2',
  ],
  'a resolution beside a store on a page shared by fork': [
    'kernel v6.18',
    ...ANON,
    'write A[0] = 1',
    'fork C',
    'wp A',
    'unwp A || write A[0] = 2',
  ],
  'a woken writer beside the call that wakes it': [
    'kernel v6.1',
    ...ANON,
    'write A[0] = 1',
    'wp A',
    'write A[0] = 2',
    'unwp A',
  ],
  'two first touches': ['kernel v5.10', ...ANON, 'thread T', 'write A[0] = 1 || T: write A[0] = 2'],
  'a fork beside a store': [
    'kernel v6.1',
    ...ANON,
    'thread T',
    'write A[0] = 1',
    'fork C || T: write A[0] = 2',
  ],
  'a close beside a store': [
    'kernel v5.10',
    ...ANON,
    'write A[0] = 1',
    'wp A',
    'close || write A[0] = 2',
  ],
  'a monitor that serves beside two stores': [
    'kernel v6.18',
    ...ANON,
    'write A[0] = 1',
    'wp A',
    'thread T',
    'serve',
    'write A[0] = 2 || T: read A[0]',
  ],
  'a monitor that serves once its own call is over': [
    'kernel v5.10',
    ...ANON,
    'write A[0] = 1',
    'serve',
    'wp A || write A[0] = 2',
  ],
  'a monitor that begins to serve': [
    'kernel v6.18',
    ...ANON,
    'write A[0] = 1',
    'fork C',
    'wp A',
    'serve || write A[0] = 2',
  ],
  'a hole beside a load': [
    'kernel v6.18',
    'file F 1',
    'pwrite F[0] = 7',
    'map A file F',
    'monitor: punch F[0] || read A[0]',
  ],
}

describe('exploration agrees with running every schedule on its own', () => {
  for (const [name, lines] of Object.entries(SCENARIOS)) {
    it(name, () => {
      const result = explored(lines)
      expect(Number(result.schedules)).toBeLessThan(5000)
      expect(byRecord(result)).toEqual(bruteForce(lines))
      expect(result.complete).toBe(true)
    })
  }
})

describe('what makes no difference', () => {
  const cases = { ...SCENARIOS, 'three CPUs': ['kernel v5.10', ...STALE, RACE] }

  for (const [name, lines] of Object.entries(cases)) {
    it(`reduction, forgetting and parts: ${name}`, () => {
      const whole = explored(lines)
      const plain = { schedules: whole.schedules, outcomes: whole.outcomes }
      for (const options of [
        { reduction: false },
        { unreduced: 0 },
        { unreduced: 20 },
        { unreduced: 0, forget: false },
        { reduction: false, forget: false },
      ]) {
        const other = explored(lines, options)
        expect({ schedules: other.schedules, outcomes: other.outcomes }).toEqual(plain)
      }
      for (const of of [1, 2, 3, 4, 7]) {
        const parts = Array.from({ length: of }, (_, i) =>
          explored(lines, { shard: { index: i + 1, of } }),
        )
        const merged = mergeParts(parts)
        if (typeof merged === 'string') throw new Error(merged)
        const { seconds: _seconds, violations, ...rest } = merged
        const { states, transitions, kernel, line, complete } = whole
        expect(rest).toEqual({ kernel, line, complete, states, transitions, ...plain })
        expect(withoutSwaps(violations)).toEqual(withoutSwaps(whole.violations))
      }
    })
  }

  it('exploring twice', () => {
    const lines = ['kernel v5.10', ...STALE, RACE]
    expect(explored(lines)).toEqual(explored(lines))
  })
})

describe('bounds', () => {
  const lines = ['kernel v5.10', ...STALE, 'unwp A || main: write A[0] = 4 || T: write A[0] = 5']

  it('are named when they are hit', () => {
    expect(explored(lines, { bounds: { states: 100 } })).toMatchObject({
      limit: 'states',
      complete: false,
    })
    let now = 0
    const slow = { clock: () => now++, bounds: { milliseconds: 5 } }
    expect(explored(lines, slow)).toMatchObject({ limit: 'milliseconds', complete: false })
    expect(explored(lines, { bounds: { preemptions: 1 } })).toMatchObject({
      limit: 'preemptions',
    })
  })

  it('without preemptions leave the orders of whole calls', () => {
    const result = explored(lines, { bounds: { preemptions: 0 } })
    expect(result.schedules).toBe(6)
    expect(result.violations).toBeUndefined()
  })

  it('keep every outcome if only the counting was stopped', () => {
    const whole = explored(lines)
    const cut = explored(lines, { bounds: { states: 300 } })
    expect(cut.complete).toBe(true)
    expect(cut.limit).toBe('states')
    expect(cut.outcomes.map((o) => o.values)).toEqual(whole.outcomes.map((o) => o.values))
  })
})

describe('a monitor that serves', () => {
  const lines = (line: string): string[] => [
    'kernel v6.18',
    ...ANON,
    'thread T',
    'write A[0] = 1',
    'wp A',
    'serve',
    line,
  ]

  it('answers while the others still run', () => {
    const result = explored(lines('write A[0] = 2 || T: write A[0] = 3'))
    expect(result.violations).toBeUndefined()
    expect(new Set(result.outcomes.map(({ values }) => values['main.A[0]']))).toEqual(
      new Set([2, 3]),
    )
    for (const { record } of result.outcomes) {
      expect(record.actors).toMatchObject({ main: 'idle', T: 'idle' })
      expect(record.uffd).toEqual({ pending: 0 })
    }
    const between = result.outcomes.some(({ schedule }) => {
      const served = schedule.indexOf('monitor')
      return served > 0 && new Set(schedule.slice(served)).size > 1
    })
    expect(between).toBe(true)
  })

  it('leaves a store blocked that faults for ever', () => {
    const clean = ['kernel v5.7 -uffd-wp-bit', ...ANON, 'thread T', 'read A[0]', 'serve']
    const result = explored([...clean, 'write A[0] = 2 || T: read A[0]'])
    expect(result.complete).toBe(true)
    for (const { record } of result.outcomes) expect(record.actors.main).toBe('blocked')
  })
})

describe('reclaim beside others', () => {
  const lines = (line: string): string[] => [
    'kernel v6.18',
    ...ANON,
    'thread T',
    'write A[0] = 1',
    'wp A',
    line,
  ]

  it('keeps protection and contents', () => {
    const result = explored(lines('advise A pageout || T: write A[0] = 2'))
    expect(result.violations).toBeUndefined()
    for (const { record } of result.outcomes) expect(record.actors.T).toBe('blocked')
  })

  it('gives way to a zap', () => {
    const result = explored(lines('advise A pageout || T: advise A dontneed'))
    expect(result.violations).toBeUndefined()
    expect(new Set(result.outcomes.map(({ values }) => JSON.stringify(values)))).toEqual(
      new Set(['{}']),
    )
  })
})
