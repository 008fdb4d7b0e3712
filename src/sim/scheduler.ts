/**
 * Who runs next. A statement runs until every actor is idle or asleep: its own call first, then those it woke, in the
 * order in which they were woken, then the serving monitor, and so on until nothing moves.
 */
import { assert, fail } from '../base/assert.ts'
import { retryAccess } from '../linux/arch/x86/mm/fault.ts'
import type { Ret } from '../linux/include/errno.ts'
import type { Kernel, Kfn, Running } from '../linux/include/kernel.ts'
import { newRunning } from '../linux/include/kernel.ts'
import { MO } from '../linux/include/sites.ts'
import { createTask } from '../linux/kernel/fork.ts'
import { holdPage } from '../linux/mm/gup-hold.ts'
import { do_madvise } from '../linux/mm/madvise.ts'
import { userfaultfd_unmap_complete } from '../linux/mm/munmap.ts'
import type { Task, TaskState, UnmappedArea, Word64 } from '../machine/records.ts'
import { OP_BEGIN, OP_END } from '../machine/trace.ts'
import type { ActorId } from '../machine/units.ts'
import type { Outcome, PolledMessage, ScanRange } from './outcome.ts'

/** How a call ended; null: its thread sleeps on the userfaultfd. */
export interface CallEnd {
  readonly outcome: Outcome
  readonly value?: Word64 | 'eof'
  readonly message?: PolledMessage
  readonly ranges?: readonly ScanRange[]
}
export type Call = Kfn<CallEnd | null>

/** A call under way on a CPU. */
export interface Thread {
  readonly running: Running
  readonly call: Call
}

/** Ends of the calls that finished, by actor, in the order in which they finished. */
export type Ends = Map<ActorId, CallEnd>

const RUNNING: TaskState = { is: 'running' }
const IDLE: TaskState = { is: 'idle' }
const NOTHING: Running['waitsOn'] = []

export function startThread(k: Kernel, actor: ActorId, call: Call): Thread {
  const { cpu } = k.m.rec('task', actor)
  k.setTaskState(actor, RUNNING)
  return { running: newRunning(actor, cpu), call }
}

/** Can it go on, or is the lock taken that it needs next? */
export function isEnabled(k: Kernel, thread: Thread): boolean {
  return thread.running.waitsOn.every((o) => ((k.m.words[o.word] as number) & o.mask) === 0)
}

/** Resumes a thread once, to its next preemption point; true when its call is over. */
export function resume(k: Kernel, thread: Thread, ends: Ends): boolean {
  k.running = thread.running
  thread.running.waitsFor = null
  thread.running.waitsOn = NOTHING
  thread.running.memory = null
  const next = thread.call.next()
  if (next.done !== true) {
    thread.running.point = next.value
    return false
  }
  const { actor } = thread.running
  assert(thread.running.stack.length === 0, 'a call ended inside a function')
  if (next.value !== null) {
    if (k.m.rec('task', actor).state.is === 'running') k.setTaskState(actor, IDLE)
    ends.set(actor, next.value)
    k.step(OP_END, MO.statement_ends, 0)
  }
  return true
}

/** Runs one thread to its end; nothing else runs, so it may never have to wait for a lock. */
export function runAlone(k: Kernel, thread: Thread, ends: Ends): void {
  while (!resume(k, thread, ends)) {
    if (!isEnabled(k, thread)) fail(`deadlock on ${thread.running.waitsFor ?? ''}`)
  }
}

/** The call with which a woken thread goes on. */
export function wokenCall(k: Kernel, actor: ActorId): Call {
  const { state } = k.m.rec('task', actor)
  assert(state.is === 'woken', 'resumed a thread that was not woken')
  const { resume: how } = state
  switch (how.does) {
    case 'retry-access':
      return accessCall(retryAccess(k, how.vpn, how.value))
    case 'redo-hold':
      return plainCall(holdPage(k, how.vpn, true))
    case 'redo-advise':
      return plainCall(do_madvise(k, how.start, how.end, how.advice, how.resumed))
    case 'fork-done':
      return forkDone(k, how.child, how.name)
    case 'return':
      return returns()
    case 'tell-unmapped':
      return tellUnmapped(k, how.rest)
  }
}

export function* accessCall(access: ReturnType<typeof retryAccess>): Call {
  const end = yield* access
  if (end.is === 'sleeping') return null
  if (end.is === 'killed') return { outcome: end.signal }
  return end.value === null ? { outcome: 'ok' } : { outcome: 'ok', value: end.value }
}

/** A call that ends with 0 or an errno, or sleeps. */
export function* plainCall(call: Kfn<Ret | 'sleeping'>): Call {
  const end = yield* call
  if (end === 'sleeping') return null
  return { outcome: end === 0 ? 'ok' : end }
}

// biome-ignore lint/correctness/useYield: a call is a generator, even one that nobody can interrupt
function* forkDone(k: Kernel, child: number, name: string): Call {
  createTask(k, name, child)
  return { outcome: 'ok' }
}

// biome-ignore lint/correctness/useYield: a call is a generator, even one that nobody can interrupt
function* returns(): Call {
  return { outcome: 'ok' }
}

// biome-ignore lint/correctness/useYield: a call is a generator, even one that nobody can interrupt
function* tellUnmapped(k: Kernel, rest: readonly UnmappedArea[]): Call {
  return userfaultfd_unmap_complete(k, rest) === 'sleeping' ? null : { outcome: 'ok' }
}

/** Those who were woken and have not run yet, in the order of their wakes. */
export function wokenTasks(k: Kernel): readonly ActorId[] {
  let woken = NO_TASKS
  for (const task of k.m.all('task')) if (task.state.is === 'woken') woken = [...woken, task]
  return woken.length === 0 ? NOBODY : inOrderOfWakes(woken)
}

const NOBODY: readonly ActorId[] = []
const NO_TASKS: readonly Task[] = []

function inOrderOfWakes(tasks: readonly Task[]): ActorId[] {
  const order = ({ state }: Task): number => (state.is === 'woken' ? state.order : 0)
  return [...tasks].sort((a, b) => order(a) - order(b)).map((task) => task.id)
}

/** Runs everybody who was woken, and whoever they wake, until nobody is left. */
export function runWoken(k: Kernel, ends: Ends): void {
  for (let next = wokenTasks(k)[0]; next !== undefined; next = wokenTasks(k)[0]) {
    const call = wokenCall(k, next)
    const thread = startThread(k, next, call)
    k.running = thread.running
    k.step(OP_BEGIN, MO.statement_begins, 1)
    runAlone(k, thread, ends)
  }
}
