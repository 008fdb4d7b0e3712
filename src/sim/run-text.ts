/** From text to a simulation: what the command line, the tests and the page's worker share. */
import type { OperationLine } from '../lang/ast.ts'
import type { Diagnostic } from '../lang/diagnostics.ts'
import type { ScenarioText } from '../lang/read-scenario.ts'
import { readScenario } from '../lang/read-scenario.ts'
import type { MakeBuffer } from '../machine/phys.ts'
import type { KernelChoice } from './kernel-choice.ts'
import { chooseKernel } from './kernel-choice.ts'
import { Simulation } from './simulation.ts'

export const plainBuffer: MakeBuffer = (bytes) => new ArrayBuffer(bytes)

export interface Prepared {
  readonly text: ScenarioText
  readonly sim: Simulation
  readonly operations: readonly OperationLine[]
}

/** A simulation at step 0, or what is wrong with the text. */
export function prepare(
  source: string,
  options: {
    /** A profile to use instead of the one that the text names. */
    readonly kernel?: string | null
    /** A kernel to use whatever the text names. */
    readonly choice?: KernelChoice
    readonly makeBuffer?: MakeBuffer
  } = {},
): Prepared | { readonly diagnostics: readonly Diagnostic[] } {
  const text = readScenario(source)
  if (text.diagnostics.length > 0) return { diagnostics: text.diagnostics }
  const choice = options.choice ?? chooseKernel(text.scenario, options.kernel ?? null)
  if (!('profile' in choice)) return { diagnostics: [choice] }
  const operations = text.scenario.lines.filter((l): l is OperationLine => l.kind === 'operation')
  return { text, sim: new Simulation(text, choice, options.makeBuffer ?? plainBuffer), operations }
}
