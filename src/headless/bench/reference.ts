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

/** Nanoseconds of one unit of the reference's work, round by round; none where it cannot run (no compiler, no userfaultfd). */
export function ask(reference: Reference, ...args: readonly string[]): readonly number[] {
  return askLines(reference, ...args)[0] ?? []
}

/** As `ask`, where the reference prints several lines. */
export function askLines(
  { program }: Reference,
  ...args: readonly string[]
): readonly (readonly number[])[] {
  if (program === null) return []
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 60_000 })
  if (status !== 0) return []
  return stdout
    .trim()
    .split('\n')
    .map((line) => line.split(' ').map(Number))
}
