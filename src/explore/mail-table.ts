/**
 * A schedule as plain text for a mail: ASCII, at most 72 columns. One column a CPU, time downwards; above it the scenario,
 * below it the entries before and after, what is claimed, and the link. `readMailTable` makes a scenario of it again.
 */
import { assert } from '../base/assert.ts'
import type { OperationLine } from '../lang/ast.ts'
import { actorOf } from '../lang/ast.ts'
import { printStatement } from '../lang/print.ts'
import { SITES } from '../linux/include/site-texts.ts'
import type { Row } from '../machine/trace.ts'
import {
  OP_ACCESS,
  OP_COPY,
  OP_FAULT,
  OP_FLUSH,
  OP_MESSAGE,
  OP_SET,
  OP_SLEEP,
  OP_TABLE,
  OP_WAKE,
  rowAt,
} from '../machine/trace.ts'
import type { EntryRecord, StateRecord } from '../sim/outcome.ts'
import type { Prepared } from '../sim/run-text.ts'
import { scheduleText } from './schedule-text.ts'

export const MAIL_COLUMNS = 72
const INDENT = '  '

/** What happens in one step of the schedule, in a few words each. */
export interface TableStep {
  readonly actor: string
  readonly cells: readonly string[]
}

export interface Table {
  readonly title: string
  readonly kernel: string
  /** Lines of the scenario in front of the one that is shown. */
  readonly setUp: readonly string[]
  /** The statements of the line, by actor. */
  readonly statements: readonly { readonly actor: string; readonly text: string }[]
  /** Where everybody runs who takes a turn. */
  readonly cpus: ReadonlyMap<string, number>
  readonly schedule: readonly string[]
  readonly steps: readonly TableStep[]
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly claim: string
  readonly link: string
}

/** Things worth a cell, the most telling last. */
const TOLD = [
  OP_FAULT,
  OP_TABLE,
  OP_FLUSH,
  OP_MESSAGE,
  OP_WAKE,
  OP_SET,
  OP_COPY,
  OP_SLEEP,
  OP_ACCESS,
]

/** Runs the line by the schedule and notes what to tell. The simulation must stand in front of the line. */
export function tableOf(
  prepared: Prepared,
  line: OperationLine,
  schedule: readonly string[],
  words: { readonly title: string; readonly claim: string; readonly link: string },
): Table {
  const { sim, operations } = prepared
  const { kernel: k } = sim
  const index = operations.indexOf(line)
  const ids = new Map(k.m.all('task').map((task) => [task.name, task] as const))
  const before = index === 0 ? null : sim.record(index - 1)
  const starts: { actor: string; row: number }[] = []
  sim.run(line, {
    choose: (turn, enabled) => {
      const actor = ids.get(schedule[turn] ?? '')?.id ?? enabled[0]
      assert(actor !== undefined, 'somebody can go on')
      const chosen = enabled.includes(actor) ? actor : (enabled[0] as number)
      starts.push({ actor: k.m.rec('task', chosen).name, row: k.trace.length })
      return chosen
    },
  })
  const end = sim.lines[index]
  assert(end !== undefined, 'the line has run')
  const steps = starts.map(({ actor, row }, i) => ({
    actor,
    cells: cellsIn(prepared, row, starts[i + 1]?.row ?? end.last),
  }))
  const { choice } = sim
  const patches = choice.patches.map((p) => ` ${p.present ? '+' : '-'}${p.id}`)
  const cpus = k.cpus
  return {
    title: words.title,
    kernel: `${choice.profile.name}${patches.join('')}`,
    setUp: [`cpus ${cpus}`, ...operations.slice(0, index).map((o) => o.text)],
    statements: line.statements.map((statement) => ({
      actor: actorOf(statement),
      text: printStatement({ actor: null, op: statement.op }),
    })),
    cpus: new Map([...ids].map(([name, { cpu }]) => [name, cpu])),
    schedule: starts.map((s) => s.actor),
    steps,
    before: before === null ? [] : entriesOf(before),
    after: entriesOf(sim.record(index)),
    claim: words.claim,
    link: words.link,
  }
}

