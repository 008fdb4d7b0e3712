/** The word somebody probably meant. */

/** Longer words are not compared: nobody mistypes them, and the cost grows with the square of the length. */
const LONGEST = 40

/**
 * The least number of insertions, deletions, replacements and swaps of neighbours that make `b` of `a`, or `limit + 1`
 * once it is certain to exceed `limit`.
 */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1)
      let cost = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + (same ? 0 : 1),
      )
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1)
      if (swapped) cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1)
      row.push(cost)
      if (cost < least) least = cost
    }
    // A swap reaches back two rows, hence the one edit of slack.
    if (least > limit + 1) return limit + 1
    beforeLast = last
    last = row
  }
  return Math.min(last[b.length] ?? 0, limit + 1)
}

/**
 * The word of `known` that `word` is closest to, or null if none is close: a third of the letters may be wrong, and
 * always one. The first of several equally close words wins. Upper and lower case count as the same letter.
 */
export function nearestWord(word: string, known: Iterable<string>): string | null {
  if (word.length === 0 || word.length > LONGEST) return null
  const wanted = word.toLowerCase()
  let best: string | null = null
  let limit = Math.max(1, Math.floor(word.length / 3))
  for (const candidate of known) {
    if (limit < 0) break
    if (candidate.length > LONGEST) continue
    const distance = editDistance(wanted, candidate.toLowerCase(), limit)
    // As many edits as letters: the two have nothing in common (`x` and `wp`, `A` and `B`).
    if (distance > limit || distance >= Math.max(word.length, candidate.length)) continue
    best = candidate
    limit = distance - 1
  }
  return best
}
