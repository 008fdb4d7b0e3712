// What real kernels printed is what the simulator prints: every record of every scenario, on each recorded kernel.
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readArchive } from '../headless/archive.ts'
import { EXCEPTIONS } from '../scenarios/oracle/exceptions.ts'
import type { StateRecord } from './outcome.ts'
import { firstDifference, renderDifference } from './record-difference.ts'
import { prepare } from './run-text.ts'

const ORACLE = join(import.meta.dirname, '../scenarios/oracle')
const KERNELS = ['6.1.192', '6.12.107', '6.18.44', '7.2.13']

const scenarios = readArchive(ORACLE, 'scenarios')

/** What is wrong with our records of one scenario, in words; null where they agree. */
function disagreement(text: string, kernel: string, recorded: readonly string[]): string | null {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) return `line ${prepared.diagnostics[0]?.line} is refused`
  const { sim, operations } = prepared
  if (operations.length !== recorded.length)
    return `${operations.length} records, not ${recorded.length}`
  for (const [i, line] of operations.entries()) {
    sim.run(line)
    const difference = firstDifference(sim.record(i), JSON.parse(recorded[i] ?? '') as StateRecord)
    if (difference !== null)
      return `line ${line.line}, ${line.text}: ${renderDifference(difference)}`
  }
  return null
}

const exceptionFor = (kernel: string, scenario: string) =>
  EXCEPTIONS.find((e) => e.kernel === kernel && e.scenario === scenario)

describe.each(KERNELS)('recordings of %s', (kernel) => {
  const recorded = readArchive(ORACLE, kernel)

  it('are there for each scenario', () => {
    expect([...recorded.keys()]).toEqual([...scenarios.keys()])
    expect(recorded.size).toBe(239)
  })

  it.each([...scenarios])('agree: %s', (name, lines) => {
    const found = disagreement(lines.join('\n'), kernel, recorded.get(name) ?? [])
    if (exceptionFor(kernel, name) === undefined) expect(found).toBeNull()
    else expect(found, 'it agrees: the exception is not needed').not.toBeNull()
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
