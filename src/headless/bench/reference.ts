/** The C yardstick: compiled where there is a compiler, run in turn with ours. */
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import source from './reference.c?raw'

export interface Reference {
  readonly folder: string
  /** Null where nothing could be compiled. */
  readonly program: string | null
}

export function openReference(): Reference {
  const folder = mkdtempSync(join(tmpdir(), 'ptescope-bench-'))
  const text = join(folder, 'reference.c')
  const program = join(folder, 'reference')
  writeFileSync(text, source)
  try {
    execFileSync('cc', ['-O2', '-pthread', '-o', program, text], { stdio: 'ignore' })
    return { folder, program }
  } catch {
    return { folder, program: null }
  }
}

export function closeReference({ folder }: Reference): void {
  rmSync(folder, { recursive: true, force: true })
}

/** Nanoseconds of one unit of the reference's work; null where it cannot run (no compiler, no userfaultfd). */
export function ask(reference: Reference, ...args: readonly string[]): number | null {
  return askAll(reference, ...args)?.[0] ?? null
}

/** As `ask`, where the reference prints several numbers. */
export function askAll(
  { program }: Reference,
  ...args: readonly string[]
): readonly number[] | null {
  if (program === null) return null
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  const values = stdout.trim().split(' ').map(Number)
  return status === 0 && values.every((value) => value > 0) ? values : null
}
