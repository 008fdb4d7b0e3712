/** Finding the entry of a page in the tables of the presented step. */
import { PRESENT, PSE, pfnOf } from '../machine/entry.ts'
import { entryIn } from '../machine/mmu.ts'
import type { Level, Vpn } from '../machine/units.ts'
import { words } from './mirror.ts'
import type { Selection } from './state.ts'
import { app } from './store.ts'
import { select } from './view.ts'

/** The entry for a page at a level; null where the tables do not reach so far down. */
export function selectionAt(mm: number, vpn: Vpn, level: Level): Selection | null {
  const found = deepest(mm, vpn, level)
  return found?.level === level ? found : null
}

/** Selects the entry of a page, or the upper entry at which its walk ends. */
export function selectPage(mm: number, vpn: Vpn): void {
  select(deepest(mm, vpn, 1))
}

/** Walks down to `level`, or as far as there are tables. */
function deepest(mmId: number, vpn: Vpn, level: Level): Selection | null {
  const mm = app.getState().seen.view?.mms.find(({ id }) => id === mmId)
  if (mm === undefined) return null
  const memory = words()
  let table = mm.pgd
  for (let at: Level = 4; ; at = (at - 1) as Level) {
    const entry = entryIn(memory, table, vpn, at)
    const pte = { lo: memory[entry] ?? 0, hi: memory[entry + 1] ?? 0 }
    const isEnd = (pte.lo & PRESENT) === 0 || (pte.lo & PSE) !== 0
    if (at === level || isEnd) return { mm: mmId, vpn, level: at, entry }
    table = pfnOf(pte)
  }
}
