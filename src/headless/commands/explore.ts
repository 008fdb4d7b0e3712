/** `ptescope explore`: every interleaving of a `||` line, whole or in parts. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { deflateSync } from 'fflate'
import type { ExploreOptions } from '../../explore/exploration.ts'
import { explore as exploreLine } from '../../explore/exploration.ts'
import { lineToExplore } from '../../explore/line-to-explore.ts'
import { litmusText } from '../../explore/litmus-text.ts'
import { mailTable, tableOf } from '../../explore/mail-table.ts'
import { mergeParts } from '../../explore/merge.ts'
import { exploreInParts } from '../../explore/pool.ts'
import { readPart } from '../../explore/read-part.ts'
import type { ExploreResult } from '../../explore/result.ts'
import { scheduleText } from '../../explore/schedule-text.ts'
import { renderDiagnostic } from '../../lang/diagnostics.ts'
import { encodeLink } from '../../lang/url.ts'
import { prepare } from '../../sim/run-text.ts'

const OPTIONS = {
  kernel: { type: 'string' },
  line: { type: 'string' },
  json: { type: 'boolean' },
  text: { type: 'boolean' },
  jobs: { type: 'string' },
  shard: { type: 'string' },
  merge: { type: 'boolean' },
  'no-reduction': { type: 'boolean' },
  states: { type: 'string' },
  seconds: { type: 'string' },
  preemptions: { type: 'string' },
} as const

type Values = ReturnType<typeof parse>['values']

function parse(args: readonly string[]) {
  return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
}

/** Exit codes: 1 where a schedule violates something, 2 for a mistake in the call or in the scenario. */
export async function explore(args: readonly string[]): Promise<number> {
  let values: Values
  let files: string[]
  try {
    const parsed = parse(args)
    values = parsed.values
    files = parsed.positionals
  } catch (error) {
    return complain((error as Error).message)
  }
  const result = values.merge === true ? merged(files) : await explored(files, values, args)
  if (typeof result === 'string') return result === '' ? 2 : complain(result)
  await print(result, values, files[0] ?? '')
  return result.outcomes.some((outcome) => outcome.violations.length > 0) ? 1 : 0
}

async function print(result: ExploreResult, values: Values, file: string): Promise<void> {
  if (values.json === true || result.part !== undefined) {
    const { violations: _violations, reduced: _reduced, ...format } = result
    // A part is for --merge, which tells the counterexamples as well.
    process.stdout.write(`${JSON.stringify(result.part === undefined ? format : result)}\n`)
  } else if (values.text === true && values.merge !== true) {
    process.stdout.write(await tableText(result, values, file))
  } else process.stdout.write(litmusText(result))
}

/** The worst schedule as a table for a mail, or the first outcome's if nothing is wrong. */
async function tableText(result: ExploreResult, values: Values, file: string): Promise<string> {
  const text = readFileSync(file, 'utf8')
  const prepared = prepare(text, { kernel: values.kernel ?? null })
  if ('diagnostics' in prepared) return ''
  const line = lineToExplore(prepared, result.line)
  const found = result.violations?.[0]
  const schedule = found?.schedule ?? result.outcomes[0]?.schedule
  if (line === null || schedule === undefined) return ''
  for (const earlier of prepared.operations) {
    if (earlier === line) break
    prepared.sim.run(earlier)
  }
  const title = prepared.text.scenario.lines.find((l) => l.kind === 'title')
  const counted = `${result.schedules} schedules explored on ${result.kernel}`
  const claim =
    found === undefined ? `Nothing is violated: ${counted}.` : `${found.name}: ${found.say}`
  const view = { p: scheduleText(schedule, '.').replaceAll(' ', '-') }
  const link = await encodeLink({ text, view }, (bytes) => Promise.resolve(deflateSync(bytes)))
  return mailTable(
    tableOf(prepared, line, schedule, {
      title: title?.kind === 'title' ? title.title : '',
      claim,
      link: link.kind === 'ok' ? link.hash : '',
    }),
  )
}

