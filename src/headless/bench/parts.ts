/**
 * What is measured together. Each part has processes of its own: V8 compiles a function for the types that it has seen,
 * so whatever ran before in the same process changes what is measured. Several processes, since two of them seldom
 * compile the same; their samples count alike.
 */
import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { exploreParts } from './explore.ts'
import type { Measured } from './figure.ts'
import { protectParts } from './protect.ts'
import type { Reference } from './reference.ts'
import type { RowName } from './rows.ts'
import { scaleParts } from './scale.ts'
import { stepParts } from './step.ts'
import { walkPart } from './walk.ts'

export interface Part {
  /** What it measures; the first is the part's name. */
  readonly rows: readonly RowName[]
  readonly processes: number
  /** A process in which anything else has run would not do. */
  readonly isFirst?: true
  /** Ours and the reference in turn, in this process. */
  readonly measure: (reference: Reference) => readonly Measured[]
}

export const PARTS: readonly Part[] = [
  ...protectParts,
  walkPart,
  ...stepParts,
  ...scaleParts,
  ...exploreParts,
]

/** The parts that have a row which is wanted. */
export function partsWith(wanted: (name: string) => boolean): readonly Part[] {
  return PARTS.filter(({ rows }) => rows.some(wanted))
}

/** Measures a part in processes of its own. */
export function measureApart({ rows, processes }: Part, reference: Reference): readonly Measured[] {
  const [name] = rows
  const args = [process.argv[1] ?? '', '--entry', 'bench', '--part', name ?? '']
  const compiled = reference.program === null ? [] : ['--reference', reference.program]
  const rounds = Array.from({ length: processes }, () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      [...process.execArgv, ...args, ...compiled],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 28 },
    )
    if (status !== 0) throw new Error(`measuring ${name} ended with ${status}`)
    return JSON.parse(stdout) as readonly Measured[]
  })
  return pooled(rounds)
}

/** Samples of several processes as one. */
export function pooled(rounds: readonly (readonly Measured[])[]): readonly Measured[] {
  const byName = new Map<RowName, Measured>()
  for (const next of rounds.flat()) {
    const before = byName.get(next.name)
    byName.set(next.name, before === undefined ? next : joined(before, next))
  }
  return [...byName.values()]
}

function joined(before: Measured, next: Measured): Measured {
  const values = [...before.values, ...next.values]
  if (before.references === undefined || next.references === undefined) return { ...next, values }
  return { ...next, values, references: [...before.references, ...next.references] }
}

/** Measures one part here and prints it: what `measureApart` reads. */
export function printPart(name: string, program: string | null): void {
  const part = PARTS.find(({ rows }) => rows[0] === name)
  if (part === undefined) throw new Error(`no part ${name}`)
  process.stdout.write(`${JSON.stringify(part.measure({ folder: '', program }))}\n`)
}
