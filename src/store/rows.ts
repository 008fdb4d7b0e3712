/** Questions about a run's trace that need no machine: whose statement is this, where does a call end. Pure. */
import type { Row } from '../machine/trace.ts'
import {
  OP_BEGIN,
  OP_END,
  OP_ENTER,
  OP_LEAVE,
  OP_SLEEP,
  ROW_WORDS,
  rowAt,
} from '../machine/trace.ts'
import type { Run, StatementEnd } from '../protocol/messages.ts'

/** The row that led to `step`, or null at the start. */
export function rowOfStep(run: Run, step: number): Row | null {
  return step >= 1 && step <= run.steps ? rowAt(run.rows, step - 1) : null
}

/** Ordinal of the statement that `step` stands in: the last one with a row behind it; -1 before the first. */
export function statementAt(statements: readonly StatementEnd[], step: number): number {
  let low = 0
  let high = statements.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((statements[middle] as StatementEnd).first < step) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The statement whose last row lies just behind `step`, or that `step` is in the middle of. */
export function statementOf(run: Run, step: number): StatementEnd | null {
  return run.statements[statementAt(run.statements, step)] ?? null
}

/** Next boundary of statements after `step`; the end of the run if there is none. */
export function nextStatement(run: Run, step: number): number {
  for (const { last } of run.statements) if (last > step) return last
  return run.steps
}

/** The boundary of statements before `step`. */
export function previousStatement(run: Run, step: number): number {
  let found = 0
  for (const { first, last } of run.statements) {
    if (first < step) found = Math.max(found, first)
    if (last < step) found = Math.max(found, last)
  }
  return found
}

const OPENS = new Set([OP_BEGIN, OP_ENTER])
const CLOSES = new Set([OP_END, OP_LEAVE])

/** Runs the actor of row `from` until `stop` says so; other actors run along. Ends where it falls asleep. */
function follow(run: Run, from: number, stop: (row: Row, depth: number) => boolean): number {
  const { actor } = rowAt(run.rows, from)
  let depth = 0
  for (let index = from; index < run.steps; index++) {
    const row = rowAt(run.rows, index)
    if (row.actor !== actor) continue
    if (OPENS.has(row.op)) depth++
    if (CLOSES.has(row.op)) depth--
    if (stop(row, depth) || row.op === OP_SLEEP) return index + 1
  }
  return run.steps
}

/** Step over: does what comes next, with all calls made in it. */
export function over(run: Run, step: number): number {
  return step >= run.steps ? run.steps : follow(run, step, (_, depth) => depth <= 0)
}

/** Step into: to the next call, or to the end of the present one. */
export function into(run: Run, step: number): number {
  if (step >= run.steps) return run.steps
  return follow(run, step, (row) => OPENS.has(row.op) || CLOSES.has(row.op))
}

/** Step out: until the function that runs now has returned. */
export function out(run: Run, step: number): number {
  return step >= run.steps ? run.steps : follow(run, step, (_, depth) => depth < 0)
}

/** The nearest call boundary before `step`: what stepping back by calls means. */
export function previousCall(run: Run, step: number): number {
  for (let index = step - 2; index >= 0; index--) {
    const { op } = rowAt(run.rows, index)
    if (OPENS.has(op) || CLOSES.has(op)) return index + 1
  }
  return 0
}

/** How many rows two runs have in common from the start: what an edit did not touch. */
export function commonRows(a: Run, b: Run): number {
  const length = Math.min(a.rows.length, b.rows.length)
  let at = 0
  while (at < length && a.rows[at] === b.rows[at]) at++
  return Math.floor(at / ROW_WORDS)
}
