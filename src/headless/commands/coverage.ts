/** `ptescope coverage`: what is modelled, what is checked on which kernel, what is not modelled. */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { SITES } from '../../linux/include/site-texts.ts'
import { RECORDED } from '../../linux/include/sites/checked.ts'
import type { Coverage } from '../../sim/coverage/coverage.ts'
import { coverage } from '../../sim/coverage/coverage.ts'
import { formsIn, sitesReached } from '../../sim/coverage/measure.ts'
import { readArchive } from '../archive.ts'

/** @returns 0, or 2 for a mistake in the call */
export function coverageCommand(args: readonly string[]): number {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, measure: { type: 'string' } },
    })
    if (values.measure !== undefined) print(measured(values.measure))
    else if (values.json === true) print(coverage())
    else process.stdout.write(coverageText(coverage()))
    return 0
  } catch (error) {
    process.stderr.write(`ptescope: ${(error as Error).message}\n`)
    return 2
  }
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value)}\n`)
}

/** Runs the scenarios of an archive folder again: what the tables of `coverage` were made from. */
function measured(folder: string): unknown {
  const texts = [...readArchive(folder, 'scenarios').values()].map((lines) => lines.join('\n'))
  const reached = RECORDED.map((kernel) => [kernel, sitesReached(texts, kernel)] as const)
  const sites = SITES.slice(1).map(({ id, fn, title }) => ({
    fn,
    title,
    checkedOn: reached.filter(([, found]) => found.has(id)).map(([kernel]) => kernel),
  }))
  return { sites, forms: Object.fromEntries([...formsIn(texts)].sort()) }
}

const TRUST = { checked: 'checked', source: 'from source', simplified: 'simplified' } as const

function coverageText(found: Coverage): string {
  const { counts, recorded } = found
  const lines = [
    `Modelled: ${found.kernels.length} kernels, ${found.kernels[0]} to ${found.kernels.at(-1)}; recorded: ${recorded.join(', ')}.`,
    `${counts.checked} steps are checked on a kernel, ${counts.source} are from source only, ${counts.simplified} are simplified.`,
    '',
    'Steps, by kernel file',
  ]
  for (const { file, sites } of found.files) {
    lines.push(`  ${file}`)
    for (const { fn, title, releases, trust, checkedOn } of sites) {
      const on =
        trust === 'checked' && checkedOn.length < recorded.length
          ? ` on ${checkedOn.join(', ')}`
          : ''
      const what = title === fn ? `${fn}()` : `${fn}(): ${title}`
      lines.push(`    ${what}  ${releases}, ${TRUST[trust]}${on}`)
    }
  }
  lines.push('', 'Statements, and how often the recordings use them')
  for (const { form, recorded: times } of found.statements) lines.push(`  ${form}: ${times}`)
  lines.push('', 'Behaviours, and how many recorded kernels have them')
  for (const { id, since, recordedWith, recordedWithout, rule } of found.behaviours) {
    const ways = recordedWith.length > 0 && recordedWithout.length > 0 ? ', checked both ways' : ''
    lines.push(`  ${id} (${since}; ${recordedWith.length} of ${recorded.length}${ways}): ${rule}`)
  }
  lines.push('', 'Not modelled')
  for (const { what, kind, reason } of found.notModelled)
    lines.push(`  ${what} (${kind}): ${reason}`)
  return `${lines.join('\n')}\n`
}
