// Benchmarks: every figure is a ratio to a reference that runs in turn with it, on the same machine in the same minutes.
import process from 'node:process'
import { parseArgs } from 'node:util'
import { exploreSuite } from './bench/explore.ts'
import type { Figure } from './bench/figure.ts'
import { asTable } from './bench/figure.ts'
import { protectSuite } from './bench/protect.ts'
import { closeReference, openReference } from './bench/reference.ts'
import { scaleSuite } from './bench/scale.ts'
import { stepSuite } from './bench/step.ts'
import { walkSuite } from './bench/walk.ts'

const USAGE = `usage: npm run bench [-- --json] [--only NAME]

Prints each figure with its reference and goal; --json as one object by name.
`

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  let options: { json?: boolean; only?: string; help?: boolean }
  try {
    const parsed = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, only: { type: 'string' }, help: { type: 'boolean' } },
    })
    options = parsed.values
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n${USAGE}`)
    return 2
  }
  if (options.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  const wanted = (name: string): boolean =>
    options.only === undefined || name.startsWith(options.only)
  const reference = openReference()
  const figures: Figure[] = []
  const suites = [protectSuite, walkSuite, stepSuite, scaleSuite, exploreSuite]
  for (const suite of suites) figures.push(...suite(reference, wanted))
  closeReference(reference)
  if (options.json === true) {
    const byName = Object.fromEntries(figures.map(({ name, ...rest }) => [name, rest]))
    process.stdout.write(`${JSON.stringify(byName, null, 2)}\n`)
  } else process.stdout.write(asTable(figures))
  return 0
}
