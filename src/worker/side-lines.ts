/** What became of each thread, and what the userfaultfd holds, in a few words. */
import { actorOf } from '../lang/ast.ts'
import { printStatement } from '../lang/print.ts'
import type { Task, Uffd } from '../machine/records.ts'
import { OP_END, rowAt } from '../machine/trace.ts'
import type { SideLine } from '../protocol/desk.ts'
import { pageName } from '../scene/naming.ts'
import type { StateRecord } from '../sim/outcome.ts'
import type { Simulation } from '../sim/simulation.ts'

/** Linux: UFFD_PAGEFAULT_FLAG_WRITE, _WP and _MINOR. */
const FLAGS = [
  [2, 'wp'],
  [4, 'minor'],
  [1, 'write'],
] as const

/** Null for a thread that has done nothing yet. */
export function fateOf(sim: Simulation, step: number, task: Task): SideLine | null {
  const { name } = task
  if (task.state.is === 'gone') return null
  const mine = sim.lines.filter(
    ({ first, line }) => first < step && line.statements.some((one) => actorOf(one) === name),
  )
  const last = mine.at(-1)
  if (last === undefined) return null
  const statement = last.line.statements.find((one) => actorOf(one) === name)
  const text = statement === undefined ? '' : printStatement({ actor: null, op: statement.op })
  if (task.state.is === 'sleeping') {
    return { id: name, name, is: 'blocked', what: 'blocked', note: text }
  }
  const end = last.ends.find((one) => one.actor === name)
  const woken = sim.lines
    .filter((line) => line.last <= step && line.first >= last.first)
    .flatMap((line) => line.woken)
    .findLast((one) => one.actor === name)
  const told = woken ?? end
  const isOver = isDone(sim, step, last.first, task.id) || last.last <= step
  if (!isOver || told === undefined) return { id: name, name, is: 'idle', what: 'runs', note: text }
  return lineOf(name, text, told)
}

function isDone(sim: Simulation, step: number, first: number, actor: number): boolean {
  for (let i = step - 1; i >= first; i--) {
    const row = rowAt(sim.kernel.trace.rows, i)
    if (row.op === OP_END && row.actor === actor) return true
  }
  return false
}

function lineOf(
  name: string,
  text: string,
  end: { readonly outcome: string; readonly value?: unknown },
): SideLine {
  const value = end.value === undefined || end.value === null ? '' : ` ${end.value}`
  if (end.outcome === 'ok') return { id: name, name, is: 'done', what: `done${value}`, note: text }
  return { id: name, name, is: 'failed', what: end.outcome, note: text }
}

export function uffdLine(sim: Simulation, uffd: Uffd): SideLine {
  const unread = uffd.pending.length + uffd.events.length
  const first = uffd.pending[0]
  const mm = sim.kernel.m.find('mm', uffd.mm)
  const flags = FLAGS.filter(([bit]) => ((first?.flags ?? 0) & bit) !== 0).map(([, word]) => word)
  const page = first === undefined || mm === undefined ? 'event' : (pageName(mm, first.vpn) ?? '')
  const what = first === undefined ? page : `${page} ${flags.join(', ') || 'missing'}`
  return countLine(unread, what)
}

function countLine(unread: number, what: string): SideLine {
  const id = 'userfaultfd'
  if (unread === 0) return { id, name: id, is: 'empty', what: 'no message', note: '' }
  const note = unread === 1 ? '1 message waits' : `${unread} messages wait`
  return { id, name: id, is: 'message', what, note }
}

/** The same of a recording, after a statement. */
export function recordedLines(records: readonly StateRecord[]): SideLine[] {
  const now = records.at(-1)
  if (now === undefined) return []
  const lines: SideLine[] = []
  for (const [name, state] of Object.entries(now.actors)) {
    const ends = records.flatMap((record) => [
      ...[record, ...(record.others ?? [])]
        .filter((end) => end.actor === name)
        .map((end) => ({ end, text: record.text.replace(/^\w+:\s*/, '') })),
      ...record.woken.filter((end) => end.actor === name).map((end) => ({ end, text: '' })),
    ])
    const last = ends.at(-1)
    if (last === undefined) continue
    const text = ends.findLast((one) => one.text !== '')?.text ?? ''
    if (state === 'blocked')
      lines.push({ id: name, name, is: 'blocked', what: 'blocked', note: text })
    else lines.push(lineOf(name, text, last.end))
  }
  if (now.uffd !== null) lines.push(countLine(now.uffd.pending, `${now.uffd.pending} unread`))
  return lines
}
