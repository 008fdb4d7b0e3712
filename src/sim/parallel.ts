/** Statements that run at the same time: somebody chooses, at every preemption point, who goes on. */
import type { Kernel } from '../linux/include/kernel.ts'
import type { ActorId } from '../machine/units.ts'
import type { Ends, Thread } from './scheduler.ts'
import { isEnabled, resume, startThread, wokenCall, wokenTasks } from './scheduler.ts'
import { serveCall, serverNow } from './serve.ts'

/** At each turn the actor that goes on, or somebody who is asked; where neither names one that can, the first that can. */
export type Schedule =
  | readonly ActorId[]
  | { readonly choose: (turn: number, enabled: readonly ActorId[]) => ActorId }

/** Everything that can take a turn in a `||` statement. */
export interface Parallel {
  readonly threads: Thread[]
  readonly ends: Ends
  /** The monitor, while it serves: the end of that is nobody's statement's. */
  serving: Thread | null
}

/** Threads that were woken join in. */
export function admitWoken(k: Kernel, parallel: Parallel): void {
  for (const actor of wokenTasks(k)) {
    parallel.threads.push(startThread(k, actor, wokenCall(k, actor)))
  }
}

/** One turn of one thread; a thread that is over leaves. */
export function takeTurn(k: Kernel, parallel: Parallel, thread: Thread): void {
  const isServing = thread === parallel.serving
  if (resume(k, thread, isServing ? new Map() : parallel.ends)) {
    parallel.threads.splice(parallel.threads.indexOf(thread), 1)
    if (isServing) parallel.serving = null
  }
  admitWoken(k, parallel)
}

function wantedBy(
  schedule: Schedule,
  turn: number,
  enabled: readonly ActorId[],
): ActorId | undefined {
  if (!('choose' in schedule)) return schedule[turn]
  return enabled.length === 0 ? undefined : schedule.choose(turn, enabled)
}

/** Runs to the end by the schedule, or until every thread waits for a lock; without one each statement runs as far as it can, left to right. */
export function runParallel(
  k: Kernel,
  threads: readonly Thread[],
  ends: Ends,
  schedule: Schedule | null,
): void {
  const parallel: Parallel = { threads: [...threads], ends, serving: null }
  const since = k.m.rec('session', 0).nextSeq
  k.alone = false
  for (let turn = 0; ; turn++) {
    const enabled = parallel.threads.filter((t) => isEnabled(k, t))
    const server = serverNow(k, since)
    const actors = enabled.map((thread) => thread.running.actor)
    if (server !== null) actors.push(server)
    const wanted = schedule === null ? undefined : wantedBy(schedule, turn, actors)
    const actor = actors.find((one) => one === wanted) ?? actors[0]
    if (actor === undefined) break
    const chosen = enabled.find((t) => t.running.actor === actor)
    takeTurn(k, parallel, chosen ?? startServing(k, parallel, actor))
  }
  k.alone = true
}

function startServing(k: Kernel, parallel: Parallel, monitor: ActorId): Thread {
  const thread = startThread(k, monitor, serveCall(k, monitor))
  parallel.threads.push(thread)
  parallel.serving = thread
  return thread
}
