/** `ptescope compare`: one scenario on two kernels, or on a kernel and what a real one printed. */
import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { renderDiagnostic } from '../../lang/diagnostics.ts'
import type { Comparison } from '../../sim/compare/compare.ts'
import { compareScenario } from '../../sim/compare/compare.ts'
import type { Explanation } from '../../sim/compare/explain.ts'
import { explain } from '../../sim/compare/explain.ts'
import { nearestKernel } from '../../sim/compare/nearest.ts'
import { MAX_RECORDING_BYTES, parseRecording } from '../../sim/compare/recording.ts'
import { comparisonJson, comparisonText } from '../../sim/compare/report.ts'
import type { Side } from '../../sim/compare/sides.ts'
import { parseKernel } from '../../sim/kernel-choice.ts'

/** @returns 0: both sides agree · 1: they diverge · 2: a mistake in the call, the text or a recording */
export function compare(args: readonly string[]): number {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { a: { type: 'string' }, b: { type: 'string' }, json: { type: 'boolean' } },
      allowPositionals: true,
    })
    const [file] = positionals
    if (file === undefined || positionals.length > 1) return complain('compare needs one FILE')
    if (values.a === undefined || values.b === undefined)
      return complain('compare needs --a and --b')
    return compareFile(file, readSide(values.a), readSide(values.b), values.json ?? false)
  } catch (error) {
    return complain((error as Error).message)
  }
}

function compareFile(file: string, a: Side, b: Side, asJson: boolean): number {
  const found = compareScenario(readFileSync(file, 'utf8'), a, b)
  if ('diagnostics' in found) {
    for (const one of found.diagnostics) process.stderr.write(`${renderDiagnostic(one, file)}\n`)
    return 2
  }
  if (!('statements' in found)) {
    const { side, line, found: word, expected } = found
    return complain(`--${side}: record ${line} is of ${word}, expected ${expected}`)
  }
  print(found, explain(found), asJson)
  return found.divergences.some((one) => one.isState) ? 1 : 0
}

function print(comparison: Comparison, explanation: Explanation | null, asJson: boolean): void {
  const nearest = nearestKernel(comparison)
  process.stdout.write(
    asJson
      ? `${JSON.stringify(comparisonJson(comparison, explanation, nearest))}\n`
      : comparisonText(comparison, explanation, nearest),
  )
}

/** A path that ends in .jsonl is a recording; anything else names a kernel. */
function readSide(words: string): Side {
  if (!words.endsWith('.jsonl')) {
    const choice = parseKernel(words)
    if ('profile' in choice) return { is: 'kernel', choice }
    const hint = choice.nearest === null ? '' : `; did you mean "${choice.nearest}"?`
    throw new Error(`found ${choice.found}, expected ${choice.expected}${hint}`)
  }
  if (statSync(words).size > MAX_RECORDING_BYTES) throw new Error(`${words}: more than 64 MiB`)
  const recording = parseRecording(basename(words), readFileSync(words, 'utf8'))
  if ('records' in recording) return { is: 'recording', recording }
  const { line, path, found, expected } = recording
  const place = path === '' ? '' : ` ${path}:`
  throw new Error(`${words}:${line}:${place} found ${found}, expected ${expected}`)
}

function complain(message: string): number {
  process.stderr.write(`ptescope: ${message}\n`)
  return 2
}
