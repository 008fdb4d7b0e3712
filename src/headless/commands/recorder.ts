/** `ptescope recorder`: the source of the recorder, to be compiled where the process runs. */
import { writeFileSync } from 'node:fs'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { RECORDER_C } from '../../export/recorder-c.ts'

export function recorderCommand(args: readonly string[]): number {
  let out: string | undefined
  try {
    out = parseArgs({ args: [...args], options: { out: { type: 'string' } } }).values.out
  } catch (error) {
    process.stderr.write(`ptescope: ${(error as Error).message}\n`)
    return 2
  }
  if (out === undefined) process.stdout.write(RECORDER_C)
  else writeFileSync(out, RECORDER_C)
  return 0
}
