/** What is special where one side is a recording: does it fit the text, and were its calls those of the model? */
import type { OperationLine } from '../../lang/ast.ts'
import { quote } from '../../lang/diagnostics.ts'
import { callTree } from '../calls.ts'
import type { StateRecord } from '../outcome.ts'
import { comparedCalls, firstCallDifference } from './call-trees.ts'
import type { Difference } from './differences.ts'
import { CallFilter, withoutOwnCalls } from './recorded-calls.ts'
import type { Recording } from './recording.ts'
import type { RunSide } from './sides.ts'

/** Is this the recording of these statements? It may stop before their end. */
export function recordingFits(
  recording: Recording,
  operations: readonly OperationLine[],
): { readonly line: number; readonly found: string; readonly expected: string } | null {
  for (const [i, record] of recording.records.entries()) {
    const operation = operations[i]
    if (operation === undefined) {
      return { line: i + 1, found: quote(record.text), expected: 'no more statements' }
    }
    if (plain(record.text) !== plain(operation.text)) {
      return { line: i + 1, found: quote(record.text), expected: quote(operation.text) }
    }
  }
  return null
}

function plain(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

/** The first call in which a model and a recording with calls differ in a statement. */
export function recordedCallDifference(
  a: RunSide,
  b: RunSide,
  statement: number,
): Difference | null {
  const [model, recorded] = a.sim === null ? [b, a] : [a, b]
  if (model.sim === null || recorded.side.is !== 'recording') return null
  if (!recorded.side.recording.sees.calls) return null
  const { records } = recorded.side.recording
  const record = records[statement]
  const end = model.sim.lines[statement]
  if (record === undefined || end === undefined) return null
  const ours = callTree(model.sim, end)
  const theirs = record.calls ?? []
  const traceable = tracedIn(records)
  const actors = new Set([...theirs, ...ours].map(([actor]) => actor))
  for (const actor of comparableAt(records, statement, actors)) {
    const left = comparedCalls(ours, actor, traceable)
    const right = withoutOwnCalls(comparedCalls(theirs, actor, traceable), record, actor)
    const found = firstCallDifference(left, right)
    if (found === null) continue
    const words = (call: { readonly fn: string } | null): string => call?.fn ?? 'nothing more'
    const [x, y] = [words(found.a), words(found.b)]
    const isModelFirst = model === a
    const sides = isModelFirst ? { a: x, b: y } : { a: y, b: x }
    return { kind: 'call', place: null, actor, ...sides, bits: [] }
  }
  return null
}

/** Functions that the recording shows anywhere: the others may not have been traced. */
function tracedIn(records: readonly StateRecord[]): Set<string> {
  return new Set(records.flatMap((record) => (record.calls ?? []).map(([, , fn]) => fn)))
}

function comparableAt(
  records: readonly StateRecord[],
  statement: number,
  actors: ReadonlySet<string>,
): string[] {
  const filter = new CallFilter()
  let found: string[] = []
  for (const record of records.slice(0, statement + 1)) {
    const all = new Set([...actors, ...(record.calls ?? []).map(([actor]) => actor)])
    found = filter.comparable(record, all)
  }
  return found.filter((actor) => actors.has(actor))
}
