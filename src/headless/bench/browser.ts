/** The figures of the page: measured by a script of its own, since a browser is driven by a package of the tests. */
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Measured } from './figure.ts'
import type { MachineFacts } from './machine-facts.ts'

/** What the script prints, and nothing else, on its stdout. */
export interface BrowserPrint {
  /** What is to be known of the browser: name and version. */
  readonly machine: MachineFacts
  readonly figures: readonly Measured[]
}

/** @param only beginning of the names wanted; undefined: all */
export function browserFigures(only: string | undefined): BrowserPrint {
  const script = join(dirname(process.argv[1] ?? ''), 'bench-browser.mjs')
  const args = only === undefined ? [] : ['--only', only]
  const { status, stdout } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${script} ended with ${status}`)
  return JSON.parse(stdout) as BrowserPrint
}
