/** A moment in words: apart from the moment itself, which is shown without waiting for them. */
import type { Row } from '../machine/trace.ts'
import { OP_END, rowAt } from '../machine/trace.ts'
import { narrate, narrateNext } from './narrate.ts'
import type { Simulation } from './simulation.ts'

export interface StepWords {
  /** The sentence of the step. */
  readonly why: string
  /** What comes next; empty at the end. */
  readonly next: string
}

/** The machine must stand at `step`. */
export function wordsAt(sim: Simulation, step: number): StepWords {
  const { kernel } = sim
  const row = step === 0 ? null : rowAt(kernel.trace.rows, step - 1)
  const outcome = (at: Row): string => outcomeAt(sim, at)
  return {
    why: row === null ? 'Nothing has happened yet.' : narrate(kernel, row, outcome(row)),
    next: narrateNext(kernel, step, outcome),
  }
}

function outcomeAt(sim: Simulation, row: Row): string {
  if (row.op !== OP_END) return ''
  const end = sim.lines[row.statement]
  const name = sim.kernel.actors[row.actor]
  const own = end?.ends.find((e) => e.actor === name)
  return own?.outcome ?? end?.woken.find((w) => w.actor === name)?.outcome ?? 'ok'
}
