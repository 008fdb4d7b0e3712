// Benchmarks: every figure is a ratio to a reference that runs in turn with it, on the same machine in the same minutes.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { browserFigures } from './bench/browser.ts'
import { allCounts } from './bench/counts.ts'
import { figureOf } from './bench/figure.ts'
import { machineFacts } from './bench/machine-facts.ts'
import { measureApart, partsWith, pooled, printPart } from './bench/parts.ts'
import { closeReference, openReference } from './bench/reference.ts'
import type { Report } from './bench/report.ts'
import { asTable, mergeReports, withFigures } from './bench/report.ts'

const USAGE = `usage: npm run bench [-- OPTION…]

  --json         print one object: each figure by its name, and the machine
  --only NAME    only figures whose names begin so
  --together     Node's figures in one process, one after the other, as if one user had done all of it
  --browser      the page's figures as well, in Chromium
  --from FILE    take figures from that JSON instead of measuring; several are merged
  --write        put the table into docs/performance.md
  --counts       only what is the same on every machine; with --write, into .ci/bench.json
`

/** The project: this runs from a bundle, started by a script of its own. */
const ROOT = join(dirname(process.argv[1] ?? ''), '..')

/** @returns the exit code */
export async function main(args: readonly string[]): Promise<number> {
  const options = readOptions(args)
  if (options === null) return 2
  if (options.help === true) {
    process.stdout.write(USAGE)
    return 0
  }
  if (options.part !== undefined) {
    printPart(options.part, options.reference ?? null)
    return 0
  }
  if (options.counts === true) {
    const text = `${JSON.stringify(allCounts(), null, 2)}\n`
    if (options.write === true) writeFileSync(join(ROOT, '.ci', 'bench.json'), text)
    process.stdout.write(text)
    return 0
  }
  const report =
    options.from === undefined
      ? measure(options)
      : mergeReports(options.from.map((file) => JSON.parse(readFileSync(file, 'utf8')) as Report))
  if (options.write === true) {
    const file = join(ROOT, 'docs', 'performance.md')
    writeFileSync(file, withFigures(readFileSync(file, 'utf8'), report))
  }
  process.stdout.write(
    options.json === true ? `${JSON.stringify(report, null, 2)}\n` : asTable(report),
  )
  return 0
}

function readOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean' },
        only: { type: 'string' },
        browser: { type: 'boolean' },
        from: { type: 'string', multiple: true },
        together: { type: 'boolean' },
        part: { type: 'string' },
        reference: { type: 'string' },
        counts: { type: 'boolean' },
        write: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    }).values
  } catch (error) {
    process.stderr.write(`bench: ${(error as Error).message}\n${USAGE}`)
    return null
  }
}

function measure({ only, browser = false, together = false }: Choice): Report {
  const wanted = (name: string): boolean => only === undefined || name.startsWith(only)
  const machine = machineFacts()
  const reference = openReference()
  try {
    const measured = partsWith(wanted).map((part) =>
      together && part.isFirst !== true ? part.measure(reference) : measureApart(part, reference),
    )
    const page = browser ? browserFigures(only) : { machine: {}, figures: [] }
    const figures = [...pooled(measured), ...page.figures]
      .filter(({ name }) => wanted(name))
      .map((m) => [m.name, figureOf(m)] as const)
    return { machine: { ...machine, ...page.machine }, ...Object.fromEntries(figures) }
  } finally {
    closeReference(reference)
  }
}

/** What is measured, and how. */
interface Choice {
  readonly only?: string | undefined
  readonly browser?: boolean | undefined
  readonly together?: boolean | undefined
}
