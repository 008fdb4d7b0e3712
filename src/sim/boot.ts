/** The machine at step 0: two threads in an empty address space. */
import { assert } from '../base/assert.ts'
import type { CheckedActor } from '../lang/check.ts'
import { Kernel } from '../linux/include/kernel.ts'
import { createTask, mm_init } from '../linux/kernel/fork.ts'
import type { Behaviours } from '../linux/profiles/behaviours.ts'
import { Machine } from '../machine/machine.ts'
import type { MakeBuffer } from '../machine/phys.ts'
import { createTlbs } from '../machine/tlb.ts'
import { createTrace } from '../machine/trace.ts'

export function boot(
  makeBuffer: MakeBuffer,
  behaviours: Behaviours,
  cpus: number,
  actors: readonly CheckedActor[],
): Kernel {
  const m = new Machine(makeBuffer)
  const names = actors.map((actor) => actor.name)
  const k = new Kernel(m, behaviours, createTrace(), cpus, names)
  createTlbs(m, cpus)
  m.put('session', 0, { serve: false, uffd: 0, nextSeq: 1, files: [] })
  const mm = mm_init(k, 'main')
  assert(mm !== null, 'no memory for the first address space')
  createTask(k, 'main', mm.id)
  createTask(k, 'monitor', mm.id)
  m.settle()
  return k
}
