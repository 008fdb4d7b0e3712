/** Compiles scenarios and runs them on this machine's kernel. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { batchInC, RUNTIME_FILE } from '../../export/batch-c.ts'
import type { ScenarioText } from '../../lang/read-scenario.ts'
import type { StateRecord } from '../../sim/outcome.ts'

/** What a scenario printed on the real kernel; `problem`: its driver did not end well. */
export interface RealRun {
  readonly lines: readonly string[]
  readonly problem: string | null
}

/** Runs the scenarios, two at a time, each with the arguments. @param folder where the C files and programs go */
export async function runBatch(
  texts: readonly ScenarioText[],
  folder: string,
  args: readonly string[] = [],
): Promise<RealRun[]> {
  mkdirSync(folder, { recursive: true })
  const runtime = join(folder, 'runtime.o')
  if (!existsSync(runtime)) {
    writeFileSync(join(folder, 'runtime.c'), RUNTIME_FILE)
    compile(
      ['-O2', '-Wall', '-Wextra', '-Werror', '-pthread', '-c', join(folder, 'runtime.c')],
      runtime,
    )
  }
  const source = join(folder, 'batch.c')
  const program = join(folder, 'batch')
  writeFileSync(source, batchInC(texts))
  compile(['-O0', '-pthread', source, runtime], program)
  const runs = texts.map((): RealRun => ({ lines: [], problem: 'it did not run' }))
  const halves = await Promise.all(
    [0, 1].map((part) => outputOf(program, [`${part}`, '2', ...args])),
  )
  for (const output of halves) readOutput(output, runs)
  return runs
}

/** The records of a run. */
export function recordsOf(run: RealRun): StateRecord[] {
  return run.lines.map((line) => JSON.parse(line) as StateRecord)
}

/** @throws with the compiler's words */
export function compile(args: readonly string[], out: string): void {
  const { status, stderr } = spawnSync('cc', [...args, '-o', out], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`cc: ${stderr}`)
}

function outputOf(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const chunks: string[] = []
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk))
    child.on('error', reject)
    child.on('close', () => resolve(chunks.join('')))
  })
}

function readOutput(output: string, runs: RealRun[]): void {
  let lines: string[] = []
  for (const line of output.split('\n')) {
    const end = /^=(\d+) (\d+)$/.exec(line)
    if (end === null) {
      if (line !== '') lines.push(line)
      continue
    }
    const status = Number(end[2])
    const problem = status === 0 ? null : `the driver ended with wait status ${status}`
    runs[Number(end[1])] = { lines, problem }
    lines = []
  }
}
