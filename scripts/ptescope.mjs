// The command line: builds src/headless/cli.ts when its sources have changed, then runs it in this process.
//
//   npm run -s ptescope -- run FILE…
//   node scripts/ptescope.mjs [--entry NAME] ARGUMENT…
//
// An entry exports `main(args): number | Promise<number>`; the number is the exit code. stdout is the entry's alone.
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { headlessBundle } from './build.mjs'
import { isInstalled, say } from './lib.mjs'

let args = process.argv.slice(2)
let entry = 'cli'
if (args[0] === '--entry') {
  entry = args[1] ?? entry
  args = args.slice(2)
}

// `… | head` is not an error.
process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error
  process.exit(0)
})

/** @returns {Promise<{ main: (args: string[]) => number | Promise<number> } | undefined>} */
async function load() {
  try {
    if (!isInstalled()) await (await import('./ensure.mjs')).ensureInstalled()
    const bundle = await headlessBundle(entry)
    return await import(pathToFileURL(bundle).href)
  } catch (error) {
    say(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return undefined
  }
}

const command = await load()
// npm changes to the project's root; the paths a user types are relative to where they stand.
const { INIT_CWD: home, npm_lifecycle_event: script } = process.env
if (home !== undefined && script !== undefined && ['ptescope', 'bench', 'fuzz'].includes(script)) {
  process.chdir(home)
}
process.exitCode = command === undefined ? 70 : await command.main(args)
