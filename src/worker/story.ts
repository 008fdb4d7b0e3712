/** A schedule told in time: what each turn does, and what becomes of the page, its translations and its frames. */
import type { OperationLine } from '../lang/ast.ts'
import { SITES } from '../linux/include/site-texts.ts'
import type { Pte } from '../machine/entry.ts'
import { pfnOf, RW } from '../machine/entry.ts'
import type { Row } from '../machine/trace.ts'
import {
  mmOfRow,
  OP_ACCESS,
  OP_BEGIN,
  OP_COPY,
  OP_END,
  OP_ENTER,
  OP_FAULT,
  OP_FLUSH,
  OP_LOCK,
  OP_MESSAGE,
  OP_SET,
  OP_SLEEP,
  OP_TABLE,
  OP_UNLOCK,
  OP_WAKE,
  rowAt,
  vpnOfRow,
} from '../machine/trace.ts'
import type { Pfn } from '../machine/units.ts'
import type { Story, StoryTurn, Strip } from '../protocol/desk.ts'
import { decodeEntry } from '../scene/decode-entry.ts'
import type { Read } from '../scene/memory.ts'
import { frameInfo, readerOf, readTlb, walkSteps } from '../scene/memory.ts'
import { pageName } from '../scene/naming.ts'
import { isStale } from '../scene/stale.ts'
import { pfnText, valueText } from '../scene/text.ts'
import type { Prepared } from '../sim/run-text.ts'
import type { Simulation } from '../sim/simulation.ts'

/** The most telling first. Ops that are not listed say nothing in a box of two lines. */
const TELLING: readonly number[] = [
  OP_ACCESS,
  OP_COPY,
  OP_SLEEP,
  OP_SET,
  OP_WAKE,
  OP_FLUSH,
  OP_MESSAGE,
  OP_FAULT,
  OP_TABLE,
  OP_LOCK,
  OP_UNLOCK,
  OP_ENTER,
]
const KEY: ReadonlySet<number> = new Set([OP_COPY, OP_SET, OP_SLEEP, OP_WAKE])
const SAYS = 2
/** Pages and frames that get a strip. */
const MOST_FRAMES = 4

interface Spot {
  readonly mm: number
  readonly vpn: number
}

/** Runs the line by the schedule. The lines in front of it have run. */
export function storyOf(
  { sim, operations }: Prepared,
  line: OperationLine,
  schedule: readonly string[],
): Story {
  const turns = runBy(sim, line, schedule)
  const end = sim.lines[operations.indexOf(line)]
  const last = end?.last ?? sim.steps
  const first = end?.first ?? 0
  const ends = turns.map((_, i) => turns[i + 1]?.row ?? last)
  const spot = spotOf(sim, first, last)
  const tasks = sim.kernel.m.all('task')
  const names = [...new Set(turns.map((turn) => turn.actor))]
  const actors = names.map((name) => ({
    name,
    cpu: tasks.find((task) => task.name === name)?.cpu ?? 0,
  }))
  const told = turns.map((turn, i): StoryTurn => {
    const step = ends[i] as number
    return { ...turnOf(sim, turn.row, step, spot), actor: turn.actor, step }
  })
  return {
    page: spot === null ? '' : nameOf(sim, spot),
    claim: spot === null ? null : claimOf(sim, told, [first, ...ends], spot),
    first,
    actors,
    turns: told,
    strips: spot === null ? [] : stripsOf(sim, spot, [first, ...ends], told, actors),
  }
}

function runBy(
  sim: Simulation,
  line: OperationLine,
  schedule: readonly string[],
): { readonly actor: string; readonly row: number }[] {
  const turns: { actor: string; row: number }[] = []
  const { kernel: k } = sim
  sim.run(line, {
    choose: (turn, enabled) => {
      const wanted = enabled.find((id) => k.m.rec('task', id).name === schedule[turn])
      const chosen = wanted ?? (enabled[0] as number)
      turns.push({ actor: k.m.rec('task', chosen).name, row: k.trace.length })
      return chosen as never
    },
  })
  return turns
}

/** The page that the line is about: the one whose entry changes most often, else the one that is accessed. */
function spotOf(sim: Simulation, first: number, last: number): Spot | null {
  const counts = new Map<string, { spot: Spot; count: number }>()
  for (let i = first; i < last; i++) {
    const row = rowAt(sim.kernel.trace.rows, i)
    if (row.op !== OP_SET && row.op !== OP_ACCESS && row.op !== OP_FAULT) continue
    const spot = { mm: mmOfRow(row), vpn: vpnOfRow(row) }
    const key = `${spot.mm} ${spot.vpn}`
    const weight = row.op === OP_SET ? 2 : 1
    counts.set(key, { spot, count: (counts.get(key)?.count ?? 0) + weight })
  }
  const best = [...counts.values()].sort((a, b) => b.count - a.count)[0]
  return best?.spot ?? null
}

