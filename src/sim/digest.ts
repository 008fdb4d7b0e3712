/** A digest of where a scenario ends, for links: two runs that end alike have the same. */
import { toJsonLine } from '../base/json-lines.ts'
import type { Simulation } from './simulation.ts'

/** Eight hex digits over the last state record, line number and text aside; the machine stands at the end afterwards. */
export function digestOf(sim: Simulation): string {
  if (sim.lines.length === 0) return '00000000'
  const { line: _line, text: _text, ...rest } = sim.record(sim.lines.length - 1)
  const text = toJsonLine(rest as never)
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
