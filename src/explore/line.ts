/** The line under exploration: its calls, the machine that stands in front of it, and how its ends are told. */
import type { OperationLine } from '../lang/ast.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import type { Call } from '../sim/scheduler.ts'
import { monitorOf } from '../sim/serve.ts'
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
  /** The monitor, if it may serve while the line runs, and the session's `nextSeq` at its beginning. */
  readonly server: { readonly monitor: number; readonly since: number } | null
  /** May threads forget what they say they do not need? Off only to test that it makes no difference. */
  readonly mayForget: boolean

  /** The lines before have run; the calls of this one are begun, but no step of theirs is taken. */
  constructor(sim: Simulation, line: OperationLine, mayForget: boolean) {
    this.sim = sim
    this.line = line
    this.kernel = sim.kernel
    this.started = sim.begin(line)
    this.server = serverBeside(sim.kernel, line)
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

function serverBeside(k: Kernel, line: OperationLine): Line['server'] {
  const { serve, uffd, nextSeq } = k.m.rec('session', 0)
  const mayServe = serve || line.statements.some(({ op }) => op.verb === 'serve')
  const ctx = uffd === 0 ? undefined : k.m.find('uffd', uffd)
  const monitor = ctx === undefined ? undefined : monitorOf(k, ctx.mm)
  return mayServe && monitor !== undefined ? { monitor: monitor.id, since: nextSeq } : null
}