function nameOf({ kernel: { m } }: Simulation, { mm, vpn }: Spot): string {
  const owner = m.find('mm', mm)
  const name = owner === undefined ? null : pageName(owner, vpn)
  return name === null ? '' : owner?.process === 'main' ? name : `${owner?.process} ${name}`
}

function turnOf(
  sim: Simulation,
  from: number,
  to: number,
  spot: Spot | null,
): Pick<StoryTurn, 'says' | 'stored' | 'stale' | 'isKey'> {
  const rows: Row[] = []
  for (let i = from; i < to; i++) rows.push(rowAt(sim.kernel.trace.rows, i))
  const ranked = rows
    .filter((row) => TELLING.includes(row.op))
    .map((row, at) => ({ row, at }))
    .sort((a, b) => TELLING.indexOf(a.row.op) - TELLING.indexOf(b.row.op) || a.at - b.at)
  const says = [...new Set(ranked.map(({ row }) => words(row)))].slice(0, SAYS)
  const store = rows.findIndex((row) => row.op === OP_ACCESS && row.d === 1)
  const stored = rows[store]
  return {
    says: says.length > 0 ? says : [rows.some(isEdge) ? 'goes on' : 'waits'],
    stored: stored === undefined ? null : (frameValue(sim, to, stored.a) ?? null),
    stale:
      stored === undefined || spot === null ? null : staleFrame(sim, stored, from + store, spot),
    isKey: rows.some((row) => KEY.has(row.op)),
  }
}

/** What goes wrong, by name: whose store went into a frame that somebody else had copied and that was then left. */
function claimOf(
  sim: Simulation,
  turns: readonly StoryTurn[],
  steps: readonly number[],
  spot: Spot,
): string | null {
  const end = steps.at(-1) ?? 0
  sim.seek(end)
  const leaf = leafOf(sim, spot)
  const mapped = leaf === null ? null : pfnOf(leaf)
  for (const [i, { actor, stale, stored }] of turns.entries()) {
    if (stale === null || stored === null || stale === mapped) continue
    const copier = copierOf(sim, steps[0] as number, steps[i] as number, stale)
    if (copier === null || copier === actor) continue
    return `${actor}’s ${stored} lands in frame ${pfnText(stale as Pfn)}, which ${copier} has copied already`
  }
  return null
}

function copierOf({ kernel: k }: Simulation, from: number, to: number, pfn: number): string | null {
  for (let i = to - 1; i >= from; i--) {
    const row = rowAt(k.trace.rows, i)
    if (row.op === OP_COPY && row.a === pfn) return k.m.rec('task', row.actor).name
  }
  return null
}

function isEdge({ op }: Row): boolean {
  return op === OP_BEGIN || op === OP_END
}

function words(row: Row): string {
  const title = SITES[row.site]?.title ?? ''
  if (row.op === OP_ENTER) return `${SITES[row.site]?.fn ?? title}()`
  return /^[A-Z][a-z]/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}

/** The frame of a store that the tables, as they stood before it, would not have let through. */
function staleFrame(sim: Simulation, row: Row, step: number, spot: Spot): number | null {
  if (vpnOfRow(row) !== spot.vpn || mmOfRow(row) !== spot.mm) return null
  sim.seek(step)
  const leaf = leafOf(sim, spot)
  const allows = leaf !== null && (leaf.lo & RW) !== 0 && pfnOf(leaf) === row.a
  return allows ? null : row.a
}

function leafOf({ kernel: { m } }: Simulation, { mm, vpn }: Spot): Pte | null {
  const owner = m.find('mm', mm)
  if (owner === undefined || !owner.alive) return null
  return walkSteps(readerOf(m.words), owner.pgd, vpn).at(-1)?.pte ?? null
}

/** What is seen at one moment. */
interface Moment {
  readonly entry: Omit<Strip, 'from' | 'to'>
  readonly tlb: readonly Omit<Strip, 'from' | 'to'>[]
  readonly frames: ReadonlyMap<number, string>
  readonly mapped: number | null
}

function momentOf(sim: Simulation, step: number, spot: Spot, cpus: readonly number[]): Moment {
  sim.seek(step)
  const { m } = sim.kernel
  const read = readerOf(m.words)
  const leaf = leafOf(sim, spot)
  const info = leaf === null ? null : decodeEntry(leaf, 1)
  const frames = new Map<number, string>()
  const mapped = info?.letters == null ? null : info.pfn
  const see = (pfn: number): void => {
    const frame = frameInfo(read, pfn as Pfn)
    if (frame !== null) frames.set(pfn, valueText(frame.value))
  }
  if (mapped !== null && info?.zero !== true) see(mapped)
  return {
    entry: entryPart(leaf),
    tlb: cpus.map((cpu) => tlbPart(sim, read, cpu, spot)),
    frames,
    mapped,
  }
}

