/** Tells the ends of a search apart: by record, values and violations. */
import type { RecordValue, StateRecord } from '../sim/outcome.ts'
import type { Ends as CallEnds } from '../sim/scheduler.ts'
import { stateRecord } from '../sim/state-record.ts'
import type { Exploration } from './exploration.ts'
import { valuesOf, wrongAtEnd } from './judge.ts'
import type { Search } from './search.ts'
import { DEADLOCK, END } from './search.ts'
import type { Violation } from './violations.ts'
import { VIOLATION_BITS, violationsIn } from './violations.ts'

export interface Ended {
  readonly record: StateRecord
  readonly values: Readonly<Record<string, RecordValue>>
  readonly violations: readonly Violation[]
  /** Text that two ends share if, and only if, they are one outcome. */
  readonly key: string
}

export class Ends {
  private readonly exploration: Exploration

  constructor(exploration: Exploration) {
    this.exploration = exploration
  }

  /** The states of a search that are ends, by outcome. */
  classes(search: Search): Map<string, { readonly end: Ended; readonly states: number[] }> {
    const classes = new Map<string, { readonly end: Ended; readonly states: number[] }>()
    for (let state = 0; state < search.states.count; state++) {
      if (search.kind[state] !== END && search.kind[state] !== DEADLOCK) continue
      const end = this.judge(search, state)
      const known = classes.get(end.key)
      if (known === undefined) classes.set(end.key, { end, states: [state] })
      else known.states.push(state)
    }
    return classes
  }

  private judge(search: Search, state: number): Ended {
    const { line, slots, driver, monitors } = this.exploration
    const { sim, kernel: k } = line
    search.load(state)
    slots.pokeAll(slots.now)
    const ends: CallEnds = new Map()
    for (let actor = 0; actor < search.actors; actor++) {
      const cont = search.contOf(state, actor)
      const end = cont.end < 0 ? undefined : driver.ends[cont.end]
      if (end !== undefined) ends.set(actor, end)
    }
    const isDeadlock = search.kind[state] === DEADLOCK
    const before = line.mark()
    const mark = k.m.mark()
    k.m.settle()
    if (!isDeadlock) sim.runOn(ends)
    k.m.settle()
    const rows = k.trace.length
    const told = sim.endsOf(line.line, line.started, ends)
    const record = stateRecord(sim, { ...told, first: rows, last: rows, mark: k.m.mark() })
    let bits = slots.now[monitors.violationsSlot] as number
    if (isDeadlock) bits |= VIOLATION_BITS.deadlock
    else for (const name of wrongAtEnd(k)) bits |= VIOLATION_BITS[name]
    const values = valuesOf(k)
    k.m.seek(mark)
    line.forget(before)
    k.m.settle()
    slots.changedAll()
    const violations = violationsIn(bits)
    return { record, values, violations, key: JSON.stringify([record, values, violations]) }
  }
}
