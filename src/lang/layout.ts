/** Where regions lie: a rule of the language, so that a text means the same addresses everywhere. */

/** The address of region 0. */
const FIRST_REGION = 0x1000_0000_0000n

const GIB = 1n << 30n
const PAGES_PER_GIB = 2 ** 18

/** What decides about a place: one for each `map` statement, in the order of the text. */
export interface Sized {
  readonly pages: number
  /** The address after `at`, or null. */
  readonly at: bigint | null
}

/**
 * Gives the start of one region after the other. Region k lies at `FIRST_REGION + k` GiB unless `at` says otherwise; a
 * region of more than 1 GiB takes as many gigabytes as it needs and pushes the later ones up. Every `map` statement
 * counts, also one with `at`, one that fails, and one that never runs.
 */
export function regionPlacer(): (region: Sized) => bigint {
  let gibs = 0n
  return ({ pages, at }) => {
    const start = at ?? FIRST_REGION + gibs * GIB
    gibs += BigInt(Math.max(1, Math.ceil(pages / PAGES_PER_GIB)))
    return start
  }
}
