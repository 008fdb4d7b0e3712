/** What the read view says beside each line of the scenario: done, current, blocked, wrong. Pure. */
import type { Diagnostic } from '../lang/diagnostics.ts'
import type { Run, StatementEnd } from '../protocol/messages.ts'
import { statementAt } from './rows.ts'

export type LineMark =
  | { readonly is: 'header' | 'note' | 'blank' | 'ahead' }
  /** `says`: what came back, where something did. */
  | { readonly is: 'done'; readonly says: string | null }
  | {
      readonly is: 'now'
      readonly step: number
      readonly steps: number
      readonly blocked: string | null
    }
  | { readonly is: 'blocked'; readonly who: string; readonly still: boolean }
  | { readonly is: 'failed'; readonly outcome: string }
  | { readonly is: 'error'; readonly diagnostic: Diagnostic }

const HEADER = /^[ \t]*(?:scenario|title|kernel|cpus)(?=[ \t\r]|$)/
const NOTE = /^[ \t]*(?:note|ask)(?=[ \t\r]|$)/
const BLANK = /^[ \t\r]*(?:#|$)/

/** Kind of a line by its first word alone: enough to draw it, also while the text has errors. */
function lineKind(line: string): 'header' | 'note' | 'blank' | 'operation' {
  if (HEADER.test(line)) return 'header'
  if (NOTE.test(line)) return 'note'
  return BLANK.test(line) ? 'blank' : 'operation'
}

/** One mark a line. `run` may be that of an older text while the present one has errors. */
export function lineMarks(
  lines: readonly string[],
  run: Run | null,
  step: number,
  diagnostics: readonly Diagnostic[],
): readonly LineMark[] {
  const errors = new Map(diagnostics.map((diagnostic) => [diagnostic.line, diagnostic]))
  const at = run === null ? -1 : statementAt(run.statements, step)
  const byLine = new Map<number, LineMark>()
  if (run !== null) {
    run.statements.forEach((statement, ordinal) => {
      const mark = statementMark(run, statement, ordinal - at, step)
      byLine.set(statement.line, stronger(byLine.get(statement.line), mark))
    })
  }
  return lines.map((line, index) => {
    const diagnostic = errors.get(index + 1)
    if (diagnostic !== undefined) return { is: 'error', diagnostic }
    const kind = lineKind(line)
    return kind === 'operation' ? (byLine.get(index + 1) ?? { is: 'ahead' }) : { is: kind }
  })
}

/** `distance`: how many statements it lies after the present one. */
function statementMark(
  run: Run,
  statement: StatementEnd,
  distance: number,
  step: number,
): LineMark {
  const { first, last, outcome, actor } = statement
  if (distance > 0) return { is: 'ahead' }
  const isOver = step >= last
  const blocked = outcome === 'blocked' && isOver ? actor : null
  if (distance === 0) return { is: 'now', step: step - first, steps: last - first, blocked }
  if (blocked !== null)
    return { is: 'blocked', who: actor, still: !isWokenBy(run, statement, step) }
  return outcome === 'ok' ? { is: 'done', says: answerOf(statement) } : { is: 'failed', outcome }
}

/** What a statement gave back: a value, a message, the pages that a scan found. */
function answerOf({ value, message, ranges }: StatementEnd): string | null {
  if (value !== null) return `= ${value}`
  if (message !== null) {
    return message.event === 'pagefault'
      ? `${message.flags.join(', ')} ${message.at}`
      : message.event
  }
  return ranges === null ? null : ranges.map(({ at }) => at).join(' ') || 'none'
}

/** Has the actor that a statement blocked been woken again by this step? */
function isWokenBy(run: Run, blocked: StatementEnd, step: number): boolean {
  return run.statements.some(
    ({ first, last, woken }) =>
      first >= blocked.last && last <= step && woken.some((one) => one.actor === blocked.actor),
  )
}

const STRENGTH = ['ahead', 'done', 'failed', 'blocked', 'now']

/** Of the statements of one `||` line the one that says most. */
function stronger(a: LineMark | undefined, b: LineMark): LineMark {
  return a === undefined || STRENGTH.indexOf(b.is) >= STRENGTH.indexOf(a.is) ? b : a
}

/** A line in the parts that are set differently: `child:` `read` `A[7]`. */
export interface LineParts {
  readonly actor: string
  readonly verb: string
  readonly rest: string
}

export function lineParts(line: string): LineParts {
  const match = /^([ \t]*)([A-Za-z_]\w*:[ \t]*)?([a-z]+)?(.*)$/.exec(line)
  return { actor: match?.[2] ?? '', verb: match?.[3] ?? '', rest: match?.[4] ?? line }
}
