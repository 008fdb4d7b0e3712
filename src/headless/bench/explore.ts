/**
 * How fast interleavings are explored. SPIN's verifier, where it is installed, works on a model of the same scenario in
 * turn: all states, no reduction on either side. Its transitions are finer (a statement of the model), ours are from one
 * preemption point to the next; both are steps that were taken from a state and looked up in a table.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { Exploration } from '../../explore/exploration.ts'
import { lineToExplore } from '../../explore/line-to-explore.ts'
import SMALL from '../../scenarios/history/stale-tlb-corruption.uffd?raw'
import type { Measured } from './figure.ts'
import type { Part } from './parts.ts'
import { load } from './run.ts'

/** The same with two more threads that store. */
const LARGE = SMALL.replace('cpus 3', 'cpus 5')
  .replace('thread T', 'thread T\nthread S\nthread R')
  .trimEnd()
  .concat(' || S: write A[0] = 6 || R: write A[0] = 7\n')
const ROUNDS = 7
const WARM_UP = 6
const SMALL_ROUNDS = 200

interface Explored {
  readonly states: number
  readonly transitions: number
  readonly seconds: number
  /** Of processors, all threads: what `a core` means where other programs take turns. */
  readonly busy: number
}

export const exploreParts: readonly Part[] = [
  { rows: ['explore', 'explore.states', 'explore.spin'], processes: 1, measure: large },
  { rows: ['explore.three'], processes: 3, measure: () => [threeCpus()] },
]

function explored(source: string): Explored {
  const prepared = load(source)
  const line = lineToExplore(prepared, null)
  if (line === null) throw new Error('nothing to explore')
  const start = performance.now()
  const before = process.cpuUsage()
  const exploration = new Exploration(prepared, line, { clock: () => performance.now() })
  while (exploration.advance(Number.POSITIVE_INFINITY));
  const { user, system } = process.cpuUsage(before)
  const { states, transitions } = exploration.progress
  const seconds = (performance.now() - start) / 1000
  return { states, transitions, seconds, busy: (user + system) / 1e6 }
}

/** Small, and nothing is known of its steps yet: running kernel code and the lines in front are most of it. */
function threeCpus(): Measured {
  const values: number[] = []
  for (let round = 0; round < SMALL_ROUNDS; round++) {
    const { transitions, busy } = explored(SMALL)
    if (round >= SMALL_ROUNDS / 2) values.push(transitions / busy)
  }
  return { name: 'explore.three', values }
}

function large(): Measured[] {
  const verifier = new Verifier()
  const ours: Explored[] = []
  const theirs: Explored[] = []
  try {
    for (let round = 0; round < WARM_UP; round++) explored(LARGE)
    for (let round = 0; round < ROUNDS; round++) {
      ours.push(explored(LARGE))
      const spin = verifier.run()
      if (spin !== null) theirs.push(spin)
    }
  } finally {
    verifier.close()
  }
  const of = ({ states, transitions }: Explored): string =>
    `${states.toLocaleString('en')} states, ${transitions.toLocaleString('en')} transitions`
  const [first] = ours as [Explored]
  const [spin] = theirs
  const perStep = ({ transitions, seconds }: Explored): number => (seconds * 1e9) / transitions
  return [
    { name: 'explore', values: ours.map((e) => e.transitions / e.busy), note: of(first) },
    { name: 'explore.states', values: ours.map((e) => e.states / e.busy) },
    {
      name: 'explore.spin',
      values: ours.map(perStep),
      references: theirs.map(perStep),
      referenceName: 'SPIN, pan -O2',
      note: spin === undefined ? 'no spin or no compiler' : `SPIN: ${of(spin)}`,
    },
  ]
}

/** SPIN's verifier of the model, compiled once. */
class Verifier {
  private readonly folder = mkdtempSync(join(tmpdir(), 'ptescope-spin-'))
  private readonly isThere: boolean

  constructor() {
    this.isThere = this.compile()
  }

  private compile(): boolean {
    const model = join(dirname(process.argv[1] ?? ''), '..', 'e2e', 'spin', 'five-cpus.pml')
    const at = { cwd: this.folder, stdio: 'ignore' } as const
    try {
      execFileSync('spin', ['-a', model], at)
      execFileSync('cc', ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-o', 'pan', 'pan.c'], at)
      return true
    } catch {
      return false
    }
  }

  run(): Explored | null {
    if (!this.isThere) return null
    const told = spawnSync('./pan', ['-E', '-n', '-w23'], {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: 2 ** 30,
    }).stdout
    const number = (pattern: RegExp): number => Number(pattern.exec(told)?.[1])
    const states = number(/(\d+) states, stored/)
    const transitions = number(/(\d+) transitions/)
    const seconds = number(/elapsed time ([\d.]+)/)
    return seconds > 0 ? { states, transitions, seconds, busy: seconds } : null
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
