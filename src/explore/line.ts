/** The line under exploration: its calls, the machine that stands in front of it, and how its ends are told. */
import type { OperationLine } from '../lang/ast.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import type { Call } from '../sim/scheduler.ts'
import type { Simulation, Started } from '../sim/simulation.ts'

/** Lengths of journal, records and trace: what a step has added is cut off again. */
export interface LineMark {
  readonly words: number
  readonly deltas: number
  readonly rows: number
}

export class Line {
  readonly sim: Simulation
  readonly line: OperationLine
  readonly kernel: Kernel
  readonly started: Started
  /** May threads forget what they say they do not need? Off only to test that it makes no difference. */
  readonly mayForget: boolean

  /** The lines before have run; the calls of this one are begun, but no step of theirs is taken. */
  constructor(sim: Simulation, line: OperationLine, mayForget: boolean) {
    this.sim = sim
    this.line = line
    this.kernel = sim.kernel
    this.started = sim.begin(line)
    this.mayForget = mayForget
    this.kernel.alone = false
  }

  mark(): LineMark {
    const { m, trace } = this.kernel
    return { words: m.journal.length, deltas: m.deltas.length, rows: trace.length }
  }

  /** Cuts the history off; the state itself is the explorer's business. */
  forget(to: LineMark): void {
    const { m, trace } = this.kernel
    m.journal.length = to.words
    m.deltas.length = to.deltas
    trace.length = to.rows
  }

  /** The statement's call once more, from its beginning. */
  callOf(statement: number): Call {
    return this.sim.callOf(this.line, statement)
  }
}
