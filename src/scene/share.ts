/** Structural sharing: what is equal in two scenes becomes the same object, so that a memoised component rests. */

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shareList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let isSame = before.length === after.length
  const next = after.map((value, i) => {
    const kept = share(before[i], value)
    if (kept !== before[i]) isSame = false
    return kept
  })
  return isSame ? before : next
}

function shareRecord(
  before: Record<string, unknown>,
  after: Record<string, unknown>,
): Record<string, unknown> {
  const keys = Object.keys(after)
  let isSame = keys.length === Object.keys(before).length
  const next: Record<string, unknown> = {}
  for (const key of keys) {
    next[key] = share(before[key], after[key])
    if (next[key] !== before[key]) isSame = false
  }
  return isSame ? before : next
}

/** `after`, with every part that equals its counterpart in `before` replaced by it. Plain JSON only. */
export function share<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after
  if (Array.isArray(before) && Array.isArray(after)) return shareList(before, after) as T
  if (isPlain(before) && isPlain(after)) return shareRecord(before, after) as T
  return after
}
