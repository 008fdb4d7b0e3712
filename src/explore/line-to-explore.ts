import type { OperationLine } from '../lang/ast.ts'
import type { Prepared } from '../sim/run-text.ts'

/** The line that is explored if none is named: the last with `||`, else the last of all. */
export function lineToExplore(prepared: Prepared, line: number | null): OperationLine | null {
  const { operations } = prepared
  if (line !== null) return operations.find((o) => o.line === line) ?? null
  return operations.findLast((o) => o.statements.length > 1) ?? operations.at(-1) ?? null
}
