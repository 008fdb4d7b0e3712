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
 * | `raw A[0] P US A`   | every bit of the entry, in the order of the records                                  |
 * | `bit57 A[0] set`    | what pagemap says of uffd-wp, where the kernel is seen through pagemap only          |
 * | `locks VMA mmap`    | the locks of address space and areas that the statement took, each kind once         |
 * | `calls finish_fault` | a function that the statement came to                                               |
 */
import { LOCK_MMAP, LOCK_VMA, OP_FAULT, OP_LOCK, rowAt } from '../machine/trace.ts'
import { callTree } from './calls.ts'
import type { EntryRecord, RegionRecord, StateRecord } from './outcome.ts'
import { prepare } from './run-text.ts'
import type { LineEnd, Simulation } from './simulation.ts'

/** Which of a line's expectations count: those for a patch that is there, or that is not. */
export type Side = '+' | '-'

export interface AnnotatedOptions {
  readonly kernel?: string
  readonly side?: Side
  /** Who goes on at each preemption point of the lines with `||`. */
  readonly schedule?: readonly string[]
  /** Called before each line is run. */
  readonly before?: (sim: Simulation, line: string) => void
}

/** Runs the text; every expectation that was not met, in words, and the number of those that were asked. */
export function checkAnnotated(
  text: string,
  options: AnnotatedOptions = {},
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
    options.before?.(sim, line.text)
    const isOrdered = options.schedule !== undefined && line.statements.length > 1
    const end = sim.run(line, isOrdered ? sim.scheduleOf(options.schedule ?? []) : null)
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
    case 'raw':
      return `raw ${rest[0]} ${entryAtPlace(record, rest[0] ?? '')?.raw?.join(' ') ?? 'nothing'}`
    case 'bit57':
      return `bit57 ${rest[0]} ${entryAtPlace(record, rest[0] ?? '')?.uffdWp === true ? 'set' : 'clear'}`
    case 'locks':
      return `locks ${locksOf(sim, end)}`
    case 'calls': {
      const names = callTree(sim, end).map(([, , fn]) => fn)
      return `calls ${names.find((fn) => fn === rest[0]) ?? names.join(' ')}`
    }
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

/** The locks of address space and areas that were taken, in order, each kind once. */
function locksOf({ kernel }: Simulation, end: LineEnd): string {
  const taken = new Set<string>()
  for (let step = end.first; step < end.last; step++) {
    const { op, a } = rowAt(kernel.trace.rows, step)
    if (op !== OP_LOCK) continue
    if (a === LOCK_VMA) taken.add('VMA')
    if (a === LOCK_MMAP) taken.add('mmap')
  }
  return [...taken].join(' ') || 'none'
}

function lastRegion(record: StateRecord): RegionRecord | undefined {
  return record.mm[0]?.regions.at(-1)
}

/** The region and the index of `C:A[3]`; no index where all of it is meant. */
function atPlace(
  record: StateRecord,
  place: string,
): { region: RegionRecord | undefined; index?: number } {
  const [, process = 'main', name, index] = /^(?:(\w+):)?(\w+)(?:\[(\d+)\])?$/.exec(place) ?? []
  const region = record.mm
    .find((mm) => mm.process === process)
    ?.regions.find((r) => r.name === name)
  return { region, ...(index === undefined ? {} : { index: Number(index) }) }
}

function entryAtPlace(record: StateRecord, place: string): EntryRecord | undefined {
  const { region, index = -1 } = atPlace(record, place)
  return region?.ptes.find(({ i, n = 1 }) => i <= index && index < i + n)
}

/** `C:A[3] P U`: what stands at that place; RW is told only where it is asked for. */
function entryOf(record: StateRecord, place: string, withRw: boolean): string {
  const { region, index } = atPlace(record, place)
  if (region === undefined) return `no ${place}`
  if (index === undefined) return `${place} ${region.ptes.length === 0 ? 'none' : 'something'}`
  const entry = entryAtPlace(record, place)
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
