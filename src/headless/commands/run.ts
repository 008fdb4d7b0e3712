/** `ptescope run`: scenarios in, state records out. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import type { Json } from '../../base/json-lines.ts'
import { toJsonLines } from '../../base/json-lines.ts'
import { lineToExplore } from '../../explore/line-to-explore.ts'
import { readSchedule } from '../../explore/schedule-text.ts'
import { renderDiagnostic } from '../../lang/diagnostics.ts'
import { runAll } from '../../sim/run-all.ts'
import { prepare } from '../../sim/run-text.ts'

interface Options {
  readonly kernel?: string
  readonly out?: string
  /** Adds to each record the kernel functions that were entered. */
  readonly calls?: boolean
  /** Who goes on at each turn of the `||` line (the last of them): `monitor×3 main T`. */
  readonly schedule?: string
}

export function run(args: readonly string[]): number {
  let options: Options
  let files: string[]
  try {
    const parsed = parseArgs({
      args: [...args],
      options: {
        kernel: { type: 'string' },
        out: { type: 'string' },
        calls: { type: 'boolean' },
        schedule: { type: 'string' },
      },
      allowPositionals: true,
    })
    options = parsed.values
    files = parsed.positionals
  } catch (error) {
    return complain((error as Error).message)
  }
  if (files.length === 0) return complain('run needs at least one FILE')
  if (options.out !== undefined) mkdirSync(options.out, { recursive: true })
  let worst = 0
  for (const file of files) worst = Math.max(worst, runFile(file, options))
  return worst
}

function runFile(file: string, options: Options): number {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return complain(`${file}: ${(error as Error).message}`)
  }
  const prepared = prepare(text, { kernel: options.kernel ?? null })
  if ('diagnostics' in prepared) {
    for (const diagnostic of prepared.diagnostics) {
      process.stderr.write(`${renderDiagnostic(diagnostic, file)}\n`)
    }
    return 2
  }
  const schedule = options.schedule === undefined ? null : readSchedule(options.schedule)
  if (typeof schedule === 'string') return complain(schedule)
  const line = schedule === null ? null : lineToExplore(prepared, null)
  const ordered = schedule === null || line === null ? null : { line, actors: schedule }
  const records = runAll(prepared, options.calls ?? false, ordered)
  const jsonl = toJsonLines(records as unknown as Json[])
  if (options.out === undefined) process.stdout.write(jsonl)
  else writeFileSync(join(options.out, `${basename(file).replace(/\.uffd$/, '')}.jsonl`), jsonl)
  return 0
}

function complain(message: string): number {
  process.stderr.write(`ptescope: ${message}\n`)
  return 2
}
