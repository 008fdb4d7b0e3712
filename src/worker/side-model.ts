/** A kernel's side of a comparison at one step: the way to a page, its entry, the values around, who waits for what. */
import type { Inode, Mm } from '../machine/records.ts'
import type { Level, Pfn } from '../machine/units.ts'
import { indexAt, LEVEL_NAMES } from '../machine/units.ts'
import type { SideEntry, SideLine, SideMoment, SideTable } from '../protocol/desk.ts'
import { decodeEntry, STATE_WORDS } from '../scene/decode-entry.ts'
import { entryBits } from '../scene/entry-bits.ts'
import type { Read } from '../scene/memory.ts'
import { frameInfo, readerOf, readPte, tableEntries, walkSteps } from '../scene/memory.ts'
import { regionOf } from '../scene/naming.ts'
import { pfnText, rawDigits, valueText } from '../scene/text.ts'
import type { Simulation } from '../sim/simulation.ts'
import { fateOf, uffdLine } from './side-lines.ts'
import { tableRows } from './side-tables.ts'

export interface Spot {
  readonly process: string
  readonly vpn: number
}

/** Rows of the last table, and of the tables above it. */
const ROWS = 4
const UPPER_ROWS = 1
const CELLS = 5

/** Moves the machine to `step` and tells what is there. */
export function momentOf(sim: Simulation, step: number, spot: Spot | null): SideMoment {
  sim.seek(step)
  const { m } = sim.kernel
  const read = readerOf(m.words)
  const mm = m.all('mm').find((one) => one.alive && one.process === spot?.process)
  const lines = linesOf(sim, step)
  if (mm === undefined || spot === null) {
    return { page: '', tables: [], entry: null, memory: null, lines }
  }
  const region = regionOf(mm, spot.vpn)
  const page = region === null ? '' : `${region.name}[${spot.vpn - region.start}]`
  const steps = walkSteps(read, mm.pgd, spot.vpn)
  const last = steps.at(-1)
  return {
    page,
    tables: steps.map(({ level, table }) => tableOf(read, level, table, spot.vpn)),
    entry: last === undefined ? null : entryOf(last.level, last.pte, spot.vpn),
    memory: memoryOf(read, mm, m.all('inode'), spot.vpn),
    lines,
  }
}

function tableOf(read: Read, level: Level, pfn: Pfn, vpn: number): SideTable {
  const first = tableEntries(read, pfn)
  const entries = new Map<number, SideEntry>()
  for (let index = 0; first !== null && index < 512; index++) {
    const pte = readPte(read, first + 2 * index)
    if (pte.lo === 0 && pte.hi === 0) continue
    const info = decodeEntry(pte, level)
    entries.set(index, {
      kind: 'entry',
      index,
      state: info.state,
      huge: info.huge,
      label:
        info.pfn === null ? STATE_WORDS[info.state] : info.zero ? 'zero page' : pfnText(info.pfn),
      letters: info.letters,
      uffdWp: info.uffdWp,
      isFocus: false,
    })
  }
  const rows = tableRows(entries, indexAt(vpn, level), level === 1 ? ROWS : UPPER_ROWS)
  return { name: LEVEL_NAMES[level], label: pfnText(pfn), rows }
}

function entryOf(level: Level, pte: { lo: number; hi: number }, vpn: number): SideMoment['entry'] {
  const { cells } = entryBits(pte, null, level)
  const info = decodeEntry(pte, level)
  return {
    name: `${LEVEL_NAMES[level]} ${indexAt(vpn, level)}`,
    note: STATE_WORDS[info.state],
    digits: `0x${rawDigits(pte)}`,
    bits: cells.map(({ name, now }, i) => ({
      name: name === '' ? String(11 - i) : name,
      value: now,
    })),
  }
}

function memoryOf(read: Read, mm: Mm, inodes: readonly Inode[], vpn: number): SideMoment['memory'] {
  const region = regionOf(mm, vpn)
  const vma = mm.vmas.find((one) => vpn >= one.start && vpn < one.end)
  if (region === null || vma === undefined) return null
  const inode = inodes.find((one) => one.id === vma.file)
  const first = around(vpn - region.start, region.pages)
  const pages = Array.from({ length: Math.min(CELLS, region.pages) }, (_, k) => first + k)
  if (inode !== undefined) {
    const shift = vma.pgoff + region.start - vma.start
    return {
      title: 'Page cache',
      cells: pages.map((page) => ({
        name: `${inode.hidden ? region.name : inode.name}[${page + shift}]`,
        value: cached(read, inode, page + shift),
      })),
    }
  }
  return {
    title: mm.process === 'main' ? 'Values' : `Values, ${mm.process}`,
    cells: pages.map((page) => ({
      name: `${region.name}[${page}]`,
      value: mapped(read, mm, region.start + page),
    })),
  }
}

function around(index: number, pages: number): number {
  return Math.max(0, Math.min(index - 2, pages - CELLS))
}

function cached(read: Read, inode: Inode, page: number): string {
  const block = page < 0 || page >= inode.pages ? 0 : read(inode.cache + Math.floor(page / 512))
  const word = block === 0 ? 0 : read(block + (page % 512))
  if (word === 0) return 'hole'
  if (word >= 0x80000000) return 'swap'
  const info = frameInfo(read, (word - 1) as Pfn)
  return info === null ? 'hole' : valueText(info.value)
}

/** What the page's frame holds, whoever may read it; a dash where none is mapped. */
function mapped(read: Read, mm: Mm, vpn: number): string {
  const last = walkSteps(read, mm.pgd, vpn).at(-1)
  if (last === undefined) return '–'
  const info = decodeEntry(last.pte, last.level)
  if (info.letters === null || info.pfn === null) return '–'
  if (info.zero) return '0'
  const frame = frameInfo(read, (info.pfn + (info.huge ? indexAt(vpn, 1) : 0)) as Pfn)
  return frame === null ? '–' : valueText(frame.value)
}

/** A line for each thread that has done anything, and one for the userfaultfd. */
function linesOf(sim: Simulation, step: number): SideLine[] {
  const { m } = sim.kernel
  const fates = m
    .all('task')
    .map((task) => fateOf(sim, step, task))
    .filter((line): line is SideLine => line !== null)
  const session = m.all('session')[0]
  const uffd = session === undefined || session.uffd === 0 ? null : m.find('uffd', session.uffd)
  return [...fates, ...(uffd == null ? [] : [uffdLine(sim, uffd)])]
}
