/** Where the model may differ from a real kernel: each with its reason, counted and printed, not failed. */

import { OP_WAKE, rowAt } from '../../machine/trace.ts'
import { prepare } from '../../sim/run-text.ts'
import type { LineEnd, Simulation } from '../../sim/simulation.ts'
import type { Verdict } from './check.ts'

interface Known {
  readonly reason: string
  /** @param sim has run every line up to the one that differs, and that one */
  readonly explains: (sim: Simulation) => boolean
}

const KNOWN: readonly Known[] = [
  {
    reason: 'threads that one call woke ran at the same time: who came first is chance',
    explains: (sim) => sim.lines.some((end) => end.woken.length > 1 || wokenAtOnce(sim, end) > 1),
  },
  {
    reason:
      'a huge page that went to swap whole comes back whole, as long as the swap cache still has it',
    explains: ({ kernel, lines }) => {
      const has = (words: RegExp) => lines.some(({ line }) => words.test(line.text))
      const isHuge = has(/\badvise \S+ (hugepage|collapse)\b/)
      return kernel.b['swap-whole-huge'] && isHuge && has(/\badvise \S+ pageout\b/)
    },
  },
  {
    reason:
      'closed beside an unfinished fork, a userfaultfd lives on: the program counts its events to the next one',
    explains: ({ kernel }) => {
      const alive = [...kernel.m.all('uffd')].filter(({ released }) => !released)
      return alive.some(
        ({ mm, events }, i) =>
          events.length > 0 && alive.slice(i + 1).some((next) => next.mm === mm),
      )
    },
  },
]

function wokenAtOnce({ kernel }: Simulation, { first, last }: LineEnd): number {
  const woken = new Set<number>()
  for (let step = first; step < last; step++) {
    const row = rowAt(kernel.trace.rows, step)
    if (row.op === OP_WAKE) woken.add(row.a)
  }
  return woken.size
}

/** Why the model may differ here, or null: then it must not. */
export function knownReason({ text, disagreement }: Verdict, kernel: string): string | null {
  if (disagreement === null) return null
  const prepared = prepare(text, { kernel })
  if ('diagnostics' in prepared) return null
  for (const line of prepared.operations) {
    if (line.line <= disagreement.line) prepared.sim.run(line)
  }
  return KNOWN.find(({ explains }) => explains(prepared.sim))?.reason ?? null
}
