/** Statements that race on the real kernel: how often each end was seen, and whether the explorer knows it. */
import { performance } from 'node:perf_hooks'
import { explore } from '../../explore/exploration.ts'
import { lineToExplore } from '../../explore/line-to-explore.ts'
import type { OutcomeClass } from '../../explore/result.ts'
import { readScenario } from '../../lang/read-scenario.ts'
import type { RecordValue, StateRecord } from '../../sim/outcome.ts'
import { prepare } from '../../sim/run-text.ts'
import type { Named } from './check.ts'
import { flat } from './compare.ts'
import type { Machine } from './machine.ts'
import { runBatch } from './run-batch.ts'

/** One distinct end of a race on the real kernel. */
export interface Seen {
  readonly count: number
  readonly record: StateRecord
  readonly values: Readonly<Record<string, RecordValue>>
}

export interface Race {
  readonly name: string
  readonly seen: readonly Seen[]
  /** Of these ends the explorer knows nothing: each is an error of the model. */
  readonly unknown: readonly Seen[]
  /** How many ends the explorer found. */
  readonly explored: number
}

/** Lets the `||` line of each scenario race so many times, on pinned threads that start together with jitter. */
export async function race(
  machine: Machine,
  scenarios: readonly Named[],
  times: number,
  folder: string,
): Promise<Race[]> {
  const texts = scenarios.map(({ text }) => readScenario(text))
  const runs = await runBatch(texts, folder, ['--times', `${times}`])
  return scenarios.map(({ name, text }, i) => {
    const run = runs[i]
    if (run === undefined || run.problem !== null) throw new Error(`${name}: ${run?.problem}`)
    const seen = run.lines.map((line) => JSON.parse(line) as Seen)
    const explored = exploreOn(machine, text)
    const known = new Set(explored.map(keyOf))
    const unknown = seen.filter((end) => !known.has(keyOf(end)))
    return { name, seen, unknown, explored: explored.length }
  })
}

function exploreOn(machine: Machine, text: string): readonly OutcomeClass[] {
  const prepared = prepare(text, { kernel: machine.profile })
  if ('diagnostics' in prepared) throw new Error('a scenario that does not parse')
  const line = lineToExplore(prepared, null)
  if (line === null) return []
  return explore(prepared, line, { clock: () => performance.now() }).outcomes
}

/** What decides whether two ends are the same, in one text. */
function keyOf({ record, values }: Pick<Seen, 'record' | 'values'>): string {
  const facts = [...flat(record), ...Object.entries(values)].map(
    ([key, value]) => `${key} ${value}`,
  )
  return facts.sort().join('\n')
}
