/** Scenarios on the real kernel and in the simulator; what differs is shrunk to a minimal scenario. */
import { readScenario } from '../../lang/read-scenario.ts'
import { runAll } from '../../sim/run-all.ts'
import { prepare } from '../../sim/run-text.ts'
import type { Disagreement } from './compare.ts'
import { compareRuns } from './compare.ts'
import type { Machine } from './machine.ts'
import { recordsOf, runBatch } from './run-batch.ts'

export interface Verdict {
  readonly name: string
  readonly text: string
  /** null: the two agree in every record. */
  readonly disagreement: Disagreement | null
}

export interface Named {
  readonly name: string
  readonly text: string
}

/** Runs all of them on both; a scenario that does not parse is a mistake of the caller. */
export async function checkAll(
  machine: Machine,
  scenarios: readonly Named[],
  folder: string,
): Promise<Verdict[]> {
  const texts = scenarios.map(({ text }) => readScenario(text))
  const runs = await runBatch(texts, folder)
  return scenarios.map(({ name, text }, i) => {
    const run = runs[i]
    if (run === undefined) throw new Error(`${name} did not run`)
    const disagreement =
      run.problem === null
        ? compareRuns(recordsOf(run), simulate(text, machine))
        : {
            line: 0,
            text: '',
            kernel: `${run.problem} after ${run.lines.length} records`,
            simulator: '',
          }
    return { name, text, disagreement }
  })
}

/** How often a scenario that differs runs again, to see whether it does so again. */
export const REPEATS = 20

/**
 * In how many of `REPEATS` more runs the two differ. A kernel also does things of its own accord: khugepaged and
 * compaction come by every few seconds and move pages or take entries away. What they did is not there the next time.
 */
export async function timesAgain(
  machine: Machine,
  { name, text }: Named,
  folder: string,
): Promise<number> {
  const again = Array.from({ length: REPEATS }, () => ({ name, text }))
  const verdicts = await checkAll(machine, again, folder)
  return verdicts.filter(({ disagreement }) => disagreement !== null).length
}

function simulate(text: string, machine: Machine) {
  const prepared = prepare(text, { kernel: machine.profile })
  if ('diagnostics' in prepared) throw new Error('a scenario that does not parse')
  return runAll(prepared)
}

/** Takes lines away as long as the two still differ; every round tries all lines at once. */
export async function shrink(machine: Machine, verdict: Verdict, folder: string): Promise<Verdict> {
  let best = cutAfter(verdict)
  for (let size = Math.ceil(lineCount(best.text) / 2); size >= 1; ) {
    const smaller = candidates(best.text, size)
    const verdicts = await checkAll(machine, smaller, folder)
    const failing = verdicts.find(({ disagreement }) => disagreement !== null)
    if (failing === undefined) size = size === 1 ? 0 : Math.ceil(size / 2)
    else best = { ...cutAfter(failing), name: verdict.name }
  }
  return best
}

/** Nothing after the first record that differs matters. */
function cutAfter(verdict: Verdict): Verdict {
  const line = verdict.disagreement?.line ?? 0
  if (line === 0) return verdict
  return { ...verdict, text: `${verdict.text.split('\n').slice(0, line).join('\n')}\n` }
}

const lineCount = (text: string) => text.trimEnd().split('\n').length

function candidates(text: string, size: number): Named[] {
  const lines = text.trimEnd().split('\n')
  const found: Named[] = []
  for (let at = 1; at < lines.length; at += size) {
    const shorter = `${[...lines.slice(0, at), ...lines.slice(at + size)].join('\n')}\n`
    if (readScenario(shorter).diagnostics.length === 0) found.push({ name: `${at}`, text: shorter })
  }
  return found
}
