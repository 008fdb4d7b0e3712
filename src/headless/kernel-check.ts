// Real kernel against simulator, on the machine where this runs. Says on stdout what was run and what differs.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { exportC } from '../export/export-c.ts'
import { readScenario } from '../lang/read-scenario.ts'
import { PRESETS } from '../scenarios/index.ts'
import { generate, seededRandom } from '../sim/generate.ts'
import type { Named, Verdict } from './kernel-check/check.ts'
import { checkAll, REPEATS, shrink, timesAgain } from './kernel-check/check.ts'
import { knownReason } from './kernel-check/known.ts'
import type { Machine } from './kernel-check/machine.ts'
import { lookAtMachine, whyNot } from './kernel-check/machine.ts'
import { race } from './kernel-check/races.ts'
import { compile } from './kernel-check/run-batch.ts'

const PER_BATCH = 250
/** One in so many scenarios may differ once and never again; more would be a race of the model's. */
const PER_STRAY = 500

const say = (text: string) => void process.stdout.write(`${text}\n`)

const USAGE = `usage: kernel-check [FILE…] [--chosen DIR] [--races DIR] [--times N] [--count N] [--seed N] [--no-shrink]

  --chosen DIR   scenarios that must also compile without warnings, each as the one file that is exported
  --races DIR    scenarios whose || line runs --times N times; every end must be one that the explorer finds
  --count N      random scenarios (100), from --seed N (the time)
`

/** @returns 0 where everything agrees or nothing can be checked, 1 where something differs, 2 for a mistake */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      chosen: { type: 'string' },
      count: { type: 'string', default: '100' },
      help: { type: 'boolean', default: false },
      'no-shrink': { type: 'boolean', default: false },
      races: { type: 'string' },
      seed: { type: 'string' },
      times: { type: 'string', default: '300' },
    },
    allowPositionals: true,
  })
  if (values.help) {
    say(USAGE)
    return 0
  }
  const machine = lookAtMachine()
  if ('reason' in machine) {
    say(`kernel check skipped: ${machine.reason}`)
    return 0
  }
  const seed = values.seed === undefined ? Math.floor(Date.now() / 1000) : Number(values.seed)
  const random = randomOnes(machine, seed, Number(values.count))
  const own = PRESETS.map(({ id, text }) => ({ name: id, text }))
  const chosen = scenariosIn(values.chosen)
  const all = [...own, ...chosen, ...positionals.map(readNamed), ...random]
  const folder = mkdtempSync(join(tmpdir(), 'kernel-check-'))
  try {
    say(`Linux ${machine.release} against profile ${machine.profile}; random seeds from ${seed}`)
    for (const one of chosen) compileStrictly(one, folder)
    const results = [
      await report(machine, all, folder, !values['no-shrink']),
      await reportRaces(machine, scenariosIn(values.races), Number(values.times), folder),
    ]
    return Math.max(...results)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** So many that this machine can run, and on the way those that it cannot. */
function randomOnes(machine: Machine, seed: number, count: number): Named[] {
  const all: Named[] = []
  for (let fit = 0, at = seed; fit < count; at++) {
    const text = generate(seededRandom(at))
    if (whyNot(machine, text) === null) fit++
    all.push({ name: `seed ${at}`, text })
  }
  return all
}

const readNamed = (file: string): Named => ({
  name: basename(file),
  text: readFileSync(file, 'utf8'),
})

function scenariosIn(folder: string | undefined): Named[] {
  if (folder === undefined) return []
  const files = readdirSync(folder).filter((name) => name.endsWith('.uffd'))
  return files.sort().map((name) => readNamed(join(folder, name)))
}

/** The file as it is exported. @throws with the compiler's words */
function compileStrictly({ name, text }: Named, folder: string): void {
  const exported = exportC(text)
  if ('diagnostics' in exported) throw new Error(`${name} is not a scenario`)
  const source = join(folder, 'exported.c')
  writeFileSync(source, exported.c)
  compile(['-Wall', '-Wextra', '-Werror', '-pthread', source], join(folder, 'exported'))
}

async function report(
  machine: Machine,
  all: readonly Named[],
  folder: string,
  shrinks: boolean,
): Promise<number> {
  const { fit, left } = sort(machine, all)
  for (const [reason, count] of left) say(`left out ${count}: ${reason}`)
  const bad: Verdict[] = []
  const known = new Map<string, number>()
  for (let at = 0; at < fit.length; at += PER_BATCH) {
    for (const verdict of await checkAll(machine, fit.slice(at, at + PER_BATCH), folder)) {
      if (verdict.disagreement === null) continue
      const reason = knownReason(verdict, machine.profile)
      if (reason === null) bad.push(verdict)
      else known.set(reason, (known.get(reason) ?? 0) + 1)
    }
  }
  for (const [reason, count] of known) say(`known to differ, ${count}: ${reason}`)
  const steady: Verdict[] = []
  const strays: Verdict[] = []
  for (const verdict of bad) {
    const again = await timesAgain(machine, verdict, folder)
    ;(again > 0 ? steady : strays).push(verdict)
  }
  for (const verdict of strays) tell(verdict)
  if (strays.length > 0) {
    say(
      `${strays.length} above differed once, and not in ${REPEATS} more runs: the kernel's own doing`,
    )
  }
  for (const verdict of steady) tell(shrinks ? await shrink(machine, verdict, folder) : verdict)
  const excused = [...known.values()].reduce((sum, count) => sum + count, 0)
  const agree = fit.length - bad.length - excused
  say(
    `${fit.length} scenarios: ${agree} agree, ${steady.length} differ, ${strays.length} differed once, ${excused} known to differ`,
  )
  return steady.length === 0 && strays.length <= Math.ceil(fit.length / PER_STRAY) ? 0 : 1
}

async function reportRaces(
  machine: Machine,
  races: readonly Named[],
  times: number,
  folder: string,
): Promise<number> {
  let worst = 0
  for (const { name, seen, unknown, explored } of await race(machine, races, times, folder)) {
    const counts = seen.map(({ count }) => count).join(' + ')
    say(`${name}: ${counts} runs in ${seen.length} of ${explored} ends`)
    for (const end of unknown) say(`   unknown to the explorer: ${JSON.stringify(end)}`)
    if (unknown.length > 0) worst = 1
  }
  return worst
}

/** Those that this machine can run, and how many it cannot, by reason. */
function sort(machine: Machine, all: readonly Named[]) {
  const left = new Map<string, number>()
  const fit = all.filter(({ text }) => {
    const reason =
      readScenario(text).diagnostics.length > 0 ? 'not a scenario' : whyNot(machine, text)
    if (reason !== null) left.set(reason, (left.get(reason) ?? 0) + 1)
    return reason === null
  })
  return { fit, left }
}

function tell({ name, text, disagreement }: Verdict): void {
  if (disagreement === null) return
  say(`\n== ${name}, line ${disagreement.line}: ${disagreement.text}`)
  say(`   kernel     ${disagreement.kernel}`)
  say(`   simulator  ${disagreement.simulator}`)
  say(text.replace(/^/gm, '   | '))
}
