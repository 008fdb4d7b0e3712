/** A table from a mail becomes a scenario again. What cannot be read stays as a comment, so nothing is lost. */
import { readLine } from '../lang/parse-line.ts'
import { readScenario } from '../lang/read-scenario.ts'

/** Reply marks in front of a line. */
const QUOTED = /^(?:[>|] ?)+(?=\s|[A-Za-z])/
/** `cpu0 main`, `CPU 1`, `cpu2 (T)`: a CPU and, if it is told, who runs there. */
const HEAD = /cpu ?(\d+)(?: \(?(?!cpu ?\d)([A-Za-z_][A-Za-z0-9_]*)\)?)?/gi
const HEADER = new Set(['scenario', 'title', 'kernel', 'cpus', 'note'])

interface Column {
  readonly cpu: number
  /** Null: the table does not say who runs there. */
  readonly actor: string | null
  readonly at: number
}

/**
 * @param text a table as `mailTable` writes it, or one somebody typed: lines of the language, a head `cpu0 NAME …` (or
 *   `CPU0 …`, as commit messages have it), and statements below the heads, several in a row if they like
 * @returns the scenario's text; the schedule, if the table names one, stands in a comment
 */
export function readMailTable(text: string): string {
  const out: string[] = []
  let table: Table | null = null
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n')) {
    const line = withoutTabs(raw.replace(QUOTED, '')).trimEnd()
    const columns = headsIn(line)
    if (columns !== null) {
      table?.flush()
      table = new Table(columns, out)
    } else if (line.trim() === '') continue
    else if (table !== null) table.read(line)
    else out.push(isStatement(line.trim()) ? line.trim() : `# ${line.trim()}`)
  }
  table?.flush()
  return checked(out)
}

/** Tab stops every eight columns. */
function withoutTabs(line: string): string {
  return line.split('\t').reduce((text, part) => text + ' '.repeat(8 - (text.length % 8)) + part)
}

/** The columns, if the line is nothing but heads. */
function headsIn(line: string): Column[] | null {
  if (line.replace(HEAD, '').trim() !== '') return null
  const heads = [...line.matchAll(HEAD)]
  if (heads.length === 0) return null
  return heads.map((match) => ({
    cpu: Number(match[1]),
    actor: match[2] ?? null,
    at: match.index,
  }))
}

/** The part of a table below its heads. */
class Table {
  private readonly columns: readonly Column[]
  private readonly out: string[]
  private statements: { readonly text: string; readonly column: number }[] = []
  /** Statements stand behind `> `: a table of ours, whose columns are in the order of the line's statements. */
  private isOurs = false
  private busy = new Set<string>()
  private comments: string[] = []

  constructor(columns: readonly Column[], out: string[]) {
    this.columns = columns
    this.out = out
  }

  read(line: string): void {
    for (const { cell, column } of this.cellsOf(line)) {
      const text = cell.replace(/^> /, '')
      if (text !== cell) this.isOurs = true
      const actor = this.actorOf(column, text)
      const own = /^[A-Za-z_]\w*: /.test(text) ? text : `${actor}: ${text}`
      if (actor !== null && isStatement(own))
        this.add(actor, own, this.columns.indexOf(column as Column))
      else if (!/^[-=+| ]+$/.test(text)) this.comments.push(`# ${text}`)
    }
  }

  /** What somebody does a second time is after all that was begun before. */
  private add(actor: string, text: string, column: number): void {
    if (this.busy.has(actor)) this.flush()
    this.busy.add(actor)
    this.statements.push({ text, column })
  }

  flush(): void {
    const { statements } = this
    if (this.isOurs) statements.sort((a, b) => a.column - b.column)
    if (statements.length > 0) this.out.push(statements.map(({ text }) => text).join(' || '))
    this.out.push(...this.comments)
    this.statements = []
    this.comments = []
    this.busy = new Set()
  }

  /** Cells stand two blanks or more apart; one that fits no column, or is alone in its row, is taken whole. */
  private cellsOf(line: string): { readonly cell: string; readonly column: Column | undefined }[] {
    const cells = [...line.matchAll(/\S+(?: \S+)*/g)].map((match) => {
      const column = this.columns.findLast(({ at }) => at <= match.index + 1) ?? this.columns[0]
      return { cell: match[0], column }
    })
    const own = cells.map(({ column }) => column)
    if (new Set(own).size === own.length) return cells
    return [{ cell: line.trim(), column: own[0] }]
  }

  private actorOf(column: Column | undefined, text: string): string | null {
    const said = /^([A-Za-z_]\w*): /.exec(text)?.[1]
    if (said !== undefined || column === undefined) return said ?? null
    if (column.actor !== null) return column.actor
    // Actor k runs on CPU k: main, the monitor, then the threads and children as they come.
    const others = this.out.flatMap(
      (line) => /^(?:\w+: )?(?:thread|fork) (\w+)/.exec(line)?.[1] ?? [],
    )
    return ['main', 'monitor', ...others][column.cpu] ?? null
  }
}

function isStatement(line: string): boolean {
  const first = line.split(/\s+/)[0] ?? ''
  const read = readLine(line, 1)
  if (read.diagnostics.length > 0) return false
  return HEADER.has(first) || read.line?.kind === 'operation'
}

/** Characters that are checked at most. A mail has some kilobytes; with this even a long one is read at once. */
const MOST_CHECKED = 2 ** 17

/**
 * Lines that the checks refuse become comments too, one after the other, until the rest stands; if that takes too long,
 * all lines from the next refused one on.
 */
function checked(lines: string[]): string {
  for (let read = 0; ; ) {
    const text = lines.join('\n')
    read += text.length
    const wrong = readScenario(text).diagnostics[0]
    // What is wrong with a comment is wrong with the whole, such as its length.
    if (wrong === undefined || lines[wrong.line - 1]?.startsWith('#') === true) break
    const end = read > MOST_CHECKED ? lines.length : wrong.line
    for (let at = wrong.line - 1; at < end; at++) {
      if (lines[at]?.startsWith('#') !== true) lines[at] = `# ${lines[at]}`
    }
  }
  return `${lines.join('\n')}\n`
}
