/**
 * Which patch did it? Given two kernels that part on a scenario: the smallest set of behaviours which, switched on the
 * first kernel, makes it do what the second does. By trying: the scenario runs again for every set that is tried.
 */
import type { BehaviourId, Behaviours } from '../../linux/profiles/behaviours.ts'
import { BEHAVIOUR_IDS } from '../../linux/profiles/behaviours.ts'
import type { KernelChoice } from '../kernel-choice.ts'
import type { StateRecord } from '../outcome.ts'
import { sameJson } from '../record-difference.ts'
import type { Comparison, Divergence } from './compare.ts'
import { differencesOf } from './differences.ts'
import { runKernel, withBehaviours } from './sides.ts'
import { takesSameWay } from './steps.ts'

export interface Explanation {
  /** Switching these on A gives what B does at the first divergence. Empty: nothing diverges. */
  readonly first: readonly BehaviourId[]
  /** Switching these on A gives what B does everywhere. */
  readonly all: readonly BehaviourId[]
  /** Of each divergence, by its position: the behaviours whose switch alone moves or removes it. */
  readonly each: readonly (readonly BehaviourId[])[]
  /** Whether no smaller set can be. */
  readonly isExact: boolean
  /** Runs of the scenario that it took. */
  readonly runs: number
}

/** Up to this many behaviours every set is tried, the small ones first. */
const MAX_EXACT = 12
/** Beyond this many runs, or steps in all of them, the search stops with the smallest set so far. */
const MAX_RUNS = 1000
const MAX_STEPS = 1_000_000

/** Behaviours that one of the kernels has and the other has not. */
export function behavioursBetween(a: Behaviours, b: Behaviours): BehaviourId[] {
  return BEHAVIOUR_IDS.filter((id) => a[id] !== b[id])
}

/** Explains a comparison of two kernels; null where a side is a recording. */
export function explain(comparison: Comparison): Explanation | null {
  const { a, b, first } = comparison
  if (a.side.is !== 'kernel' || b.side.is !== 'kernel') return null
  const trials = new Trials(comparison, a.side.choice, b.side.choice)
  if (first === null) return { first: [], all: [], each: [], isExact: true, runs: 0 }
  const candidates = behavioursBetween(a.side.choice.behaviours, b.side.choice.behaviours)
  const relevant = candidates.filter((id) => trials.matters(id))
  const upTo = first.statement
  const forFirst = smallest(candidates, relevant, (set) => trials.agrees(set, upTo, first.isState))
  const last = comparison.operations.length - 1
  const forAll = smallest(candidates, relevant, (set) => trials.agrees(set, last, first.isState))
  return {
    first: forFirst.set,
    all: forAll.set,
    each: comparison.divergences.map((d) => relevant.filter((id) => trials.moves(id, d))),
    isExact: forFirst.isExact && forAll.isExact && !trials.isSpent,
    runs: trials.runs,
  }
}

type Test = (set: readonly BehaviourId[]) => boolean

function smallest(
  candidates: readonly BehaviourId[],
  relevant: readonly BehaviourId[],
  test: Test,
): { readonly set: readonly BehaviourId[]; readonly isExact: boolean } {
  if (candidates.length <= MAX_EXACT) return { set: bySize(candidates, test), isExact: true }
  // What changes nothing by itself is left aside, as long as the rest explains it.
  const pool = relevant.length > 0 && test(relevant) ? relevant : candidates
  if (pool.length <= MAX_EXACT) return { set: bySize(pool, test), isExact: pool === candidates }
  return { set: minimised(halved(pool, test), test), isExact: false }
}

/** The first set that passes, by increasing size. The whole passes by construction. */
function bySize(pool: readonly BehaviourId[], test: Test): readonly BehaviourId[] {
  for (let size = 0; size < pool.length; size++) {
    const found = firstOfSize(pool, size, [], 0, test)
    if (found !== null) return found
  }
  return pool
}

function firstOfSize(
  pool: readonly BehaviourId[],
  size: number,
  chosen: readonly BehaviourId[],
  from: number,
  test: Test,
): readonly BehaviourId[] | null {
  if (chosen.length === size) return test(chosen) ? chosen : null
  for (let i = from; i <= pool.length - (size - chosen.length); i++) {
    const found = firstOfSize(pool, size, [...chosen, pool[i] as BehaviourId], i + 1, test)
    if (found !== null) return found
  }
  return null
}

/** Delta debugging (Zeller): ever finer parts are tried, alone and left out. */
function halved(pool: readonly BehaviourId[], test: Test): readonly BehaviourId[] {
  let set = pool
  let parts = 2
  while (set.length >= 2) {
    const size = Math.ceil(set.length / parts)
    const chunks = Array.from({ length: Math.ceil(set.length / size) }, (_, i) =>
      set.slice(i * size, (i + 1) * size),
    )
    const part = chunks.find((chunk) => test(chunk))
    const rest = chunks
      .map((chunk) => set.filter((id) => !chunk.includes(id)))
      .find((others) => others.length < set.length && test(others))
    if (part !== undefined) {
      set = part
      parts = 2
    } else if (rest !== undefined) {
      set = rest
      parts = Math.max(parts - 1, 2)
    } else if (parts < set.length) parts = Math.min(set.length, parts * 2)
    else break
  }
  return set
}

