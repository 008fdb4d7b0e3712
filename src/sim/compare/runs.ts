/** Two lists of joined entries, cut at each other's borders: so that a million pages are compared as a few runs. */
import type { EntryRecord } from '../outcome.ts'

/** Consecutive pages for which both sides have one entry each, or none. */
export interface AlignedRun {
  readonly i: number
  readonly n: number
  readonly a: EntryRecord | null
  readonly b: EntryRecord | null
  /** Number of the first page on either side; -1: no page of its own (none, zero page, not present). */
  readonly pageA: number
  readonly pageB: number
}

/** Runs in which at least one side is not none, in order. Both lists are in order and do not overlap. */
export function alignRuns(a: readonly EntryRecord[], b: readonly EntryRecord[]): AlignedRun[] {
  const runs: AlignedRun[] = []
  let ia = 0
  let ib = 0
  let next = 0
  while (ia < a.length || ib < b.length) {
    const left = a[ia]
    const right = b[ib]
    const startA = left?.i ?? Number.POSITIVE_INFINITY
    const startB = right?.i ?? Number.POSITIVE_INFINITY
    const from = Math.max(next, Math.min(startA, startB))
    const inA = left !== undefined && startA <= from
    const inB = right !== undefined && startB <= from
    const endA = inA ? endOf(left) : startA
    const endB = inB ? endOf(right) : startB
    const to = Math.min(endA, endB)
    runs.push({
      i: from,
      n: to - from,
      a: inA ? left : null,
      b: inB ? right : null,
      pageA: inA ? pageNumber(left, from) : -1,
      pageB: inB ? pageNumber(right, from) : -1,
    })
    next = to
    if (left !== undefined && endOf(left) <= next) ia++
    if (right !== undefined && endOf(right) <= next) ib++
  }
  return runs
}

function endOf(entry: EntryRecord): number {
  return entry.i + (entry.n ?? 1)
}

function pageNumber(entry: EntryRecord, index: number): number {
  if (entry.page === undefined || entry.page === 'zero') return -1
  return Number(entry.page.slice(1)) + (index - entry.i)
}

/**
 * Says where the same pages are shared differently. Names of pages mean nothing across two records: only which entries
 * have the same page counts, among those that both sides have.
 */
export class PageMatch {
  private readonly toB = new Map<number, number>()
  private readonly toA = new Map<number, number>()

  /** Pages of a run, counted from its start, where the sides do not agree on the identity. */
  conflicts(run: AlignedRun): { readonly from: number; readonly n: number }[] {
    const found: { from: number; n: number }[] = []
    if (run.pageA === -1 || run.pageB === -1) return found
    for (let k = 0; k < run.n; k++) {
      if (this.fits(run.pageA + k, run.pageB + k)) continue
      const last = found[found.length - 1]
      if (last !== undefined && last.from + last.n === k) last.n++
      else found.push({ from: k, n: 1 })
    }
    return found
  }

  private fits(pageA: number, pageB: number): boolean {
    const knownB = this.toB.get(pageA)
    const knownA = this.toA.get(pageB)
    if (knownB === undefined && knownA === undefined) {
      this.toB.set(pageA, pageB)
      this.toA.set(pageB, pageA)
      return true
    }
    return knownB === pageB && knownA === pageA
  }
}
