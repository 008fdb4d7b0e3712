/** What the command palette finds: steps by function or name, commands, addresses. Pure. */

import { titleOfRow } from '../machine/row-title.ts'
import { rowAt } from '../machine/trace.ts'
import type { Command } from './commands.ts'
import { COMMANDS } from './commands.ts'
import { addressText } from './focus.ts'
import type { State } from './state.ts'

export type Found =
  | {
      readonly kind: 'step'
      readonly id: string
      readonly title: string
      readonly side: string
      readonly step: number
    }
  | {
      readonly kind: 'command'
      readonly id: string
      readonly title: string
      readonly command: Command
    }
  | {
      readonly kind: 'page'
      readonly id: string
      readonly title: string
      readonly side: string
      readonly mm: number
      readonly vpn: number
    }

export interface FoundGroups {
  readonly steps: readonly Found[]
  readonly commands: readonly Found[]
  readonly pages: readonly Found[]
}

const SHOWN = 6
/** Every function of a run appears long before this. */
const SEARCHED_STEPS = 200_000

/** Where the letters of the query stand in a text, in order; null where they do not. Contiguous hits come first. */
export function matchOf(text: string, query: string): readonly number[] | null {
  const haystack = text.toLowerCase()
  const needle = query.toLowerCase().trim()
  if (needle === '') return []
  const at = haystack.indexOf(needle)
  if (at >= 0) return Array.from(needle, (_, index) => at + index)
  const places: number[] = []
  let from = 0
  for (const letter of needle.replaceAll(/\s+/g, '')) {
    const place = haystack.indexOf(letter, from)
    if (place < 0) return null
    places.push(place)
    from = place + 1
  }
  return places
}

/** Less is better: contiguous before scattered, early before late. */
function rank(text: string, query: string): number {
  const places = matchOf(text, query)
  if (places === null) return Infinity
  const first = places[0] ?? 0
  const spread = (places.at(-1) ?? 0) - first - Math.max(0, places.length - 1)
  return spread * 100 + first
}

function best<T>(all: readonly T[], textOf: (one: T) => string, query: string, shown: number): T[] {
  return all
    .map((one) => ({ one, rank: rank(textOf(one), query) }))
    .filter((ranked) => ranked.rank < Infinity)
    .sort((a, b) => a.rank - b.rank)
    .slice(0, shown)
    .map((ranked) => ranked.one)
}

export function find(state: State, query: string): FoundGroups {
  return {
    steps: query.trim() === '' ? [] : findSteps(state, query),
    commands: findCommands(state, query),
    pages: findPages(state, query),
  }
}

function findCommands(state: State, query: string): Found[] {
  const enabled = COMMANDS.filter(
    (command) => command.id !== 'find.palette' && command.enabled(state),
  )
  const shown = query.trim() === '' ? 8 : SHOWN
  return best(enabled, (command) => command.title, query, shown).map((command) => ({
    kind: 'command',
    id: command.id,
    title: command.title,
    command,
  }))
}

/** The first step in each function, and each kind of moment, that the run has. */
function findSteps(state: State, query: string): Found[] {
  const { run } = state.run
  if (run === null) return []
  const number = /^(?:step\s*)?(\d{1,9})$/.exec(query.trim())
  if (number !== null && Number(number[1]) <= run.steps) {
    const step = Number(number[1])
    return [
      { kind: 'step', id: `step-${step}`, title: `Step ${step}`, side: `of ${run.steps}`, step },
    ]
  }
  const sites = state.hello?.sites ?? []
  const seen = new Map<string, Found>()
  for (let index = 0; index < Math.min(run.steps, SEARCHED_STEPS); index++) {
    const row = rowAt(run.rows, index)
    const fn = sites[row.fn]?.fn ?? ''
    const side = `step ${index + 1}, ${run.actors[row.actor]?.name ?? ''}`
    for (const title of [fn === '' ? '' : `${fn}()`, titleOfRow(row, sites)]) {
      if (title === '' || seen.has(title)) continue
      seen.set(title, { kind: 'step', id: `step-${title}`, title, side, step: index + 1 })
    }
  }
  return best([...seen.values()], (one) => one.title, query, SHOWN)
}

/** Pages by name (`A[7]`) or by address (`0x1000c0a07000`). */
function findPages(state: State, query: string): Found[] {
  const { view } = state.seen
  const wanted = query.trim().replaceAll(' ', '')
  if (view === null) return []
  const named = /^([A-Za-z_]\w*)\[?(\d{1,7})?\]?$/.exec(wanted)
  const address = /^0x([0-9a-f]{1,12})$/i.exec(wanted)
  const vpn = address === null ? null : Math.floor(Number.parseInt(address[1] ?? '', 16) / 4096)
  return view.mms
    .filter((mm) => mm.alive)
    .flatMap((mm) =>
      mm.regions.flatMap((region): Found[] => {
        const index = vpn !== null ? vpn - region.start : Number(named?.[2] ?? '0')
        const isNamed = named !== null && region.name.startsWith(named[1] ?? '')
        if (!region.listed || !(vpn !== null || isNamed)) return []
        if (index < 0 || index >= region.pages) return []
        const at = region.start + index
        const title = `${region.name}[${index}]`
        const side = `${mm.process} ${addressText(at)}`
        return [{ kind: 'page', id: `page-${mm.id}-${at}`, title, side, mm: mm.id, vpn: at }]
      }),
    )
    .slice(0, SHOWN)
}
