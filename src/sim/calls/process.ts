/** Statements about threads and processes. */
import type { Op } from '../../lang/ast.ts'
import { openUffdOf, userfaultfd_release } from '../../linux/fs/userfaultfd/ioctl.ts'
import type { Kernel } from '../../linux/include/kernel.ts'
import { copy_process, createTask, exit_mmap } from '../../linux/kernel/fork.ts'
import { folio_put } from '../../linux/mm/page_alloc.ts'
import type { Call } from '../scheduler.ts'

type ProcessOp = Extract<Op, { verb: 'thread' | 'fork' | 'exit' }>

export function* processCall(k: Kernel, op: ProcessOp): Call {
  switch (op.verb) {
    case 'thread':
      createTask(k, op.name, k.current().mm)
      return { outcome: 'ok' }
    case 'fork': {
      const end = yield* copy_process(k, op.name)
      if (end === 'sleeping') return null
      return { outcome: end === 0 ? 'ok' : end }
    }
    case 'exit':
      return yield* exit(k, op.name)
  }
}

function* exit(k: Kernel, name: string): Call {
  const task = k.m.all('task').find((t) => t.name === name && t.state.is !== 'gone')
  if (task === undefined) return { outcome: 'ESRCH' }
  if (task.state.is === 'sleeping') return { outcome: 'EBLOCKED' }
  const ctx = openUffdOf(k, task.mm)
  if (ctx !== null) yield* userfaultfd_release(k, ctx)
  for (const other of k.m.all('task')) {
    if (other.mm !== task.mm) continue
    for (const { pfn } of other.held) folio_put(k, pfn)
    k.m.put('task', other.id, { ...other, state: { is: 'gone' }, held: [] })
  }
  yield* exit_mmap(k, task.mm)
  return { outcome: 'ok' }
}
