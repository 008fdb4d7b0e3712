/** The sentence over the address bar, and what else the stage says in words about the present statement. */

import { titleOfRow } from '../machine/row-title.ts'
import { OP_ACCESS, OP_MESSAGE, OP_SLEEP, OP_WAKE } from '../machine/trace.ts'
import type { Level } from '../machine/units.ts'
import { indexAt, LEVEL_NAMES } from '../machine/units.ts'
import type { Run, Sites, View } from './input.ts'
import type { Doings, Place } from './moment.ts'
import { placeOf, rowOf, rowsOfStatement } from './moment.ts'
import { pageName } from './naming.ts'
import { addressText } from './text.ts'
import type { Answered } from './uffd-model.ts'

/** What each verb of the language looks like when somebody does it. */
const VERB_WORDS: Readonly<Record<string, string>> = {
  read: 'reads',
  write: 'writes',
  wp: 'protects',
  unwp: 'resolves',
  copy: 'copies into',
  zero: 'zero-fills',
  continue: 'continues',
  wake: 'wakes',
  register: 'registers',
  unregister: 'unregisters',
  advise: 'advises on',
  protect: 'changes',
  remap: 'moves',
  unmap: 'unmaps',
  map: 'maps',
  fork: 'forks',
  exit: 'exits',
  hold: 'pins',
  release: 'unpins',
  scan: 'scans',
  poll: 'polls',
  punch: 'punches',
  truncate: 'truncates',
  pwrite: 'fills',
  pread: 'reads',
  uffd: 'opens a userfaultfd',
  close: 'closes the userfaultfd',
}

export interface Title {
  /** `main writes A[7]` */
  readonly text: string
  /** `0x1000 c0a0 7000`, or empty where no page is meant. */
  readonly address: string
}

function verbOf(text: string): string {
  const plain = text.replace(/^[A-Za-z_][\w]*:\s*/, '')
  return /^[a-z]+/.exec(plain)?.[0] ?? ''
}

/** What the actor of the present row is doing: its own statement, or the access that it retries. */
function doing(run: Run, step: number): string {
  const row = rowOf(run, step)
  if (row === null) return 'starts'
  const statement = run.statements[row.statement]
  const actor = run.actors[row.actor]?.name ?? ''
  if (statement === undefined) return 'runs'
  if (statement.actor === actor) return VERB_WORDS[verbOf(statement.text)] ?? 'runs'
  const access = rowsOfStatement(run, step).find(
    ({ row: past }) => past.actor === row.actor && past.op === OP_ACCESS,
  )
  if (access !== undefined) return access.row.d === 1 ? 'writes' : 'reads'
  return VERB_WORDS[verbOf(ownStatement(run, step, row.actor))] ?? 'retries'
}

/** The text of the last statement that the actor began itself: what it resumes after a wake. */
function ownStatement(run: Run, step: number, actor: number): string {
  const name = run.actors[actor]?.name
  const now = rowOf(run, step)?.statement ?? 0
  for (let k = now; k >= 0; k--) {
    const statement = run.statements[k]
    if (statement?.actor === name) return statement?.text ?? ''
  }
  return ''
}

export function titleOf(view: View, run: Run, step: number, place: Place | null): Title {
  const row = rowOf(run, step)
  const mm = view.mms.find((one) => one.id === place?.mm)
  const page = mm === undefined || place === null ? null : pageName(mm, place.vpn)
  const address = place === null ? '' : addressText(place.vpn)
  if (row === null) return { text: page ?? 'Before the first step', address }
  const actor = run.actors[row.actor]?.name ?? ''
  return { text: [actor, doing(run, step), page].filter(Boolean).join(' '), address }
}

/** Who was answered in this statement, and for which page. */
export function answeredOf(view: View, run: Run, step: number): Answered | null {
  const wakes = rowsOfStatement(run, step).filter(({ row }) => row.op === OP_WAKE)
  const first = wakes.at(-1)
  if (first === undefined) return null
  const place = placeOf(first.row)
  const mm = view.mms.find((one) => one.id === place?.mm)
  const page = place === null || mm === undefined ? '' : (pageName(mm, place.vpn) ?? '')
  const names = wakes.map(({ row }) => run.actors[row.a]?.name ?? '').filter(Boolean)
  return {
    page,
    flags: flagsOfSleep(run, first.step, first.row.a),
    woken: [...new Set(names)].reverse(),
  }
}

/** Flags of the message that an actor slept on: from its last sleep before `step`. */
function flagsOfSleep(run: Run, step: number, actor: number): number | null {
  for (let k = step; k > 0; k--) {
    const row = rowOf(run, k)
    if (row === null) return null
    if (row.actor === actor && (row.op === OP_SLEEP || row.op === OP_MESSAGE)) return row.a
  }
  return null
}

/** One line of the call stack. */
interface StackLine {
  readonly fn: string
  readonly file: string
  readonly note: string
  readonly isNow: boolean
}

export interface StackModel {
  readonly actor: string
  readonly cpu: number
  readonly lines: readonly StackLine[]
}

/** The call stack of the present step, outermost first; a file is said where it changes. */
export function stackOf(
  view: View,
  run: Run,
  sites: Sites,
  step: number,
  doings: Doings,
): StackModel | null {
  const row = rowOf(run, step)
  if (row === null || view.stack.length === 0) return null
  let file = ''
  const lines = view.stack.map((frame, i): StackLine => {
    const site = sites[frame.site]
    const isSame = site?.file === file
    file = site?.file ?? ''
    const made = doings.tables.filter((table) => sites[table.fn]?.fn === site?.fn)
    const isNow = i === view.stack.length - 1
    const tables = made.map((table) => `table ${table.pfn.toString(16)}`).join(', ')
    const note = isNow ? titleOfRow(row, sites) || tables : tables
    return {
      fn: site?.fn ?? '?',
      file: isSame ? '' : file,
      note,
      isNow,
    }
  })
  return { actor: run.actors[row.actor]?.name ?? '', cpu: row.cpu, lines }
}

export interface Notice {
  readonly lead: string
  readonly text: string
}

const NUMBER_WORDS = ['no', '1 table', '2 tables', '3 tables'] as const

/** What the tables made by a statement were made for. */
export function noticeOf(
  run: Run,
  step: number,
  place: Place | null,
  doings: Doings,
): Notice | null {
  const count = doings.tables.length
  const row = rowOf(run, step)
  if (count === 0 || row === null) return null
  const words = NUMBER_WORDS[count] ?? `${count} tables`
  const lead = `${words} allocated by this statement.`
  const verb = verbOf(run.statements[row.statement]?.text ?? '')
  const lowest = Math.min(...doings.tables.map((table) => table.level)) as Level
  if (verb !== 'wp' || place === null || lowest > 1) return { lead, text: '' }
  const index = indexAt(place.vpn, 2)
  return {
    lead,
    text: `Without them the whole 2 MiB range of ${LEVEL_NAMES[2]} ${index} would be skipped.`,
  }
}
