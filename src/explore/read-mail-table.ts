/** A table from a mail becomes a scenario again. What cannot be read stays as a comment, so nothing is lost. */
import { readLine } from '../lang/parse-line.ts'
import { readScenario } from '../lang/read-scenario.ts'

/** Reply marks in front of a line. */
const QUOTED = /^(?:[>|] ?)+(?=\s|[A-Za-z])/
const ACTOR_HEAD = /cpu\d+ ([A-Za-z_][A-Za-z0-9_]*)/g
const HEADER = new Set(['scenario', 'title', 'kernel', 'cpus', 'note'])

interface Column {
  readonly actor: string
  readonly at: number
}

/**
 * @param text a table as `mailTable` writes it, or one somebody typed: lines of the language, a head `cpu0 NAME …`, and
 *   statements below the heads
 * @returns the scenario's text; the schedule, if the table names one, stands in a comment
 */
export function readMailTable(text: string): string {
  const out: string[] = []
  const parallel: string[] = []
  let columns: Column[] = []
  let at = 0
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n')) {
    const line = raw.replace(QUOTED, '').trimEnd()
    const heads = [...line.matchAll(ACTOR_HEAD)]
    if (heads.length > 0) {
      columns = heads.map((m) => ({ actor: m[1] as string, at: m.index }))
      at = out.length
    } else if (line.trim() === '') continue
    else if (columns.length === 0)
      out.push(isStatement(line.trim()) ? line.trim() : `# ${line.trim()}`)
    else readCell(line, columns, parallel, out)
  }
  if (parallel.length > 0) out.splice(at, 0, parallel.join(' || '))
  return checked(out)
}

/** A cell below the heads: a statement joins the `||` line, all else is said in a comment. */
function readCell(
  line: string,
  columns: readonly Column[],
  parallel: string[],
  out: string[],
): void {
  const indent = line.length - line.trimStart().length
  const column = columns.findLast((c) => c.at <= indent + 1) ?? columns[0]
  const cell = line.trim().replace(/^> /, '')
  const own = `${column?.actor}: ${cell}`
  const isFirst = !parallel.some((statement) => statement.startsWith(`${column?.actor}: `))
  if (column !== undefined && isFirst && isStatement(own)) parallel.push(own)
  else if (!/^[-= ]+$/.test(cell)) out.push(`# ${cell}`)
}

function isStatement(line: string): boolean {
  const first = line.split(/\s+/)[0] ?? ''
  const read = readLine(line, 1)
  if (read.diagnostics.length > 0) return false
  return HEADER.has(first) || read.line?.kind === 'operation'
}

/** Lines that the checks refuse become comments too, the last first, until the rest stands. */
function checked(lines: string[]): string {
  for (let tries = 0; tries <= lines.length; tries++) {
    const { diagnostics } = readScenario(lines.join('\n'))
    const wrong = diagnostics[0]
    if (wrong === undefined) break
    lines[wrong.line - 1] = `# ${lines[wrong.line - 1]}`
  }
  return `${lines.join('\n')}\n`
}
