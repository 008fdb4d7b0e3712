/** `npm run record -- pack DIR`: takes recordings of real kernels into the project. */
import { mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gather, writeArchive } from './archive.ts'

const USAGE = `usage: npm run record -- pack DIR [TARGET]

  DIR     has scenarios/NAME.uffd, and recorded/KERNEL/NAME.jsonl for each kernel;
          KERNEL may hold a list FUNCTIONS of the functions that were traced
  TARGET  where the archives go; src/scenarios/oracle of the project unless it is given
`

/** @returns the exit code: 0, or 2 for a mistake in the call */
export function main(args: readonly string[]): number {
  const [command, folder, target = 'src/scenarios/oracle'] = args
  if (command !== 'pack' || folder === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  mkdirSync(target, { recursive: true })
  let total = pack(target, 'scenarios', join(folder, 'scenarios'), '.uffd')
  for (const kernel of readdirSync(join(folder, 'recorded')).sort()) {
    total += pack(target, kernel, join(folder, 'recorded', kernel), '.jsonl')
  }
  process.stdout.write(`${total} bytes in all\n`)
  return 0
}

function pack(target: string, name: string, folder: string, ending: string): number {
  const files = new Map(gather(folder, ending))
  for (const [traced, names] of gather(folder, 'FUNCTIONS')) files.set(`FUNCTIONS${traced}`, names)
  const bytes = writeArchive(target, name, files)
  process.stdout.write(`${name}: ${files.size} files, ${bytes} bytes\n`)
  return bytes
}
