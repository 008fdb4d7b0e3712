// The command line. stdout carries results only; everything said to the user goes to stderr.
import process from 'node:process'
import { compare } from './commands/compare.ts'
import { coverageCommand } from './commands/coverage.ts'
import { explore } from './commands/explore.ts'
import { exportCommand } from './commands/export-c.ts'
import { recorderCommand } from './commands/recorder.ts'
import { run } from './commands/run.ts'
import { usageText } from './usage.ts'

type Command = (args: readonly string[]) => number | Promise<number>

const COMMANDS: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['compare', compare],
  ['coverage', coverageCommand],
  ['explore', explore],
  ['export-c', exportCommand],
  ['recorder', recorderCommand],
  ['run', run],
])

/** @returns the exit code: 0, 1 where a check failed, 2 for a mistake in the call or in a scenario */
export async function main(args: readonly string[]): Promise<number> {
  const [name = '', ...rest] = args
  const command = COMMANDS.get(name)
  const asksHelp = [name, ...rest].some((arg) => arg === '--help' || arg === '-h')
  if (asksHelp) {
    process.stdout.write(usageText(name))
    return 0
  }
  if (command !== undefined) return await command(rest)
  if (name !== '') process.stderr.write(`ptescope: found the unknown command "${name}"\n\n`)
  process.stderr.write(usageText())
  return 2
}