function merged(files: readonly string[]): ExploreResult | string {
  const parts: ExploreResult[] = []
  for (const file of files) {
    try {
      const part = readPart(readFileSync(file, 'utf8'))
      if (typeof part === 'string') return `${file}: ${part}`
      parts.push(part)
    } catch (error) {
      return (error as Error).message
    }
  }
  return mergeParts(parts)
}

/** The result; a string says what is wrong, or is empty if that has been said. */
async function explored(
  files: readonly string[],
  values: Values,
  args: readonly string[],
): Promise<ExploreResult | string> {
  const [file, second] = files
  if (file === undefined || second !== undefined) return 'explore needs one FILE'
  const options = optionsFrom(values)
  if (typeof options === 'string') return options
  const jobs = values.jobs === undefined ? 1 : Number(values.jobs)
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > 1024) return '--jobs takes a number from 1 on'
  if (jobs > 1 && values.shard !== undefined) return 'explore takes --jobs or --shard, not both'
  let source: string
  try {
    source = readFileSync(file, 'utf8')
  } catch (error) {
    return `${file}: ${(error as Error).message}`
  }
  const prepared = prepare(source, { kernel: values.kernel ?? null })
  if ('diagnostics' in prepared) {
    for (const diagnostic of prepared.diagnostics) {
      process.stderr.write(`${renderDiagnostic(diagnostic, file)}\n`)
    }
    return ''
  }
  const wanted = values.line === undefined ? null : Number(values.line)
  const line = lineToExplore(prepared, wanted)
  if (line === null) return `${file}: no operation on line ${values.line ?? 1}`
  if (jobs === 1) return exploreLine(prepared, line, options)
  const plain = withoutJobs(args)
  return await exploreInParts(jobs, ({ index, of }) => inProcess(plain, `${index}/${of}`))
}

function optionsFrom(values: Values): ExploreOptions | string {
  const bound = (name: 'states' | 'seconds' | 'preemptions'): number | undefined => {
    const text = values[name]
    return text === undefined ? undefined : Number(text)
  }
  const bounds: Record<string, number> = {}
  for (const name of ['states', 'seconds', 'preemptions'] as const) {
    const value = bound(name)
    if (value === undefined) continue
    if (!(value >= 0)) return `--${name} takes a number`
    if (name === 'seconds') bounds.milliseconds = value * 1000
    else bounds[name] = value
  }
  const part = /^(\d+)\/(\d+)$/.exec(values.shard ?? '1/1')
  const index = Number(part?.[1])
  const of = Number(part?.[2])
  if (part === null || index < 1 || index > of || of > 1024)
    return '--shard takes I/N, from 1/N to N/N'
  return {
    clock: () => performance.now(),
    reduction: values['no-reduction'] !== true,
    bounds,
    ...(values.shard === undefined ? {} : { shard: { index, of } }),
  }
}

function withoutJobs(args: readonly string[]): string[] {
  return args.filter((arg, i) => !/^--(jobs|json|text)(=|$)/.test(arg) && args[i - 1] !== '--jobs')
}

/** Runs one part in a process of its own: this very bundle, with the same arguments. */
function inProcess(args: readonly string[], shard: string): Promise<ExploreResult> {
  const code = `import(${JSON.stringify(import.meta.url)}).then((m) => m.main(process.argv.slice(1)))`
  const all = ['--input-type=module', '-e', code, '--', 'explore', ...args, '--shard', shard]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, all, { maxBuffer: 2 ** 30 }, (error, stdout, stderr) => {
      if (stdout === '') reject(new Error(stderr || (error?.message ?? 'a part said nothing')))
      else resolve(JSON.parse(stdout) as ExploreResult)
    })
  })
}

function complain(message: string): number {
  process.stderr.write(`ptescope: ${message}\n`)
  return 2
}
