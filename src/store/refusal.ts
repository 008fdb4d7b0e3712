/** Why an action cannot work now, and what would have to come first: in parts for a page, in one line for a sentence. */
import type { Probe } from '../protocol/messages.ts'

export interface Refusal {
  /** The errno that the kernel would give, and what it means; without a stop. */
  readonly why: string
  /** Statements after which it would work; empty where none is known. */
  readonly way: readonly string[]
}

/** By probe, so that the same refusal is the same object. */
const told = new WeakMap<Probe, Refusal>()

/** Null where the action can work, or has not been tried yet. */
export function refusalOf(probe: Probe | undefined): Refusal | null {
  if (probe === undefined || probe.reason === null) return null
  const { outcome, reason, way } = probe
  // A call that would succeed and change nothing has no errno to give.
  const isSaid = outcome === 'ok' || reason.startsWith(outcome)
  const refusal = told.get(probe) ?? {
    why: (isSaid ? reason : `${outcome}: ${reason}`).replace(/\.$/, ''),
    way,
  }
  told.set(probe, refusal)
  return refusal
}

/** `nobody waits here; first: write A[0] = 1` */
export function refusalText({ why, way }: Refusal): string {
  return way.length === 0 ? why : `${why}; first: ${way.join(', ')}`
}