/** Without any one that is not needed. */
function minimised(set: readonly BehaviourId[], test: Test): readonly BehaviourId[] {
  let kept = set
  for (const id of set) {
    const without = kept.filter((one) => one !== id)
    if (test(without)) kept = without
  }
  return kept
}

/** Runs of the scenario with some behaviours of A switched to those of B, each set once. */
class Trials {
  runs = 0
  private steps = 0
  private readonly comparison: Comparison
  private readonly a: KernelChoice
  private readonly b: KernelChoice
  private readonly known = new Map<string, ReturnType<typeof runKernel> | null>()

  constructor(comparison: Comparison, a: KernelChoice, b: KernelChoice) {
    this.comparison = comparison
    this.a = a
    this.b = b
  }

  get isSpent(): boolean {
    return this.runs >= MAX_RUNS || this.steps >= MAX_STEPS
  }

  /** Does A, with these switched, do what B does up to a statement? A run ends where it does not. */
  agrees(set: readonly BehaviourId[], upTo: number, states: boolean): boolean {
    const { records, sim } = this.comparison.b
    const isAt = (record: StateRecord, i: number): boolean => isAlike(record, records[i])
    const trial = this.run(this.a, this.b, set, (record, i) => i < upTo && isAt(record, i))
    if (trial === null || trial.records.length <= upTo) return false
    if (!trial.records.slice(0, upTo + 1).every(isAt)) return false
    return states || sim === null || takesSameWay(trial.sim, sim, upTo)
  }

  /** Does its switch change anything, on either kernel? */
  matters(id: BehaviourId): boolean {
    return this.changesA(id) || this.changesB(id)
  }

  private changesA(id: BehaviourId): boolean {
    return this.changes(this.run(this.a, this.b, [id]), this.comparison.a)
  }

  private changesB(id: BehaviourId): boolean {
    return this.changes(this.run(this.b, this.a, [id]), this.comparison.b)
  }

  private changes(trial: ReturnType<typeof runKernel> | null, side: Comparison['a']): boolean {
    if (trial === null || side.sim === null) return true
    const { sim } = side
    return this.comparison.operations.some(
      (_, i) => !isAlike(trial.records[i], side.records[i]) || !takesSameWay(trial.sim, sim, i),
    )
  }

  /** Is a divergence gone, or another, once this one is switched on A, or on B? */
  moves(id: BehaviourId, divergence: Divergence): boolean {
    const { a, b } = this.comparison
    const onA = this.run(this.a, this.b, [id])
    const onB = this.run(this.b, this.a, [id])
    const { statement } = divergence
    if (!divergence.isState) {
      return [[onA, b.sim] as const, [onB, a.sim] as const].some(
        ([trial, sim]) => trial !== null && sim !== null && takesSameWay(trial.sim, sim, statement),
      )
    }
    const withA = differencesAt(onA?.records[statement], b.records[statement])
    const withB = differencesAt(a.records[statement], onB?.records[statement])
    return [withA, withB].some(
      (found) => found !== null && !found.some((one) => isSameOne(one, divergence)),
    )
  }

  /** A run that cannot be (a set that makes no sense may trip an assertion) is null. */
  private run(
    base: KernelChoice,
    other: KernelChoice,
    set: readonly BehaviourId[],
    goesOn?: (record: StateRecord, statement: number) => boolean,
  ): ReturnType<typeof runKernel> | null {
    const key = `${base === this.a ? 'a' : 'b'} ${set.join(' ')}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    if (this.isSpent) return null
    this.runs++
    // Those of one behaviour are asked for again, and for every statement.
    const isSingle = set.length <= 1
    const behaviours = { ...base.behaviours }
    for (const id of set) behaviours[id] = other.behaviours[id]
    const { source, options } = this.comparison
    let run: ReturnType<typeof runKernel> | null = null
    try {
      run = runKernel(
        source,
        withBehaviours(base, behaviours),
        options,
        isSingle ? undefined : goesOn,
      )
    } catch {
      run = null
    }
    this.steps += run?.sim.steps ?? 0
    if (isSingle) this.known.set(key, run)
    return run
  }
}

type MaybeRecord = StateRecord | null | undefined

function isAlike(a: MaybeRecord, b: MaybeRecord): boolean {
  return sameJson(a, b) || (a != null && b != null && differencesOf(a, b).length === 0)
}

function differencesAt(a: MaybeRecord, b: MaybeRecord) {
  return a == null || b == null ? null : differencesOf(a, b)
}

/** The same place and the same two sides. */
function isSameOne(one: ReturnType<typeof differencesOf>[number], other: Divergence): boolean {
  const isSame =
    one.kind === other.kind && one.actor === other.actor && one.a === other.a && one.b === other.b
  if (!isSame || one.place === null || other.place === null) return isSame
  const [p, q] = [one.place, other.place]
  return (
    p.process === q.process &&
    p.region === q.region &&
    p.first < q.first + q.count &&
    q.first < p.first + p.count
  )
}
