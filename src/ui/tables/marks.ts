/**
 * Which entries are marked as just changed: those of the present step, and the last two that its statement set. What
 * an earlier step changed is remembered as it goes by; after a jump it is asked for.
 */
import { useSyncExternalStore } from 'react'
import type { Change, Run } from '../../scene/input.ts'
import { lastSetEntries, rowOf } from '../../scene/moment.ts'
import { ask } from '../../store/engine.ts'

type Life = readonly Change[]

/** By run: a new run makes all that is known about the one before worthless. */
const known = new WeakMap<Run, Map<number, Life>>()
const asked = new WeakMap<Run, Set<number>>()
const listeners = new Set<() => void>()
let version = 0

function livesOf(run: Run): Map<number, Life> {
  const lives = known.get(run) ?? new Map<number, Life>()
  known.set(run, lives)
  return lives
}

/** Asks for all changes of an entry in a run, once. */
export function learnLife(run: Run, entry: number): void {
  const pending = asked.get(run) ?? new Set<number>()
  asked.set(run, pending)
  if (pending.has(entry)) return
  pending.add(entry)
  ask('biography', { entry }).then(
    ({ changes }) => {
      livesOf(run).set(
        entry,
        changes.map((change) => ({ ...change, entry: entry as Change['entry'] })),
      )
      version++
      for (const listener of listeners) listener()
    },
    () => pending.delete(entry),
  )
}

/** The changes of an entry, or null while they are not known. */
export function lifeOf(run: Run, entry: number): Life | null {
  return livesOf(run).get(entry) ?? null
}

/** Rises whenever another life has become known. */
export function useLivesVersion(): number {
  return useSyncExternalStore(
    (changed) => {
      listeners.add(changed)
      return () => listeners.delete(changed)
    },
    () => version,
  )
}

/** The step's own changes, joined by the last ones of its statement, as far as they are known. */
export function marksOf(
  run: Run,
  step: number,
  own: ReadonlyMap<number, Change>,
): ReadonlyMap<number, Change> {
  const marks = new Map(own)
  const statement = rowOf(run, step)?.statement
  for (const entry of lastSetEntries(run, step)) {
    if (own.has(entry)) continue
    const life = lifeOf(run, entry)
    const change = life?.findLast((one) => one.step <= step)
    if (change !== undefined && rowOf(run, change.step)?.statement === statement) {
      marks.set(entry, change)
    }
  }
  return marks
}

/** Entries whose lives `marksOf` would need and does not have. */
export function unknownMarks(run: Run, step: number): readonly number[] {
  return lastSetEntries(run, step).filter((entry) => lifeOf(run, entry) === null)
}
