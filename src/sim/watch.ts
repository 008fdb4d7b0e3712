/** Follows a run, statement by statement, and says which invariants did not hold. */

import type { OperationLine } from '../lang/ast.ts'
import { actorOf } from '../lang/ast.ts'
import type { Before } from './invariants/change-rules.ts'
import {
  bitViolations,
  changingViolations,
  featuresAt,
  freshLookViolations,
  reportViolations,
  staleViolations,
  tableViolations,
} from './invariants/change-rules.ts'
import { lockingViolations, tablesByWord } from './invariants/lock-rules.ts'
import type { Moment } from './invariants/moment.ts'
import { momentOf } from './invariants/moment.ts'
import type { Snapshot } from './invariants/snapshot.ts'
import { takeSnapshot } from './invariants/snapshot.ts'
import type { Stale } from './invariants/stale.ts'
import { noStale, placeOf, rememberStale } from './invariants/stale.ts'
import { wpEffectViolations } from './invariants/wp-effects.ts'
import type { Violation } from './invariants.ts'
import { stateViolations } from './invariants.ts'
import type { Schedule } from './parallel.ts'
import type { Simulation } from './simulation.ts'

export interface Broken extends Violation {
  readonly line: number
  readonly text: string
}

/** A run under watch. It begins at the end of what the simulation has run so far. */
export class Watch {
  private readonly sim: Simulation
  private readonly stale: Stale = noStale()
  private readonly tables = new Map<number, number>()
  private moment: Moment

  constructor(sim: Simulation) {
    this.sim = sim
    this.moment = momentOf(this.look())
  }

  private look(): Snapshot {
    const snapshot = takeSnapshot(this.sim.kernel)
    tablesByWord(this.sim, snapshot, this.tables)
    return snapshot
  }

  /** Runs one line; the rules that it broke, none if all is well. */
  run(line: OperationLine, schedule: Schedule | null = null): Broken[] {
    const { sim, stale } = this
    const { kernel: k } = sim
    const before = this.before(line)
    const homes = this.homes()
    const sleepers = this.sleepers()
    const end = sim.run(line, schedule)
    const snapshot = this.look()
    const after = momentOf(snapshot)
    this.moveStale(homes)
    const fresh = rememberStale(stale, snapshot)
    const found = [
      ...stateViolations(k, stale, snapshot),
      ...staleViolations(k.b, end, fresh, before.hadStale),
      ...reportViolations(k.b, before, end),
      ...tableViolations(k.b, before, after, end),
      ...bitViolations(k.b, before.moment, after, end),
      ...changingViolations(before, end),
      ...freshLookViolations(k, end, sleepers),
      ...wpEffectViolations(sim, end),
      ...lockingViolations(sim, end, this.tables),
    ]
    this.moment = after
    return found.map((violation) => ({ ...violation, line: line.line, text: line.text }))
  }

  private before(line: OperationLine): Before {
    const { kernel: k } = this.sim
    const session = k.m.rec('session', 0)
    return {
      moment: this.moment,
      target: this.target(line),
      isChanging: session.uffd !== 0 && k.m.rec('uffd', session.uffd).changing > 0,
      isServed: session.serve,
      hadStale: this.stale.places.size > 0,
    }
  }

  /** The page that a lone store goes to. */
  private target(line: OperationLine): Before['target'] {
    const { m } = this.sim.kernel
    const [statement, ...others] = line.statements
    if (statement?.op.verb !== 'write' || others.length > 0) return null
    const { page } = statement.op
    const actor = actorOf(statement)
    const task = m.all('task').find((t) => t.name === actor && t.state.is !== 'gone')
    if (task === undefined) return null
    const region = m.rec('mm', task.mm).regions.find(({ name }) => name === page.name)
    if (region === undefined) return null
    const vpn = region.start + page.index
    return { mm: task.mm, vpn, features: featuresAt(this.sim.kernel, task.mm, vpn) }
  }

  private sleepers(): Set<number> {
    const tasks = this.sim.kernel.m.all('task')
    return new Set(
      tasks
        .filter(({ state }) => state.is === 'sleeping' && !state.event)
        .filter(({ state }) => state.is === 'sleeping' && state.resume.does === 'retry-access')
        .map(({ id }) => id),
    )
  }

  private homes(): Map<string, { mm: number; start: number; pages: number }> {
    const homes = new Map<string, { mm: number; start: number; pages: number }>()
    for (const mm of this.sim.kernel.m.all('mm')) {
      for (const { name, start, pages } of mm.regions)
        homes.set(`${mm.id} ${name}`, { mm: mm.id, start, pages })
    }
    return homes
  }

  /** Where a region has moved, what was stale in it has moved along. */
  private moveStale(homes: ReturnType<Watch['homes']>): void {
    const { places } = this.stale
    if (places.size === 0) return
    for (const [key, now] of this.homes()) {
      const was = homes.get(key)
      if (was === undefined || was.start === now.start) continue
      for (let i = 0; i < was.pages; i++) {
        if (places.has(placeOf(was.mm, was.start + i))) places.add(placeOf(now.mm, now.start + i))
      }
    }
  }
}

/** Runs lines to the first that breaks a rule; what it broke. */
export function watchLines(sim: Simulation, lines: readonly OperationLine[]): Broken[] {
  const watch = new Watch(sim)
  for (const line of lines) {
    const broken = watch.run(line)
    if (broken.length > 0) return broken
  }
  return []
}
