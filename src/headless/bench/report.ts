/** What the benchmarks print: one object by name, or the tables of `docs/performance.md`. */
import type { Figure } from './figure.ts'
import { goalText } from './figure.ts'
import type { MachineFacts } from './machine-facts.ts'
import type { RowName, RowSpec } from './rows.ts'
import { ROW_NAMES, ROWS } from './rows.ts'

/** The JSON: the machine, the exact counts, and each figure by its name. */
export type Report = { readonly machine: MachineFacts } & Partial<Readonly<Record<RowName, Figure>>>

/** Several runs as one (Node's and the browser's); the later one wins. */
export function mergeReports(reports: readonly Report[]): Report {
  const machine = Object.assign({}, ...reports.map((r) => r.machine)) as MachineFacts
  return { ...(Object.assign({}, ...reports) as Report), machine }
}

/** The machine's line and the table, in the order of the rows. */
export function asTable(report: Report): string {
  return table(
    report,
    ROW_NAMES.filter((name) => report[name] !== undefined),
  )
}

function table(report: Report, names: readonly RowName[]): string {
  const rows = names.map((name) => row(name, report[name]))
  return `${machineLine(report.machine)}\n\n${HEAD}${rows.join('')}`
}

const HEAD =
  '| name | what | ours | reference | ratio | goal | |\n| --- | --- | --: | --: | --: | --- | --- |\n'

function machineLine(machine: MachineFacts): string {
  const facts = Object.entries(machine).map(([name, value]) => `${name} ${value}`)
  return `Measured on: ${facts.join(' · ')}.`
}

function row(name: RowName, figure: Figure | undefined): string {
  if (figure === undefined) {
    const { what, goal, unit }: RowSpec = ROWS[name]
    return `| \`${name}\` | ${what} | | | | ${goalText(goal, unit)} | not measured |\n`
  }
  const { reference, referenceName, value, unit, what, note, ratio, goal, met } = figure
  const theirs = reference === null ? '' : `${reference.toLocaleString('en')} (${referenceName})`
  const verdict = met === null ? unjudged(goal) : met ? 'met' : '**missed**'
  const ours = `${value.toLocaleString('en')} ${unit}`
  const told = note === undefined ? what : `${what} (${note})`
  return `| \`${name}\` | ${told} | ${ours} | ${theirs} | ${ratio ?? ''} | ${goal} | ${verdict} |\n`
}

/** A figure without a goal is there to be read. */
const unjudged = (goal: string): string => (goal === '' ? '' : 'not measured')

const BEGIN = '<!-- figures: written by npm run bench -- --write -->'
const END = '<!-- end of figures -->'

/** A document with its figures replaced; every row stands there, measured or not. */
export function withFigures(document: string, report: Report): string {
  const from = document.indexOf(BEGIN)
  const to = document.indexOf(END)
  if (from < 0 || to < from) throw new Error('the document has no place for figures')
  return `${document.slice(0, from)}${BEGIN}\n\n${table(report, ROW_NAMES)}\n${document.slice(to)}`
}

/** The names in a document's table of figures, in their order. */
export function namesIn(document: string): readonly string[] {
  const table = document.slice(document.indexOf(BEGIN), document.indexOf(END))
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1] ?? '')
}
