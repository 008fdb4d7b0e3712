/** Statements that run at the same time: somebody chooses, at every preemption point, who goes on. */
import type { Kernel } from '../linux/include/kernel.ts'
import type { ActorId } from '../machine/units.ts'
import type { Ends, Thread } from './scheduler.ts'
import { isEnabled, resume, startThread, wokenCall, wokenTasks } from './scheduler.ts'

/** At each turn the actor that goes on, or somebody who is asked; where neither names one that can, the first that can. */
export type Schedule =
  | readonly ActorId[]
  | { readonly choose: (turn: number, enabled: readonly ActorId[]) => ActorId }

/** Everything that can take a turn in a `||` statement. */
export interface Parallel {
  readonly threads: Thread[]
  readonly ends: Ends
}

/** Threads that were woken join in. */
export function admitWoken(k: Kernel, parallel: Parallel): void {
  for (const actor of wokenTasks(k)) {
    parallel.threads.push(startThread(k, actor, wokenCall(k, actor)))
  }
}

/** One turn of one thread; a thread that is over leaves. */
export function takeTurn(k: Kernel, parallel: Parallel, thread: Thread): void {
  if (resume(k, thread, parallel.ends)) {
    parallel.threads.splice(parallel.threads.indexOf(thread), 1)
  }
  admitWoken(k, parallel)
}

function wantedBy(
  schedule: Schedule,
  turn: number,
  enabled: readonly Thread[],
): ActorId | undefined {
  if (!('choose' in schedule)) return schedule[turn]
  if (enabled.length === 0) return undefined
  return schedule.choose(
    turn,
    enabled.map((thread) => thread.running.actor),
  )
}

/** Runs to the end by the schedule, or until every thread waits for a lock; without one each statement runs as far as it can, left to right. */
export function runParallel(
  k: Kernel,
  threads: readonly Thread[],
  ends: Ends,
  schedule: Schedule | null,
): void {
  const parallel: Parallel = { threads: [...threads], ends }
  k.alone = false
  for (let turn = 0; parallel.threads.length > 0; turn++) {
    const enabled = parallel.threads.filter((t) => isEnabled(k, t))
    const wanted = schedule === null ? undefined : wantedBy(schedule, turn, enabled)
    const chosen = enabled.find((t) => t.running.actor === wanted) ?? enabled[0]
    if (chosen === undefined) break
    takeTurn(k, parallel, chosen)
  }
  k.alone = true
}
