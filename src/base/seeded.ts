/** Numbers that look random and are the same for the same seed, everywhere and always. Not for secrets. */

export interface Seeded {
  /** A whole number from 0 to `below` - 1. */
  readonly below: (below: number) => number
  readonly pick: <T>(from: readonly T[]) => T
}

/** FNV-1a, over the code units of the seed. */
function hash(seed: string): number {
  let state = 0x811c9dc5
  for (let at = 0; at < seed.length; at++) {
    state = Math.imul(state ^ seed.charCodeAt(at), 0x01000193) >>> 0
  }
  return state
}

/** A generator of its own for each seed: a Weyl sequence, mixed as SplitMix does with 32 bits. */
export function seeded(seed: string): Seeded {
  let state = hash(seed)
  const next = (): number => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  const below = (limit: number): number => Math.floor((next() / 2 ** 32) * limit)
  return { below, pick: (from) => from[below(from.length)] as (typeof from)[number] }
}
