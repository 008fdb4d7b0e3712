/** One random scenario under watch: made from a number, judged, and made small if it breaks something. */

import { findProfile } from '../linux/profiles/index.ts'
import { PATCHES, patchProblem } from '../linux/profiles/patches.ts'
import type { Random } from './generate.ts'
import { generate, seededRandom, shrink } from './generate.ts'
import { prepare } from './run-text.ts'
import type { Broken } from './watch.ts'
import { Watch } from './watch.ts'

export interface Find {
  readonly seed: number
  readonly kernel: string
  /** The smallest text that still breaks the same rule. */
  readonly text: string
  readonly broken: Broken
}

/** Turns of a `||` line: who goes on, by chance. */
function anySchedule(random: Random): number[] {
  return Array.from({ length: 400 }, () => Math.floor(random() * 4))
}

/**
 * The first rule that a run breaks, on the kernel given, else on the text's own; also where the program itself gives up, or undoing does not lead back.
 */
export function judge(text: string, kernel: string | null, seed: number): Broken | null {
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) return null
  const { sim, operations } = prepared
  const start = sim.kernel.m.hash()
  const watch = new Watch(sim)
  for (const line of operations) {
    const schedule = line.statements.length > 1 ? anySchedule(seededRandom(seed)) : null
    const at = { line: line.line, text: line.text }
    try {
      const broken = watch.run(line, schedule)[0]
      if (broken !== undefined) return broken
    } catch (error) {
      return { ...at, rule: 'crash', what: (error as Error).message }
    }
  }
  const end = sim.kernel.m.hash()
  sim.seek(0)
  const back = sim.kernel.m.hash()
  sim.seek(sim.steps)
  if (back === start && sim.kernel.m.hash() === end) return null
  return { line: 0, text: '', rule: 'undo', what: 'undoing everything does not lead back' }
}

/** Makes a scenario from the seed and judges it on one kernel, with `patched` on one that has a patch more or less. */
export function hunt(seed: number, kernel: string, patched = false): Find | null {
  const random = seededRandom(seed)
  const header = patched ? patchLine(random, kernel) : ''
  const named = header === '' ? kernel : null
  const text = generate(random, { parallel: random() < 0.3 }).replace('\n', `\n${header}`)
  const broken = judge(text, named, seed)
  if (broken === null) return null
  const isAlike = (candidate: string): boolean =>
    candidate.includes(header) && judge(candidate, named, seed)?.rule === broken.rule
  const small = shrink(text, isAlike)
  return { seed, kernel, text: small, broken: judge(small, named, seed) ?? broken }
}

/** A header line that fits the kernel; none where the patch does not. */
function patchLine(random: Random, kernel: string): string {
  const patch = PATCHES[Math.floor(random() * PATCHES.length)]
  const profile = findProfile(kernel)
  if (patch === undefined || profile === null) return ''
  const present = !patch.switches.every((id) => profile.behaviours.includes(id))
  if (patchProblem(profile, [{ id: patch.id, present }]) !== null) return ''
  return `kernel ${kernel} ${present ? '+' : '-'}${patch.id}\n`
}
