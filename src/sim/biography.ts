/** The life of one entry: every step that changed it. */
import { changeOf } from '../machine/journal.ts'
import type { Simulation } from './simulation.ts'

export interface EntryChange {
  readonly step: number
  readonly before: { readonly lo: number; readonly hi: number }
  readonly after: { readonly lo: number; readonly hi: number }
}

/** All changes of the entry at word `entry`, oldest first. The machine may stand anywhere. */
export function biographyOf(sim: Simulation, entry: number): EntryChange[] {
  const { m, trace } = sim.kernel
  const found: EntryChange[] = []
  let hi = m.words[entry + 1] as number
  let lo = m.words[entry] as number
  const { words } = m.journal
  const here = m.at.words
  const start = sim.markAt(0).words
  lo = (lo ^ changeOf(words, Math.min(start, here), Math.max(start, here), entry)) >>> 0
  hi = (hi ^ changeOf(words, Math.min(start, here), Math.max(start, here), entry + 1)) >>> 0
  for (let step = 1; step <= trace.length; step++) {
    const from = sim.markAt(step - 1).words
    const to = sim.markAt(step).words
    if (from === to) continue
    const xorLo = changeOf(words, from, to, entry)
    const xorHi = changeOf(words, from, to, entry + 1)
    if (xorLo === 0 && xorHi === 0) continue
    const before = { lo, hi }
    lo = (lo ^ xorLo) >>> 0
    hi = (hi ^ xorHi) >>> 0
    found.push({ step, before, after: { lo, hi } })
  }
  return found
}
