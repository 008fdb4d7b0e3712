/**
 * The static half of a scenario's meaning: which names exist and what they are, whether ranges and limits hold, and where
 * every region lies.
 *
 * The text is read from top to bottom as if every statement did what it says. What only a run can tell is left to the
 * run: a statement of a blocked actor or of one that is gone, a call that fails, an access to a region that was unmapped.
 */

import type { OperationLine, Scenario } from './ast.ts'
import { actorOf } from './ast.ts'
import { checkOp, checkPage } from './check-op.ts'
import type { CheckedRegion, Checking } from './checking.ts'
import { placeOf, report, resolve } from './checking.ts'
import type { Diagnostic } from './diagnostics.ts'
import { quote } from './diagnostics.ts'
import { regionPlacer } from './layout.ts'
import { newWorld } from './world.ts'

export type { CheckedRegion } from './checking.ts'

export interface CheckedFile {
  readonly name: string
  readonly line: number
  /** The largest size that the text gives it, in pages. */
  readonly pages: number
}

export interface CheckedActor {
  readonly name: string
  /** 0 for `main` and `monitor`. */
  readonly line: number
  readonly kind: 'process' | 'thread'
  /** The name of its process, which is that of the process's first thread. */
  readonly process: string
}

export interface Checked {
  /** In the order of the text. */
  readonly diagnostics: readonly Diagnostic[]
  /** By `order`: `regions[k]` belongs to the k-th `map` statement, from 0. */
  readonly regions: readonly CheckedRegion[]
  readonly files: readonly CheckedFile[]
  /** `main`, `monitor`, then the others in the order of the text: `actors[k]` runs on CPU k mod N. */
  readonly actors: readonly CheckedActor[]
}

/**
 * Checks names, ranges and limits, and lays the regions out.
 *
 * @param assumed names that are not reported as unknown: lines that could not be parsed may have declared them
 */
export function checkScenario(
  scenario: Scenario,
  assumed: ReadonlySet<string> = new Set(),
): Checked {
  const checking: Checking = {
    world: newWorld(),
    diagnostics: [],
    regions: [],
    place: regionPlacer(),
    assumed,
  }
  for (const line of scenario.lines) if (line.kind === 'operation') checkLine(checking, line)
  // A question is about the state after the operation that follows it: that may declare its names.
  for (const line of scenario.lines) if (line.kind === 'ask') checkPage(checking, line.page)
  const { files, actors } = checking.world
  return {
    diagnostics: checking.diagnostics,
    regions: checking.regions,
    files: files.map(({ name, line, mostPages }) => ({ name, line, pages: mostPages })),
    actors: actors.map(({ name, line, kind, process }) => ({
      name,
      line,
      kind,
      process: process.name,
    })),
  }
}

function checkLine(checking: Checking, line: OperationLine): void {
  const busy = new Set<string>()
  for (const [index, statement] of line.statements.entries()) {
    const actor = actorOf(statement)
    const span = placeOf(statement, 'actor')
    if (busy.has(actor)) {
      report(
        checking,
        span,
        `the actor ${quote(actor)} twice`,
        'another actor on each side of "||"',
      )
    }
    busy.add(actor)
    const process = resolve(checking, actor, span, ['thread', 'process'])?.process ?? null
    checkOp(checking, statement, process, { line: line.line, statement: index })
  }
}
