/** What may be wrong with a schedule, by name and in one sentence. */

export type Violation =
  | 'lost-write'
  | 'unreported-write'
  | 'stale-tlb'
  | 'share-count'
  | 'stuck'
  | 'deadlock'
  | 'lock-order'

/** In the order in which they are listed. */
export const VIOLATION_BITS: Readonly<Record<Violation, number>> = {
  'lost-write': 1,
  'unreported-write': 2,
  'stale-tlb': 4,
  'share-count': 8,
  stuck: 16,
  deadlock: 32,
  'lock-order': 64,
}

export const VIOLATION_SAY: Readonly<Record<Violation, string>> = {
  'lost-write': 'A store had completed, but the page was replaced by a copy made before it.',
  'unreported-write': 'A store to a protected page completed without a message to the monitor.',
  'stale-tlb': 'A CPU may still do through its TLB what the page table no longer allows.',
  'share-count': 'A page is mapped more or less often than its counts say.',
  stuck:
    'A thread sleeps, its message has been read, and its page is registered no more: no answer reaches it.',
  deadlock: 'Threads wait for each other’s locks for ever.',
  'lock-order': 'A lock was taken while holding one that must be taken after it.',
}

export const VIOLATIONS = Object.keys(VIOLATION_BITS) as readonly Violation[]

/** Names of the bits that are set. */
export function violationsIn(bits: number): Violation[] {
  return VIOLATIONS.filter((name) => (bits & VIOLATION_BITS[name]) !== 0)
}
