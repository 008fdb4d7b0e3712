/**
 * What holds at every moment at which all actors are idle or asleep, in every kernel: section 9 of the reference on
 * kernel semantics, as functions that list what does not. Where real releases break a rule, the exception is expressed
 * by the behaviour that mended it. Nothing here changes the machine.
 */
import type { Kernel } from '../linux/include/kernel.ts'
import { countViolations } from './invariants/counts.ts'
import { entryViolations } from './invariants/entry-rules.ts'
import { lockViolations, queueViolations, tlbViolations } from './invariants/rest-rules.ts'
import type { Snapshot } from './invariants/snapshot.ts'
import { takeSnapshot } from './invariants/snapshot.ts'
import type { Stale } from './invariants/stale.ts'
import type { Violation } from './invariants/violation.ts'

export type { RuleId, Violation } from './invariants/violation.ts'
export { RULE_NUMBERS } from './invariants/violation.ts'

/**
 * The rules that can be judged by the state alone.
 *
 * @param stale where uffd-wp was left behind earlier in the run; null: not known
 */
export function stateViolations(
  k: Kernel,
  stale: Stale | null = null,
  snapshot: Snapshot = takeSnapshot(k),
): Violation[] {
  return [
    ...entryViolations(k, snapshot, stale),
    ...countViolations(k, snapshot),
    ...tlbViolations(k),
    ...lockViolations(k, snapshot),
    ...queueViolations(k),
  ]
}
