/** Page caches of the files that are mapped: one letter a page, in blocks of 512, as one PTE table maps them. */
import type { Inode, Mm, Vma } from '../machine/records.ts'
import type { Pfn, Vpn } from '../machine/units.ts'
import { decodeEntry } from './decode-entry.ts'
import type { Read } from './memory.ts'
import { frameInfo, walkSteps } from './memory.ts'
import { rangeName } from './naming.ts'
import { pfnText, valueText } from './text.ts'

/** What one page of a file is: nothing there, cached, mapped by somebody, dirty, swapped out. */
export type Cell = '.' | 'c' | 'm' | 'd' | 's'

export interface CacheBlock {
  readonly id: string
  /** `F[0..511]` */
  readonly title: string
  /** `PMD 0`, as far as it is mapped by the active process. */
  readonly note: string
  readonly first: number
  readonly cells: string
  /** Cells that a marker guards, and the one that the present page is. */
  readonly guarded: readonly number[]
  readonly active: number | null
}

/** A page that a marker remembers: cached or not, nobody maps it. */
export interface Guard {
  readonly name: string
  readonly value: string
  readonly text: string
}

export interface CacheModel {
  readonly id: string
  readonly title: string
  readonly pages: number
  readonly blocks: readonly CacheBlock[]
  readonly moreBlocks: number
  readonly guard: Guard | null
}

export interface CacheContext {
  readonly read: Read
  readonly mms: readonly Mm[]
  readonly inodes: readonly Inode[]
  readonly active: { readonly mm: number; readonly vpn: Vpn } | null
  /** Blocks that are drawn of one file; the one with the present page is always among them. */
  readonly blocks: number
}

const PAGES_PER_BLOCK = 512
/** A word of a cache: 0 a hole, else the frame + 1; with the top bit a slot of the swap device. */
const SWAPPED = 0x80000000

function wordOf(read: Read, inode: Inode, page: number): number {
  const block = read(inode.cache + Math.floor(page / PAGES_PER_BLOCK))
  return block === 0 ? 0 : read(block + (page % PAGES_PER_BLOCK))
}

function cellOf(read: Read, word: number): Cell {
  if (word === 0) return '.'
  if (word >= SWAPPED) return 's'
  const info = frameInfo(read, (word - 1) as Pfn)
  if (info === null) return 'c'
  return info.mapcount > 0 ? 'm' : info.dirty ? 'd' : 'c'
}

function vmasOf(mm: Mm, inode: Inode): Vma[] {
  return mm.vmas.filter((vma) => vma.file === inode.id)
}

/** File pages that some process's marker stands for, within a block. */
function guardedPages(context: CacheContext, inode: Inode, first: number): number[] {
  const found = new Set<number>()
  for (const mm of context.mms) {
    for (const vma of vmasOf(mm, inode)) {
      const from = Math.max(first, vma.pgoff)
      const to = Math.min(first + PAGES_PER_BLOCK, vma.pgoff + vma.end - vma.start)
      for (let page = from; page < to; page++) {
        const vpn = vma.start + page - vma.pgoff
        const steps = walkSteps(context.read, mm.pgd, vpn)
        const last = steps.at(-1)
        if (last === undefined) break
        if (last.level > 1) {
          page += PAGES_PER_BLOCK - (vpn % PAGES_PER_BLOCK) - 1
        } else if (decodeEntry(last.pte, 1).state === 'marker') found.add(page)
      }
    }
  }
  return [...found].sort((a, b) => a - b)
}

/** File page that the active page maps, or null. */
function activePage(context: CacheContext, inode: Inode): number | null {
  const { active } = context
  const mm = context.mms.find((one) => one.id === active?.mm)
  if (active === null || mm === undefined) return null
  const vma = vmasOf(mm, inode).find((one) => active.vpn >= one.start && active.vpn < one.end)
  return vma === undefined ? null : vma.pgoff + active.vpn - vma.start
}

function noteOf(context: CacheContext, inode: Inode, first: number): string {
  const mm = context.mms.find((one) => vmasOf(one, inode).length > 0)
  if (mm === undefined) return 'not mapped'
  const vma = vmasOf(mm, inode).find(
    (one) => first < one.pgoff + one.end - one.start && first + PAGES_PER_BLOCK > one.pgoff,
  )
  if (vma === undefined) return 'not mapped'
  const vpn = vma.start + Math.max(0, first - vma.pgoff)
  const reached = walkSteps(context.read, mm.pgd, vpn).at(-1)?.level ?? 4
  const index = Math.floor(vpn / 512) % 512
  return reached === 1 ? `PMD ${index}` : `PMD ${index}, none`
}

function blockModel(context: CacheContext, inode: Inode, first: number): CacheBlock {
  const end = Math.min(first + PAGES_PER_BLOCK, inode.pages)
  let cells = ''
  for (let page = first; page < end; page++) {
    cells += cellOf(context.read, wordOf(context.read, inode, page))
  }
  const active = activePage(context, inode)
  return {
    id: `c${inode.id}-${first}`,
    title: rangeName(inode.name, first, end - 1),
    note: noteOf(context, inode, first),
    first,
    cells,
    guarded: guardedPages(context, inode, first).map((page) => page - first),
    active: active !== null && active >= first && active < end ? active - first : null,
  }
}

function guardOf(context: CacheContext, inode: Inode): Guard | null {
  const page = activePage(context, inode)
  const { active } = context
  const mm = context.mms.find((one) => one.id === active?.mm)
  if (page === null || active === null || mm === undefined) return null
  const last = walkSteps(context.read, mm.pgd, active.vpn).at(-1)
  if (last?.level !== 1 || decodeEntry(last.pte, 1).state !== 'marker') return null
  const word = wordOf(context.read, inode, page)
  const info = word === 0 || word >= SWAPPED ? null : frameInfo(context.read, (word - 1) as Pfn)
  const name = `${inode.name}[${page}]`
  if (info === null) {
    return {
      name,
      value: word === 0 ? 'hole' : 'swapped out',
      text: 'Not in memory. The marker guards it.',
    }
  }
  const who = info.mapcount === 0 ? 'mapped by nobody' : `mapped by ${info.mapcount} other`
  const text = `Cached in frame ${pfnText(info.pfn)}, ${who}. The marker guards it.`
  return { name, value: `= ${valueText(info.value)}`, text }
}

/** The caches of the files that some process maps, in the order of the files. */
export function cachesModel(context: CacheContext): CacheModel[] {
  const mapped = context.inodes.filter((inode) =>
    context.mms.some((mm) => vmasOf(mm, inode).length > 0),
  )
  return mapped.map((inode) => {
    const blocks = Math.ceil(inode.pages / PAGES_PER_BLOCK)
    const active = activePage(context, inode)
    const home = active === null ? 0 : Math.floor(active / PAGES_PER_BLOCK)
    const start = Math.max(0, Math.min(home, blocks - context.blocks))
    const shown = Math.min(context.blocks, blocks)
    return {
      id: `c${inode.id}`,
      title: inode.hidden ? 'Shared memory' : `Page cache of ${inode.name}`,
      pages: inode.pages,
      blocks: Array.from({ length: shown }, (_, k) =>
        blockModel(context, inode, (start + k) * PAGES_PER_BLOCK),
      ),
      moreBlocks: blocks - shown,
      guard: guardOf(context, inode),
    }
  })
}
