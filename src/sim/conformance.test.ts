// What real kernels printed is what the simulator prints: every record of every scenario, on each recorded kernel.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../headless/archive.ts'
import { findProfile } from '../linux/profiles/index.ts'
import { AGREEMENT, RECORDED_SCENARIOS } from '../scenarios/oracle/agreement.ts'
import { EXCEPTIONS } from '../scenarios/oracle/exceptions.ts'
import type { StateRecord } from './outcome.ts'
import { firstDifference, renderDifference } from './record-difference.ts'
import { prepare } from './run-text.ts'

const ORACLE = join(import.meta.dirname, '../scenarios/oracle')
const KERNELS = ['6.1.192', '6.12.107', '6.18.44', '7.2.13']

const scenarios = readArchive(ORACLE, 'scenarios')

interface Held {
  /** Records that agree. */
  readonly agree: number
  /** The first that does not, in words; null where all agree. */
  readonly disagreement: string | null
}

/** Our records of one scenario beside those of a kernel. */
function hold(text: string, kernel: string, recorded: readonly string[]): Held {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared)
    return { agree: 0, disagreement: `line ${prepared.diagnostics[0]?.line} is refused` }
  const { sim, operations } = prepared
  if (operations.length !== recorded.length)
    return { agree: 0, disagreement: `${operations.length} records, not ${recorded.length}` }
  let agree = 0
  let disagreement: string | null = null
  for (const [i, line] of operations.entries()) {
    sim.run(line)
    const difference = firstDifference(sim.record(i), JSON.parse(recorded[i] ?? '') as StateRecord)
    if (difference === null) agree++
    else disagreement ??= `line ${line.line}, ${line.text}: ${renderDifference(difference)}`
  }
  return { agree, disagreement }
}

const exceptionFor = (kernel: string, scenario: string) =>
  EXCEPTIONS.find((e) => e.kernel === kernel && e.scenario === scenario)

describe.each(KERNELS)('recordings of %s', (kernel) => {
  const recorded = readArchive(ORACLE, kernel)
  const done = new Map<string, Held>()
  const held = (name: string): Held => {
    const known = done.get(name)
    if (known !== undefined) return known
    const found = hold((scenarios.get(name) ?? []).join('\n'), kernel, recorded.get(name) ?? [])
    done.set(name, found)
    return found
  }

  it('are there for each scenario', () => {
    expect([...recorded.keys()]).toEqual([...scenarios.keys()])
    expect(recorded.size).toBe(RECORDED_SCENARIOS)
  })

  it.each([...scenarios.keys()])('agree: %s', (name) => {
    const { disagreement } = held(name)
    if (exceptionFor(kernel, name) === undefined) expect(disagreement).toBeNull()
    else expect(disagreement, 'it agrees: the exception is not needed').not.toBeNull()
  })

  it('agree as often as the page says', () => {
    let agree = 0
    let records = 0
    for (const name of scenarios.keys()) {
      agree += held(name).agree
      records += recorded.get(name)?.length ?? 0
    }
    const sees = findProfile(kernel)?.sees
    expect(AGREEMENT.find((one) => one.kernel === kernel)).toEqual({ kernel, agree, records, sees })
  })
})

describe('exceptions', () => {
  it('name recordings that exist, at most one in a hundred, each with a reason', () => {
    for (const { kernel, scenario, reason } of EXCEPTIONS) {
      expect(KERNELS).toContain(kernel)
      expect([...scenarios.keys()]).toContain(scenario)
      expect(reason).not.toBe('')
    }
    expect(EXCEPTIONS.length).toBeLessThan((KERNELS.length * scenarios.size) / 100)
  })
})

const frameMoved = (before: ReadonlyMap<string, number>, now: ReadonlyMap<string, number>) =>
  [...now].filter(([page, pfn]) => (before.get(page) ?? pfn) !== pfn).map(([page]) => page)

describe.each(['6.1.192-calls', '6.12.107-calls', '7.2.13-calls'])('recordings of %s', (name) => {
  const kernel = name.replace('-calls', '')
  const recorded = [...readArchive(ORACLE, name)].filter(([file]) => file !== 'FUNCTIONS')

  it.each(recorded)('agree on which pages got another frame: %s', (scenario, records) => {
    const prepared = prepare((scenarios.get(scenario) ?? []).join('\n'), { kernel })
    if ('diagnostics' in prepared) throw new Error('refused')
    let before: ReadonlyMap<string, number> = new Map()
    for (const [i, line] of prepared.operations.entries()) {
      prepared.sim.run(line)
      prepared.sim.record(i)
      const now = prepared.sim.frames()
      const { moved = [] } = JSON.parse(records[i] ?? '') as StateRecord
      const theirs = moved.map((page) => page.join(' '))
      expect(frameMoved(before, now).sort(), `line ${line.line}, ${line.text}`).toEqual(
        theirs.sort(),
      )
      before = now
    }
  })
})
