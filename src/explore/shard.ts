/**
 * A part of an exploration. All schedules are followed a few steps, the same few in every part; the states in which they
 * then are fall to the parts in turn, with the number of schedules that lead there. A part follows its own to the end.
 */
import { digestOf, digestOfText, digestText, NO_DIGEST } from './digest.ts'
import type { Exploration } from './exploration.ts'
import type { Digest } from './memo.ts'
import type { Search } from './search.ts'
import { INNER } from './search.ts'

/** Beginnings for each part, so that the parts are about as large. */
const BEGINNINGS = 16
const DEEPEST = 40

export class Shard {
  /** Schedules that begin in each state, for the counting. */
  readonly weights = new Map<number, bigint>()
  readonly index: number
  readonly of: number

  constructor(search: Search, which: { readonly index: number; readonly of: number }) {
    this.index = which.index
    this.of = which.of
    let layer = new Map<number, bigint>([[0, 1n]])
    for (let depth = 0; depth < DEEPEST && layer.size < BEGINNINGS * this.of; depth++) {
      const next = new Map<number, bigint>()
      for (const [state, ways] of layer) {
        search.expandNow(state)
        if (search.kind[state] !== INNER) this.endsEarly(state, ways)
        for (const target of search.targetsOf(state)) {
          next.set(target, (next.get(target) ?? 0n) + ways)
        }
      }
      if (next.size === 0) {
        layer = next
        break
      }
      layer = next
    }
    const size = Math.ceil(layer.size / this.of)
    const own: number[] = []
    for (const [i, [state, ways]] of [...layer].entries()) {
      if (Math.floor(i / size) !== this.index - 1) continue
      own.push(state)
      this.weights.set(state, (this.weights.get(state) ?? 0n) + ways)
    }
    search.onlyFrom(own)
  }

  private endsEarly(state: number, ways: bigint): void {
    if (this.index === 1) this.weights.set(state, (this.weights.get(state) ?? 0n) + ways)
  }
}

/** Digests of all states that were looked at, each with the number of its steps, sorted. */
export function digestsOf(exploration: Exploration): string {
  const { search } = exploration
  const inWords = new Map<string, Digest>()
  const rows: string[] = []
  for (let state = 0; state < search.states.count; state++) {
    if (!search.isLookedAt(state)) continue
    const digest = digestOfState(exploration, state, inWords)
    const steps = search.kind[state] === INNER ? (search.edgeCount[state] as number) : 0
    rows.push(digestText(digest) + steps.toString(16).padStart(2, '0'))
  }
  return rows.sort().join('')
}

/** Words are taken together by sum: their order is that in which they were found. */
function digestOfState(
  exploration: Exploration,
  state: number,
  known: Map<string, Digest>,
): Digest {
  const { search, slots } = exploration
  search.load(state)
  const sum = [0, 0, 0, 0]
  const add = (digest: Digest): void => {
    for (let i = 0; i < 4; i++) sum[i] = ((sum[i] as number) + (digest[i] as number)) | 0
  }
  for (let actor = 0; actor < search.actors; actor++) {
    add(digestOf(search.contOf(state, actor).digest, [actor]))
  }
  add(digestOf(NO_DIGEST, [-1, search.schedulerOf(state)]))
  for (let slot = 0; slot < slots.count; slot++) {
    const value = slots.now[slot] as number
    if (value === slots.base[slot]) continue
    const key = `${slot} ${value}`
    let digest = known.get(key)
    if (digest === undefined) {
      digest = digestOfSlot(exploration, slot, value)
      known.set(key, digest)
    }
    add(digest)
  }
  return sum as unknown as Digest
}

function digestOfSlot(exploration: Exploration, slot: number, value: number): Digest {
  const { slots } = exploration
  const of = slots.list[slot]
  if (of?.is === 'word') return digestOf(NO_DIGEST, [1, of.index, value])
  if (of?.is === 'ghost') return digestOf(digestOfText(NO_DIGEST, of.name), [value])
  const text = JSON.stringify(slots.records.at(value)) ?? 'none'
  const place = of?.is === 'record' ? `${of.kind} ${of.id}` : ''
  return digestOfText(digestOfText(NO_DIGEST, place), text)
}
