/**
 * One scenario on one kernel: runs its statements, keeps what each of them did, and goes to any step of the history.
 * Statements can be added and cut off again, so an edited text re-runs from its first changed line only.
 */
import type { OperationLine, Statement } from '../lang/ast.ts'
import { actorOf } from '../lang/ast.ts'
import type { CheckedRegion } from '../lang/check.ts'
import type { ScenarioText } from '../lang/read-scenario.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { newRunning } from '../linux/include/kernel.ts'
import { MO } from '../linux/include/sites.ts'
import type { Mark } from '../machine/journal.ts'
import type { MakeBuffer } from '../machine/phys.ts'
import type { Word64 } from '../machine/records.ts'
import { OP_BEGIN, ROW_WORDS, rowAt } from '../machine/trace.ts'
import type { ActorId } from '../machine/units.ts'
import { boot } from './boot.ts'
import { callOf } from './dispatch.ts'
import type { KernelChoice } from './kernel-choice.ts'
import type {
  Outcome,
  PolledMessage,
  RecordValue,
  ScanRange,
  StateRecord,
  Woken,
} from './outcome.ts'
import type { Schedule } from './parallel.ts'
import { runParallel } from './parallel.ts'
import type { Call, CallEnd, Ends, Thread } from './scheduler.ts'
import { runAlone, runWoken, startThread } from './scheduler.ts'
import type { Served } from './serve.ts'
import { serveMessages } from './serve.ts'
import type { Frames } from './state-record.ts'
import { framesOf, stateRecord } from './state-record.ts'

/** What one statement of a line did. */
export interface ActorEnd {
  readonly actor: string
  readonly outcome: Outcome
  readonly value: RecordValue | undefined
  readonly message: PolledMessage | undefined
  readonly ranges: readonly ScanRange[] | undefined
}

/** One operation line after it was run. Steps `[first, last)` are its own; `last` is the state after it. */
export interface LineEnd {
  readonly line: OperationLine
  /** One a statement: several only for `||`. */
  readonly ends: readonly ActorEnd[]
  readonly woken: readonly Woken[]
  readonly first: number
  readonly last: number
  readonly mark: Mark
}

/** A line whose calls have begun. */
export interface Started {
  /** Who was blocked before it. */
  readonly before: readonly ActorId[]
  /** Of each statement: who makes the call, null where nobody has the name. */
  readonly actors: readonly (ActorId | null)[]
  /** Of each statement: why it was refused, or null. */
  readonly direct: readonly (Outcome | null)[]
  /** Those that were not refused, and which statements they are. */
  readonly threads: readonly Thread[]
  readonly statements: readonly number[]
}

export class Simulation {
  readonly kernel: Kernel
  readonly choice: KernelChoice
  readonly lines: LineEnd[] = []
  private regions: readonly CheckedRegion[]
  private readonly booted: Mark

  constructor(text: ScenarioText, choice: KernelChoice, makeBuffer: MakeBuffer) {
    const cpus = text.scenario.lines.find((l) => l.kind === 'cpus')
    this.choice = choice
    this.regions = text.regions
    this.kernel = boot(
      makeBuffer,
      choice.behaviours,
      cpus?.kind === 'cpus' ? cpus.cpus : 2,
      text.actors,
    )
    this.booted = this.kernel.m.mark()
  }

  /** Number of steps so far; the state before the first is step 0. */
  get steps(): number {
    return this.kernel.trace.length
  }

  /** Bytes of the record of what happened: trace and journal of words. */
  get bytesOfHistory(): number {
    return (this.kernel.trace.length * ROW_WORDS + this.kernel.m.journal.length) * 4
  }

  /** Runs one line on top of all that ran before; the state must stand at the end. */
  run(line: OperationLine, schedule: Schedule | null = null): LineEnd {
    const { kernel: k } = this
    const first = k.trace.length
    k.statement = this.lines.length
    const ends: Ends = new Map()
    const started = this.begin(line)
    const [only, second] = started.threads
    if (only !== undefined && second === undefined && schedule === null) runAlone(k, only, ends)
    else if (only !== undefined) runParallel(k, started.threads, ends, schedule)
    this.runOn(ends)
    this.closeSteps(first)
    k.m.settle()
    const told = this.endsOf(line, started, ends)
    const end: LineEnd = {
      line,
      ends: told.ends,
      woken: told.woken,
      first,
      last: k.trace.length,
      mark: k.m.mark(),
    }
    this.lines.push(end)
    return end
  }

  /** What still happens by itself when the calls of a line are over: woken threads go on, the serving monitor serves. */
  runOn(ends: Ends): void {
    const served: Served = new Map()
    do runWoken(this.kernel, ends)
    while (serveMessages(this.kernel, ends, served))
  }

  /** Tells how a line ended, from the ends of its calls and the state that the machine is in. */
  endsOf(
    line: OperationLine,
    started: Started,
    ends: Ends,
  ): Pick<LineEnd, 'line' | 'ends' | 'woken'> {
    return {
      line,
      ends: line.statements.map((statement, i) => {
        const refused = started.direct[i] ?? null
        if (refused !== null) return actorEnd(statement, refused, undefined)
        const actor = started.actors[i] ?? null
        const end = actor === null ? undefined : ends.get(actor)
        return actorEnd(statement, end?.outcome ?? 'blocked', end)
      }),
      woken: this.wokenSince(started.before, ends),
    }
  }