function entryPart(pte: Pte | null): Omit<Strip, 'from' | 'to'> {
  if (pte === null) return { text: 'no page table', is: 'none' }
  const info = decodeEntry(pte, 1)
  if (info.state === 'none') return { text: 'none', is: 'none' }
  if (info.letters === null || info.pfn === null) return { text: info.state, is: 'other' }
  const frame = info.zero ? 'zero page' : pfnText(info.pfn)
  const letters = `${info.letters[0] === 'W' ? 'W' : 'R'}${info.uffdWp ? 'U' : ''}`
  const is = info.state === 'writable' || info.state === 'uffd-wp' ? info.state : 'read-only'
  return { text: `${letters} ${frame}`, is }
}

function tlbPart(
  { kernel: { m } }: Simulation,
  read: Read,
  cpu: number,
  { mm, vpn }: Spot,
): Omit<Strip, 'from' | 'to'> {
  const entry = readTlb(read, cpu).find((one) => one.mm === mm && one.vpn === vpn)
  if (entry === undefined) return { text: 'empty', is: 'none' }
  const { text, is } = entryPart(entry.pte)
  const plain = text.replace('U ', ' ')
  return isStale(read, m.find('mm', mm), entry)
    ? { text: `${plain}, stale`, is: 'stale' }
    : { text: plain, is: is === 'uffd-wp' ? 'read-only' : is }
}

function stripsOf(
  sim: Simulation,
  spot: Spot,
  steps: readonly number[],
  turns: readonly StoryTurn[],
  actors: Story['actors'],
): Story['strips'] {
  const cpus = [...new Set(actors.map((actor) => actor.cpu))].sort((a, b) => a - b)
  const moments = steps.map((step) => momentOf(sim, step, spot, cpus))
  const strips = [
    {
      id: 'entry',
      name: `PTE ${spot.vpn % 512}`,
      parts: partsOf(moments.slice(1).map(({ entry }) => entry)),
    },
  ]
  for (const [i, cpu] of cpus.entries()) {
    const cells = moments.slice(1).map(({ tlb }) => tlb[i] as Moment['tlb'][number])
    if (cells.every(({ is }) => is === 'none')) continue
    strips.push({ id: `tlb${cpu}`, name: `TLB, CPU ${cpu}`, parts: partsOf(cells) })
  }
  return [...strips, ...frameStrips(sim, steps, moments, turns)]
}

function frameStrips(
  sim: Simulation,
  steps: readonly number[],
  moments: readonly Moment[],
  turns: readonly StoryTurn[],
): Story['strips'] {
  const frames = new Set(
    moments.flatMap(({ mapped, frames: seen }) => (mapped === null ? [] : [...seen.keys()])),
  )
  const end = moments.at(-1)?.mapped ?? null
  return [...frames].slice(0, MOST_FRAMES).map((pfn) => {
    const values = steps.map((step) => frameValue(sim, step, pfn))
    const isLost = pfn !== end && turns.some((turn) => turn.stale === pfn)
    const cells = values.slice(1).map((value, i): Omit<Strip, 'from' | 'to'> => {
      if (value === null) return { text: 'free', is: 'none' }
      const moment = moments[i + 1] as Moment
      const before = values[i] ?? null
      if (isLost && end !== null && moment.mapped === end)
        return { text: `${value}, lost`, is: 'lost' }
      const isNew = before !== null && (value !== before || isLater(values, i, before))
      return { text: value, is: isNew ? 'new' : 'value' }
    })
    return { id: `frame${pfn}`, name: `Frame ${pfnText(pfn)}`, parts: partsOf(cells) }
  })
}

/** Has the value changed since the frame was first in use? */
function isLater(values: readonly (string | null)[], at: number, now: string): boolean {
  const first = values.find((value) => value !== null)
  return first !== now && values.slice(0, at + 1).some((value) => value !== null && value !== now)
}

function frameValue(sim: Simulation, step: number, pfn: number): string | null {
  sim.seek(step)
  const frame = frameInfo(readerOf(sim.kernel.m.words), pfn as Pfn)
  return frame === null ? null : valueText(frame.value)
}

/** Neighbours that are alike become one stretch. */
function partsOf(cells: readonly Omit<Strip, 'from' | 'to'>[]): Strip[] {
  const parts: Strip[] = []
  for (const [i, cell] of cells.entries()) {
    const last = parts.at(-1)
    if (last !== undefined && last.text === cell.text && last.is === cell.is) {
      parts[parts.length - 1] = { ...last, to: i + 1 }
    } else parts.push({ ...cell, from: i, to: i + 1 })
  }
  return parts
}
