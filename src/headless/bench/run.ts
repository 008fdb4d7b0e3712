/** Running scenarios statement by statement with a clock in hand. */
import type { OperationLine } from '../../lang/ast.ts'
import type { Prepared } from '../../sim/run-text.ts'
import { prepare } from '../../sim/run-text.ts'

export function load(source: string): Prepared {
  const prepared = prepare(source)
  if ('diagnostics' in prepared) throw new Error(JSON.stringify(prepared.diagnostics))
  return prepared
}

/** Runs one operation; nanoseconds it took. */
export function timed({ sim }: Prepared, line: OperationLine): number {
  const start = performance.now()
  sim.run(line)
  return (performance.now() - start) * 1e6
}
