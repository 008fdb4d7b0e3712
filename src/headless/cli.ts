// The command line. stdout carries results only; everything said to the user goes to stderr.
import process from 'node:process'
import { compare } from './commands/compare.ts'
import { coverageCommand } from './commands/coverage.ts'
import { explore } from './commands/explore.ts'
import { exportCommand } from './commands/export-c.ts'
import { recorderCommand } from './commands/recorder.ts'
import { run } from './commands/run.ts'

const USAGE = `usage: ptescope COMMAND …

  run FILE… [--kernel NAME] [--out DIR] [--calls]
      run scenarios; state records as JSON Lines
  compare FILE --a SIDE --b SIDE [--json]
      where two sides part, and why; a SIDE is a kernel ("v5.19 -persist-on-zap") or a .jsonl recording
  coverage [--json]
      what is modelled, what is checked on which kernel, what is not modelled
  explore FILE [--kernel NAME] [--json]
      every interleaving of a || line (--help for more)
  export-c FILE [--out FILE]
      the scenario as a C program for a real kernel
  recorder [--out FILE]
      a C program that prints the page tables of any running process
`

type Command = (args: readonly string[]) => number | Promise<number>

const COMMANDS: Readonly<Record<string, Command>> = {
  compare,
  coverage: coverageCommand,
  explore,
  'export-c': exportCommand,
  recorder: recorderCommand,
  run,
}

/** @returns the exit code: 0, 1 where a check failed, 2 for a mistake in the call or in a scenario */
export async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args
  const command = name === undefined ? undefined : COMMANDS[name]
  if (command !== undefined) return await command(rest)
  const wantsHelp = name === '--help'
  ;(wantsHelp ? process.stdout : process.stderr).write(USAGE)
  return wantsHelp ? 0 : 2
}
