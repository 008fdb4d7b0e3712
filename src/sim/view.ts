/** Everything few and shaped at one step, decoded from the records and the trace. */
import { eachChange } from '../machine/journal.ts'
import type { Inode, Mm, Session, Task, Uffd } from '../machine/records.ts'
import type { Row } from '../machine/trace.ts'
import {
  LOCK_INODE,
  LOCK_MMAP,
  LOCK_PAGE,
  LOCK_PTL,
  LOCK_RMAP,
  LOCK_VMA,
  OP_ENTER,
  OP_LOCK,
  OP_UNLOCK,
  rowAt,
} from '../machine/trace.ts'
import type { Simulation } from './simulation.ts'

export interface HeldLock {
  readonly name: string
  readonly mode: 'read' | 'write'
  readonly holder: string
  readonly pfn: number
}

export interface CallFrame {
  readonly site: number
  readonly depth: number
}

export interface StepView {
  readonly step: number
  readonly mms: readonly Mm[]
  readonly inodes: readonly Inode[]
  readonly uffd: Uffd | null
  readonly tasks: readonly Task[]
  readonly session: Session
  readonly locks: readonly HeldLock[]
  readonly stack: readonly CallFrame[]
}

/** The machine must stand at `step`. */
export function viewAt(sim: Simulation, step: number): StepView {
  const { m, trace } = sim.kernel
  const session = m.rec('session', 0)
  const row = step === 0 ? null : rowAt(trace.rows, step - 1)
  return {
    step,
    mms: m.all('mm').filter((mm) => mm.alive),
    inodes: m.all('inode'),
    uffd: session.uffd === 0 ? null : m.rec('uffd', session.uffd),
    tasks: m.all('task').filter((task) => task.state.is !== 'gone'),
    session,
    locks: row === null ? [] : locksAt(sim, step),
    stack: row === null ? [] : stackAt(trace.rows, step),
  }
}

/** Locks taken and not yet dropped since the statement of the step began; a statement ends without any. */
function locksAt(sim: Simulation, step: number): HeldLock[] {
  const { trace } = sim.kernel
  const { statement } = rowAt(trace.rows, step - 1)
  const held = new Map<string, HeldLock>()
  for (let i = sim.lines[statement]?.first ?? 0; i < step; i++) {
    const row = rowAt(trace.rows, i)
    if (row.op !== OP_LOCK && row.op !== OP_UNLOCK) continue
    const key = `${row.actor} ${row.a} ${row.b}`
    if (row.op === OP_UNLOCK) held.delete(key)
    else held.set(key, lockOf(sim, row))
  }
  return [...held.values()]
}

function lockOf(sim: Simulation, row: Row): HeldLock {
  const { m } = sim.kernel
  const hasFrame = row.a === LOCK_PTL || row.a === LOCK_PAGE
  return {
    name: lockName(sim, row),
    mode: row.d === 1 ? 'write' : 'read',
    holder: m.find('task', row.actor)?.name ?? `actor ${row.actor}`,
    pfn: hasFrame ? row.b : 0,
  }
}

function lockName(sim: Simulation, row: Row): string {
  const process = sim.kernel.m.find('mm', row.b)?.process ?? ''
  switch (row.a) {
    case LOCK_MMAP:
      return `mmap_lock of ${process}`
    case LOCK_VMA:
      return `VMA lock in ${process}`
    case LOCK_PTL:
      return `ptl ${row.b.toString(16)}`
    case LOCK_PAGE:
      return `page lock ${row.b.toString(16)}`
    case LOCK_INODE:
      return 'inode lock'
    case LOCK_RMAP:
      return 'i_mmap lock'
    default:
      return 'lock'
  }
}

/** The calls that the actor of the step stands in, outermost first, found by walking back over the trace. */
function stackAt(rows: Uint32Array, step: number): CallFrame[] {
  const now = rowAt(rows, step - 1)
  const stack: CallFrame[] = []
  let depth = now.depth
  if (now.op === OP_ENTER) {
    stack.push({ site: now.site, depth })
  }
  for (let i = step - 2; i >= 0 && depth > 0; i--) {
    const row = rowAt(rows, i)
    if (row.statement !== now.statement) break
    if (row.actor !== now.actor || row.op !== OP_ENTER || row.depth !== depth - 1) continue
    depth--
    stack.push({ site: row.site, depth })
  }
  return stack.reverse()
}

/** Words that the step changed, as triples (index, before, after); at most `limit` of them. */
export function changesAt(sim: Simulation, step: number, limit: number): Uint32Array {
  if (step === 0) return new Uint32Array(0)
  const { m } = sim.kernel
  const totals = new Map<number, number>()
  eachChange(m.journal.words, sim.markAt(step - 1).words, sim.markAt(step).words, (index, xor) => {
    if (totals.size < limit || totals.has(index)) totals.set(index, (totals.get(index) ?? 0) ^ xor)
  })
  const triples: number[] = []
  for (const [index, xor] of totals) {
    if (xor === 0) continue
    const after = m.words[index] as number
    triples.push(index, (after ^ xor) >>> 0, after)
  }
  return Uint32Array.from(triples)
}
