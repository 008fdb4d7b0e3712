/** What can stand on either side of a comparison, and a side that has run. */
import type { Behaviours } from '../../linux/profiles/behaviours.ts'
import type { MakeBuffer } from '../../machine/phys.ts'
import type { KernelChoice } from '../kernel-choice.ts'
import { kernelWords } from '../kernel-choice.ts'
import type { StateRecord } from '../outcome.ts'
import type { Schedule } from '../parallel.ts'
import type { Prepared } from '../run-text.ts'
import { prepare } from '../run-text.ts'
import type { Simulation } from '../simulation.ts'
import type { Recording } from './recording.ts'

/** A kernel to run the scenario on, or what a kernel printed. */
export type Side =
  | { readonly is: 'kernel'; readonly choice: KernelChoice }
  | { readonly is: 'recording'; readonly recording: Recording }

/** A side with its records, one an operation line; null where a recording has none for it. */
export interface RunSide {
  readonly side: Side
  /** `v5.19 -persist-on-zap`, or the recording's name. */
  readonly name: string
  readonly records: readonly (StateRecord | null)[]
  /** Null for a recording. */
  readonly sim: Simulation | null
}

/** Like it, but seeing everything: a comparison wants raw entries and tables wherever the model can tell them. */
export function seeingAll(choice: KernelChoice): KernelChoice {
  return { ...choice, profile: { ...choice.profile, sees: 'raw' } }
}

/** The same kernel with other behaviours. */
export function withBehaviours(choice: KernelChoice, behaviours: Behaviours): KernelChoice {
  return { ...choice, behaviours }
}

/** How to run what is compared. */
export interface RunOptions {
  readonly makeBuffer?: MakeBuffer
  /** Schedules of `||` statements, by their line in the text. Without one they run left to right. */
  readonly schedules?: ReadonlyMap<number, Schedule>
}

/** Runs a text that is known to be right, as long as `goesOn` says so after a statement. */
export function runKernel(
  source: string,
  choice: KernelChoice,
  { makeBuffer, schedules }: RunOptions = {},
  goesOn: (record: StateRecord, statement: number) => boolean = () => true,
): Prepared & { readonly records: StateRecord[] } {
  const prepared = prepare(source, {
    choice: seeingAll(choice),
    ...(makeBuffer === undefined ? {} : { makeBuffer }),
  })
  if ('diagnostics' in prepared) throw new Error('a text that was refused cannot be compared')
  const { sim, operations } = prepared
  const records: StateRecord[] = []
  for (const [index, line] of operations.entries()) {
    sim.run(line, schedules?.get(line.line) ?? null)
    const record = sim.record(index)
    records.push(record)
    if (!goesOn(record, index)) break
  }
  return { ...prepared, records }
}

export function nameOfSide(side: Side): string {
  return side.is === 'kernel' ? kernelWords(side.choice) : side.recording.name
}
