/**
 * Scenarios whose comments say what has to come of each line; for tests, not part of the program.
 *
 *   write A[0] = 2   #= blocked; A[0] P U X; flt 1        in any case
 *   read B[0]        #+ value 2 #- value 1                with the patch, and without it
 *
 * | expectation         | meaning                                                                              |
 * | ------------------- | ------------------------------------------------------------------------------------ |
 * | `ok`, `ENOENT` …    | outcome                                                                              |
 * | `value 2`           | value                                                                                |
 * | `msg wp,write A[0]` | message, its page if given; `msg fork` an event                                      |
 * | `woken main ok`     | who finished besides; `woken nobody`                                                 |
 * | `flt 1`             | page faults of the statement's actor                                                 |
 * | `A[0] P F U X RW`   | entry: none, M marker, S swap, P present, Z zero page; U uffd-wp, F file, X mapped once, RW |
 * | `C:A[0] …`          | the same in another process                                                          |
 * | `A none`            | every entry of the region                                                            |
 * | `pmd table none`    | of the last region: what each 2 MiB has                                              |
 * | `scan A[0..3] B[1]` | ranges of a scan                                                                     |
 */
import { OP_FAULT, rowAt } from '../machine/trace.ts'
import type { EntryRecord, RegionRecord, StateRecord } from './outcome.ts'
import { prepare } from './run-text.ts'
import type { LineEnd, Simulation } from './simulation.ts'

/** Which of a line's expectations count: those for a patch that is there, or that is not. */
export type Side = '+' | '-'

/** Runs the text; every expectation that was not met, in words, and the number of those that were asked. */
export function checkAnnotated(
  text: string,
  options: { readonly kernel?: string; readonly side?: Side } = {},
): { readonly asked: number; readonly failures: readonly string[] } {
  const prepared = prepare(text, { kernel: options.kernel ?? null })
  if ('diagnostics' in prepared) {
    const [first] = prepared.diagnostics
    return { asked: 0, failures: [`line ${first?.line}: ${first?.found}, not ${first?.expected}`] }
  }
  const { sim, operations } = prepared
  const lines = text.split('\n')
  const failures: string[] = []
  let asked = 0
  for (const [i, line] of operations.entries()) {
    const end = sim.run(line)
    const record = sim.record(i)
    for (const expected of expectations(lines[line.line - 1] ?? '', options.side ?? '+')) {
      asked++
      const found = seen(sim, end, record, expected)
      if (found !== expected) failures.push(`${line.text}: ${found}, not ${expected}`)
    }
  }
  return { asked, failures }
}

function expectations(line: string, side: Side): string[] {
  const found: string[] = []
  for (const [, mark, text = ''] of line.matchAll(/#([=+-])([^#]*)/g)) {
    if (mark === '=' || mark === side) found.push(...text.split(';').map((one) => one.trim()))
  }
  return found.filter((one) => one !== '')
}

/** What is there, said as the expectation says it. */
function seen(sim: Simulation, end: LineEnd, record: StateRecord, expected: string): string {
  const [word = '', ...rest] = expected.split(' ')
  switch (word) {
    case 'value':
      return `value ${record.value}`
    case 'msg':
      return messageOf(record, rest.length > 1)
    case 'woken':
      return `woken ${record.woken.map((w) => `${w.actor} ${w.outcome}`).join(' ') || 'nobody'}`
    case 'flt':
      return `flt ${faultsOf(sim, end, record.actor)}`
    case 'pmd':
      return `pmd ${lastRegion(record)?.tables?.pmd.join(' ') ?? 'unknown'}`
    case 'scan':
      return `scan ${record.ranges?.map((r) => r.at).join(' ') ?? 'nothing'}`
    default:
      return rest.length === 0 ? record.outcome : entryOf(record, word, rest.includes('RW'))
  }
}

function messageOf({ message }: StateRecord, withPage: boolean): string {
  if (message === undefined) return 'no message'
  if (message.event !== 'pagefault') return `msg ${message.event}`
  const flags = message.flags.length === 0 ? 'read' : message.flags.join(',')
  return withPage ? `msg ${flags} ${message.at}` : `msg ${flags}`
}

function faultsOf(sim: Simulation, end: LineEnd, actor: string): number {
  const { m, trace } = sim.kernel
  const id = m.all('task').find((task) => task.name === actor)?.id
  let faults = 0
  for (let step = end.first; step < end.last; step++) {
    const row = rowAt(trace.rows, step)
    if (row.op === OP_FAULT && row.actor === id) faults++
  }
  return faults
}

function lastRegion(record: StateRecord): RegionRecord | undefined {
  return record.mm[0]?.regions.at(-1)
}

/** `C:A[3] P U`: what stands at that place; RW is told only where it is asked for. */
function entryOf(record: StateRecord, place: string, withRw: boolean): string {
  const [, process = 'main', name, index] = /^(?:(\w+):)?(\w+)(?:\[(\d+)\])?$/.exec(place) ?? []
  const region = record.mm
    .find((mm) => mm.process === process)
    ?.regions.find((r) => r.name === name)
  if (region === undefined) return `no ${place}`
  if (index === undefined) return `${place} ${region.ptes.length === 0 ? 'none' : 'something'}`
  const at = Number(index)
  const entry = region.ptes.find(({ i, n = 1 }) => i <= at && at < i + n)
  return `${place} ${entry === undefined ? 'none' : flagsOf(entry, withRw)}`
}

const KIND: Readonly<Record<EntryRecord['kind'], string>> = {
  present: 'P',
  marker: 'M',
  swap: 'S',
  migration: 'migration',
}

function flagsOf(entry: EntryRecord, withRw: boolean): string {
  const words = [entry.page === 'zero' ? 'Z' : KIND[entry.kind]]
  if (entry.file === true && entry.page !== 'zero') words.push('F')
  if (entry.uffdWp && entry.kind !== 'marker') words.push('U')
  if (entry.exclusive === true) words.push('X')
  if (withRw && entry.raw?.includes('RW') === true) words.push('RW')
  return words.join(' ')
}
