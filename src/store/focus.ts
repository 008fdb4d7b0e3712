/**
 * Which page the user is talking about, and what the scenario calls it: the selected one, else the one that the
 * present statement is about, else the first page of the first region.
 */
import { mmOfRow, rowAt, vpnOfRow } from '../machine/trace.ts'
import type { Vpn } from '../machine/units.ts'
import type { Run, View } from '../protocol/messages.ts'
import type { State } from './state.ts'

export interface Page {
  readonly mm: number
  readonly vpn: Vpn
}

/** A page as the scenario names it. */
export interface PageName {
  readonly region: string
  readonly index: number
}

/** Rows looked back over for a place; a statement about a million pages has more, but its last ones will do. */
const LOOK_BACK = 4096

export function focusedPage(state: State): Page | null {
  const { view } = state.seen
  const { run } = state.run
  const { selected } = state.view
  if (view === null || run === null) return null
  if (selected !== null) return { mm: selected.mm, vpn: selected.vpn }
  return placeOf(run, state.time.step, view) ?? firstPage(view)
}

/** The latest place that a row of the trace names, and that some region still has. */
function placeOf(run: Run, step: number, view: View): Page | null {
  const last = Math.max(0, step - LOOK_BACK)
  for (let index = Math.min(step, run.steps) - 1; index >= last; index--) {
    const row = rowAt(run.rows, index)
    const page = { mm: mmOfRow(row), vpn: vpnOfRow(row) }
    if (row.c !== 0 && pageName(view, page) !== null) return page
  }
  return null
}

function firstPage(view: View): Page | null {
  for (const mm of view.mms) {
    const region = mm.regions.find((one) => one.listed)
    if (mm.alive && region !== undefined) return { mm: mm.id, vpn: region.start }
  }
  return null
}

export function pageName(view: View, page: Page): PageName | null {
  const mm = view.mms.find((one) => one.id === page.mm)
  for (const { name, start, pages, listed } of mm?.regions ?? []) {
    if (listed && page.vpn >= start && page.vpn < start + pages) {
      return { region: name, index: page.vpn - start }
    }
  }
  return null
}

export function nameText(name: PageName): string {
  return `${name.region}[${name.index}]`
}

/** A byte address in groups of four digits: `0x1000 c0a0 7000`. */
export function addressText(vpn: Vpn): string {
  const digits = (BigInt(vpn) << 12n).toString(16).padStart(12, '0')
  return `0x${digits.slice(0, 4)} ${digits.slice(4, 8)} ${digits.slice(8)}`
}
