/** From a statement to the call it stands for. */
import type { Op, Statement } from '../lang/ast.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import type { FileOp } from './calls/file.ts'
import { fileCall } from './calls/file.ts'
import type { MemoryOp } from './calls/memory.ts'
import { memoryCall } from './calls/memory.ts'
import { monitorCall } from './calls/monitor.ts'
import type { ProcessOp } from './calls/process.ts'
import { processCall } from './calls/process.ts'
import type { Context } from './dispatch-context.ts'
import type { Call } from './scheduler.ts'

export function callOf(k: Kernel, statement: Statement, context: Context): Call {
  const { op } = statement
  if (isFile(op)) return fileCall(k, op)
  if (isProcess(op)) return processCall(k, op)
  if (isMemory(op)) return memoryCall(k, op, context)
  return monitorCall(k, op)
}

const FILE: ReadonlySet<string> = new Set(['file', 'pwrite', 'pread', 'punch', 'truncate'])
const PROCESS: ReadonlySet<string> = new Set(['thread', 'fork', 'exit'])
const MEMORY: ReadonlySet<string> = new Set([
  'map',
  'unmap',
  'protect',
  'remap',
  'advise',
  'read',
  'write',
  'hold',
  'release',
])

function isFile(op: Op): op is FileOp {
  return FILE.has(op.verb)
}

function isProcess(op: Op): op is ProcessOp {
  return PROCESS.has(op.verb)
}

function isMemory(op: Op): op is MemoryOp {
  return MEMORY.has(op.verb)
}