function cellsIn(prepared: Prepared, from: number, to: number): string[] {
  const { trace } = prepared.sim.kernel
  const cells: string[] = []
  for (let i = from; i < to; i++) {
    const row = rowAt(trace.rows, i)
    if (TOLD.includes(row.op)) cells.push(titleOf(row))
  }
  return [...new Set(cells)]
}

function titleOf(row: Row): string {
  const title = SITES[row.site]?.title ?? ''
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}

/** `main A[0]: p0 P RW A D`: each entry of a record on a line. */
function entriesOf(record: StateRecord): string[] {
  return record.mm.flatMap(({ process, regions }) =>
    regions.flatMap(({ name, ptes }) =>
      ptes.map((pte) => `${process} ${placeOf(name, pte)}: ${entryText(pte)}`),
    ),
  )
}

function placeOf(region: string, pte: EntryRecord): string {
  return pte.n === undefined ? `${region}[${pte.i}]` : `${region}[${pte.i}..${pte.i + pte.n - 1}]`
}

function entryText(pte: EntryRecord): string {
  const flags = pte.raw ?? (pte.uffdWp ? ['UFFD_WP'] : [])
  const shown = flags.filter((flag) => !['P', 'US', 'NX', 'SOFT_DIRTY'].includes(flag))
  return [pte.kind === 'present' ? pte.page : pte.kind, ...shown].join(' ')
}

/** The text itself; ends in a line break. */
export function mailTable(table: Table): string {
  const lines = [
    ...wrapped(table.title === '' ? 'A schedule' : table.title, ''),
    '',
    `${INDENT}kernel ${table.kernel}`,
    ...table.setUp.map((line) => `${INDENT}${line}`),
    '',
    ...columns(table),
    '',
    ...wrapped(`before: ${table.before.join('; ')}`, INDENT),
    ...wrapped(`after: ${table.after.join('; ')}`, INDENT),
    ...wrapped(`schedule: ${scheduleText(table.schedule, '*')}`, INDENT),
    '',
    ...wrapped(table.claim, ''),
  ]
  if (table.link !== '') lines.push('', table.link)
  return `${lines.map(ascii).join('\n')}\n`
}

/** One column an actor, as wide as fits; what happens in one turn stands in one row or, cut, in several. */
function columns(table: Table): string[] {
  const { statements } = table
  const actors = [
    ...new Set([...statements.map((s) => s.actor), ...table.steps.map((s) => s.actor)]),
  ]
  const width = Math.floor((MAIL_COLUMNS - INDENT.length) / Math.max(1, actors.length)) - 1
  const row = (actor: string, text: string): string => {
    const at = actors.indexOf(actor) * (width + 1)
    return `${INDENT}${' '.repeat(at)}${text}`.trimEnd()
  }
  const headOf = (actor: string): string => `cpu${table.cpus.get(actor) ?? 0} ${actor}`
  const all = (cell: (actor: string) => string): string =>
    `${INDENT}${actors.map((a) => cell(a).slice(0, width).padEnd(width)).join(' ')}`.trimEnd()
  const lines = [all(headOf), all((actor) => '-'.repeat(Math.min(width, headOf(actor).length)))]
  const begun = new Set<string>()
  for (const { actor, cells } of table.steps) {
    const own = statements.find((s) => s.actor === actor)
    const shown: string[] = []
    if (own !== undefined && !begun.has(actor)) shown.push(`> ${own.text}`)
    begun.add(actor)
    shown.push(...cells)
    for (const cell of shown) for (const part of pieces(cell, width)) lines.push(row(actor, part))
  }
  return lines
}

function pieces(text: string, width: number): string[] {
  const parts: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      parts.push(line)
      line = ` ${word}`
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...parts, line].map((part) => part.slice(0, width))
}

function wrapped(text: string, indent: string): string[] {
  return pieces(text, MAIL_COLUMNS - indent.length - 2).map((line) => `${indent}${line}`)
}

function ascii(line: string): string {
  const plain = line.replaceAll('’', "'").replaceAll('×', '*').replaceAll('…', '...')
  return [...plain].map((c) => (c >= ' ' && c <= '~' ? c : '?')).join('')
}
