// The command line. stdout carries results only; everything said to the user goes to stderr.
import process from 'node:process'

const USAGE = 'usage: ptescope run FILE…'

/** @returns the exit code */
export function main(args: readonly string[]): number {
  const wantsHelp = args.includes('--help')
  ;(wantsHelp ? process.stdout : process.stderr).write(`${USAGE}\n`)
  return wantsHelp ? 0 : 2
}
