/** Call trees of a model and of a real kernel, made comparable. */
import type { CallRecord } from '../calls.ts'
import { UNMODELLED_CALLS } from './unmodelled-calls.ts'

/** A call with its depth among the calls that are compared. */
export interface ComparedCall {
  readonly depth: number
  readonly fn: string
}

interface Open {
  readonly depth: number
  readonly fn: string
  /** Is it compared itself, and are its callees? */
  readonly isCompared: boolean
  readonly callees: boolean
}

/**
 * The calls of one actor that can be compared: those in `traceable` that are not left out, with their depth counted
 * among themselves. Functions that a kernel's compiler inlined are not in its `traceable` and so play no part.
 */
export function comparedCalls(
  calls: readonly CallRecord[],
  actor: string,
  traceable: ReadonlySet<string>,
): ComparedCall[] {
  const compared: ComparedCall[] = []
  const stack: Open[] = []
  for (const [who, depth, fn] of calls) {
    if (who !== actor) continue
    while ((stack[stack.length - 1]?.depth ?? -1) >= depth) stack.pop()
    const isHidden = stack.some((open) => !open.callees)
    const rule = UNMODELLED_CALLS.find(
      (one) =>
        one.fn === fn && (one.under === undefined || stack.some((open) => open.fn === one.under)),
    )
    const isCompared = !isHidden && rule === undefined && traceable.has(fn)
    if (isCompared) compared.push({ depth: stack.filter((open) => open.isCompared).length, fn })
    stack.push({ depth, fn, isCompared, callees: !isHidden && rule?.leaveOut !== 'with callees' })
  }
  return compared
}

/** The first place where two lists of calls part; null where they are alike. */
export function firstCallDifference(
  a: readonly ComparedCall[],
  b: readonly ComparedCall[],
): {
  readonly at: number
  readonly a: ComparedCall | null
  readonly b: ComparedCall | null
} | null {
  for (let at = 0; at < Math.max(a.length, b.length); at++) {
    const left = a[at] ?? null
    const right = b[at] ?? null
    if (left?.fn !== right?.fn || left?.depth !== right?.depth) return { at, a: left, b: right }
  }
  return null
}