  /** The call that a line's statement stands for, not begun. */
  callOf(line: OperationLine, index: number): Call {
    const statement = line.statements[index] as Statement
    return callOf(this.kernel, statement, { placed: this.placeOf(line, index) })
  }

  /** Begins the calls of a line without running them; where one cannot even begin, says why. */
  begin(line: OperationLine): Started {
    const { kernel: k } = this
    const before = this.blocked()
    const threads: Thread[] = []
    const statements: number[] = []
    const actors: (ActorId | null)[] = []
    const direct: (Outcome | null)[] = []
    for (const [index, statement] of line.statements.entries()) {
      const actor = this.actorId(actorOf(statement))
      const refused = this.refusal(actor)
      actors.push(actor)
      direct.push(refused)
      if (refused !== null) continue
      threads.push(startThread(k, actor as ActorId, this.callOf(line, index)))
      statements.push(index)
    }
    for (const thread of threads) {
      k.running = thread.running
      k.step(OP_BEGIN, MO.statement_begins)
    }
    return { before, actors, direct, threads, statements }
  }

  private placeOf(line: OperationLine, index: number): { start: number; pages: number } | null {
    const region = this.regions.find((r) => r.line === line.line && r.statement === index)
    return region === undefined ? null : { start: Number(region.start >> 12n), pages: region.pages }
  }

  /** A schedule by the names of its actors; a name that nobody has leaves its turn to the first who can go. */
  scheduleOf(names: readonly string[]): Schedule {
    const ids = new Map(names.map((name) => [name, this.actorId(name)] as const))
    return names.map((name) => ids.get(name) ?? -1)
  }

  private actorId(name: string): ActorId | null {
    for (const task of this.kernel.m.all('task')) {
      if (task.name === name && task.state.is !== 'gone') return task.id
    }
    return null
  }

  private refusal(actor: ActorId | null): Outcome | null {
    if (actor === null) return 'ESRCH'
    return this.kernel.m.rec('task', actor).state.is === 'sleeping' ? 'EBLOCKED' : null
  }

  private blocked(): readonly ActorId[] {
    let blocked = NOBODY
    for (const task of this.kernel.m.all('task')) {
      if (task.state.is === 'sleeping') blocked = [...blocked, task.id]
    }
    return blocked
  }

  /** In the order of the actors, as the recorder lists them. */
  private wokenSince(before: readonly ActorId[], ends: Ends): Woken[] {
    const woken: Woken[] = []
    if (before.length === 0) return woken
    for (const [actor, end] of [...ends].sort((a, b) => a[0] - b[0])) {
      if (!before.includes(actor)) continue
      const value = valueIn(end)
      const name = this.kernel.m.rec('task', actor).name
      woken.push({ actor: name, outcome: end.outcome, ...(value === undefined ? {} : { value }) })
    }
    return woken
  }

  /** A line without a step of its own still has one moment: the state after it. */
  private closeSteps(first: number): void {
    const { kernel: k } = this
    const last = k.trace.length === 0 ? null : rowAt(k.trace.rows, k.trace.length - 1)
    const isOpen =
      last === null || last.words !== k.m.journal.length || last.deltas !== k.m.deltas.length
    if (k.trace.length === first || isOpen) {
      k.running = newRunning(0, 0)
      k.step(OP_BEGIN, MO.statement_ends, 2)
    }
  }

  /** Where the history stands after step `step` (0: before everything). */
  markAt(step: number): Mark {
    if (step === 0) return this.booted
    const row = rowAt(this.kernel.trace.rows, step - 1)
    return { words: row.words, records: row.deltas }
  }

  /** Shows the state after step `step`. */
  seek(step: number): void {
    this.kernel.m.seek(this.markAt(step))
  }

  /** Forgets the lines from the `count`-th on. */
  cutTo(count: number): void {
    const last = this.lines[count - 1]
    const step = last?.last ?? 0
    this.seek(step)
    this.kernel.m.truncate(this.markAt(step))
    this.kernel.trace.length = step
    this.lines.length = count
  }

  /** Goes on with another text that begins with the lines that were kept: their places in the text may have moved. */
  adopt(text: ScenarioText, operations: readonly OperationLine[]): void {
    this.regions = text.regions
    this.kernel.actors = text.actors.map((actor) => actor.name)
    for (const [i, end] of this.lines.entries()) {
      this.lines[i] = { ...end, line: operations[i] ?? end.line }
    }
  }

  /** The state record after the `index`-th line; the state stands there afterwards. */
  record(index: number): StateRecord {
    const end = this.lines[index] as LineEnd
    this.seek(end.last)
    return stateRecord(this, end)
  }

  /** The frames behind each page at the presented moment: what `moved` compares. */
  frames(): Frames {
    return framesOf(this.kernel)
  }
}

const NOBODY: readonly ActorId[] = []

function actorEnd(statement: Statement, outcome: Outcome, end: CallEnd | undefined): ActorEnd {
  return {
    actor: actorOf(statement),
    outcome,
    value: end === undefined ? undefined : valueIn(end),
    message: end?.message,
    ranges: end?.ranges,
  }
}

function valueIn(end: CallEnd): RecordValue | undefined {
  if (end.value === undefined) return undefined
  return end.value === 'eof' ? null : recordValue(end.value)
}

/** A number as long as it is exact, a decimal string from 2^53 on. */
export function recordValue(value: Word64): RecordValue {
  const whole = (BigInt(value.hi) << 32n) | BigInt(value.lo)
  return whole < 2n ** 53n ? Number(whole) : whole.toString()
}
