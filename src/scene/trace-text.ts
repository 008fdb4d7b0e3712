/** The trace as text that survives a mail: at most 72 columns, no tabs, nothing that needs a colour. */

import { titleOfRow } from '../machine/row-title.ts'
import { OP_BEGIN, OP_END, rowAt } from '../machine/trace.ts'

export const COLUMNS = 72

/** What is needed of a run; the page's and the command line's both have it. */
export interface TracedRun {
  readonly title: string
  readonly kernel: string
  readonly steps: number
  readonly rows: Uint32Array
  readonly actors: readonly { readonly name: string }[]
  readonly statements: readonly TracedStatement[]
}

interface TracedStatement {
  readonly line: number
  readonly text: string
  readonly actor: string
  readonly outcome: string
  readonly value: string | null
  readonly first: number
  readonly last: number
}

interface Site {
  readonly fn: string
  readonly title: string
}

/** Every statement with its outcome, and under it every step with its actor, its function and what happened. */
export function traceText(run: TracedRun, sites: readonly Site[]): string {
  const lines = headOf(run)
  for (const statement of run.statements) {
    lines.push('', statementLine(statement))
    for (let step = statement.first; step < statement.last; step++) {
      const line = stepLine(run, sites, step)
      if (line !== null) lines.push(line)
    }
  }
  return `${lines.map((line) => line.trimEnd()).join('\n')}\n`
}

/** Title, kernel and size, at the top of every text. */
export function headOf({ title, kernel, steps, statements }: TracedRun): string[] {
  const size = `Linux ${kernel}, ${statements.length} statements, ${steps} steps`
  return [cut(title === '' ? 'A scenario' : title, COLUMNS), size, '='.repeat(size.length)]
}

/** `  14 write A[7] = 2 ......... blocked`. */
export function statementLine({ line, text, outcome, value }: TracedStatement): string {
  const end = value === null ? outcome : `${outcome} = ${value}`
  const room = COLUMNS - 5 - end.length - 2
  return `${String(line).padStart(4)} ${cut(text, room).padEnd(room)}  ${end}`
}

function stepLine(run: TracedRun, sites: readonly Site[], step: number): string | null {
  const row = rowAt(run.rows, step)
  // The two ends of a statement are its own line.
  if (row.op === OP_BEGIN || row.op === OP_END) return null
  const actor = cut(run.actors[row.actor]?.name ?? '', 8).padEnd(8)
  const indent = ' '.repeat(Math.min(12, row.depth))
  const fn = sites[row.fn]?.fn ?? ''
  const what = wordsFor(titleOfRow(row, sites), fn)
  const head = `${String(step + 1).padStart(7)} ${actor} ${indent}`
  return head + cut(what, COLUMNS - head.length)
}

/** What an actor does outside the kernel is no function. */
function wordsFor(title: string, fn: string): string {
  const call = fn === '' || fn.includes(' ') ? '' : `${fn}()`
  if (title === fn) return call === '' ? title : call
  return [title, call].filter((part) => part !== '').join(', ')
}

/** A text in at most `room` columns; what is cut off is shown to be. */
export function cut(text: string, room: number): string {
  const flat = text.replaceAll(/\s+/g, ' ')
  return flat.length <= room ? flat : `${flat.slice(0, Math.max(0, room - 3))}...`
}
