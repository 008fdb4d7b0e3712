/** A scenario run from its beginning to its end, for those who want its records. */
import type { OperationLine } from '../lang/ast.ts'
import { callTree } from './calls.ts'
import type { StateRecord } from './outcome.ts'
import type { Prepared } from './run-text.ts'

/**
 * Runs everything; one record an operation line, as it stood right after it, with its calls if they are wanted.
 *
 * @param ordered one line, and the actors that go on in it at each turn, by name
 */
export function runAll(
  prepared: Prepared,
  withCalls = false,
  ordered: { readonly line: OperationLine; readonly actors: readonly string[] } | null = null,
): StateRecord[] {
  const { sim, operations } = prepared
  return operations.map((line, index) => {
    const end = sim.run(line, line === ordered?.line ? sim.scheduleOf(ordered.actors) : null)
    const record = sim.record(index)
    return withCalls ? { ...record, calls: callTree(sim, end) } : record
  })
}
