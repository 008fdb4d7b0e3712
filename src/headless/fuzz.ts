/** `npm run fuzz`: random scenarios against the invariants; `npm run fuzz -- inputs`: hostile inputs against readers. */
import process from 'node:process'
import { parseArgs } from 'node:util'
import { findProfile, profiles } from '../linux/profiles/index.ts'
import type { Find } from '../sim/hunt.ts'
import { hunt } from '../sim/hunt.ts'
import { fuzzInputs } from './fuzz-inputs.ts'

const USAGE = `usage: npm run fuzz -- [--count N] [--seed S] [--kernel NAME] [--patches] [--all]
       npm run fuzz -- inputs [--inputs N] [--seed S]

  --count   scenarios to try, 1000 unless given; the kernels take turns
  --seed    number of the first one, 1 unless given: scenario S of a kernel is always the same
  --kernel  this kernel only
  --patches each kernel with one patch more or less
  --all     go on after a find; each rule is shown once a kernel
`

/** @returns the exit code: 0, 1 where a rule was broken, 2 for a mistake in the call */
export function main(args: readonly string[]): number | Promise<number> {
  if (args[0] === 'inputs' || args.includes('--inputs')) {
    return fuzzInputs(args.filter((arg) => arg !== 'inputs'))
  }
  const options = read(args)
  if (options === null) {
    process.stderr.write(USAGE)
    return 2
  }
  const { count, seed, kernels, patches, all } = options
  const seen = new Set<string>()
  let finds = 0
  for (let i = 0; i < count; i++) {
    const kernel = kernels[(seed + i) % kernels.length] as string
    const found = hunt(seed + i, kernel, patches)
    if (i % 500 === 499) process.stderr.write(`${i + 1} scenarios, ${finds} finds\n`)
    if (found === null) continue
    finds++
    const key = `${kernel} ${found.broken.rule}`
    if (!seen.has(key)) process.stdout.write(render(found))
    seen.add(key)
    if (!all) return 1
  }
  process.stdout.write(`${count} scenarios from seed ${seed}, ${finds} finds\n`)
  return finds === 0 ? 0 : 1
}

function render({ seed, kernel, text, broken }: Find): string {
  const head = `# seed ${seed}, kernel ${kernel}, rule ${broken.rule}`
  return `${head}\n# line ${broken.line}, ${broken.text}: ${broken.what}\n${text}\n`
}

interface Options {
  readonly count: number
  readonly seed: number
  readonly kernels: readonly string[]
  readonly patches: boolean
  readonly all: boolean
}

function read(args: readonly string[]): Options | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        count: { type: 'string', default: '1000' },
        seed: { type: 'string', default: '1' },
        kernel: { type: 'string' },
        patches: { type: 'boolean', default: false },
        all: { type: 'boolean', default: false },
      },
    })
    const count = Number(values.count)
    const seed = Number(values.seed)
    const isKnown = values.kernel === undefined || findProfile(values.kernel) !== null
    if (!Number.isInteger(count) || !Number.isInteger(seed) || !isKnown) return null
    const kernels = values.kernel === undefined ? profiles().map((p) => p.name) : [values.kernel]
    return { count, seed, kernels, patches: values.patches, all: values.all }
  } catch {
    return null
  }
}
