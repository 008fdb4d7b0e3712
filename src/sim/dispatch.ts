/** From a statement to the call it stands for. */
import type { Statement } from '../lang/ast.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { fileCall } from './calls/file.ts'
import { memoryCall } from './calls/memory.ts'
import { monitorCall } from './calls/monitor.ts'
import { processCall } from './calls/process.ts'
import type { Context } from './dispatch-context.ts'
import type { Call } from './scheduler.ts'

export function callOf(k: Kernel, statement: Statement, context: Context): Call {
  const { op } = statement
  switch (op.verb) {
    case 'file':
    case 'pwrite':
    case 'pread':
    case 'punch':
    case 'truncate':
      return fileCall(k, op)
    case 'thread':
    case 'fork':
    case 'exit':
      return processCall(k, op)
    case 'map':
    case 'unmap':
    case 'protect':
    case 'remap':
    case 'advise':
    case 'read':
    case 'write':
    case 'hold':
    case 'release':
      return memoryCall(k, op, context)
    default:
      return monitorCall(k, op)
  }
}
