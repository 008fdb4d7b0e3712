/** Reads what a small picture shows of some pages, in every process that has them. */
import type { Inode, Mm, Task, Uffd } from '../machine/records.ts'
import type { Level, Pfn, Vpn } from '../machine/units.ts'
import { indexAt } from '../machine/units.ts'
import type { FrameFacts, PageFacts, PageOf, PagesNow } from '../sim/page-facts.ts'
import { decodeEntry } from './decode-entry.ts'
import type { Read } from './memory.ts'
import { frameInfo, walkSteps } from './memory.ts'

export interface FactsContext {
  readonly read: Read
  readonly mms: readonly Mm[]
  readonly inodes: readonly Inode[]
  readonly tasks: readonly Task[]
  readonly uffd: Uffd | null
}

const LEVELS: readonly Level[] = [4, 3, 2, 1]

export function pagesNow(context: FactsContext, pages: readonly PageOf[]): PagesNow {
  const { mms, tasks, uffd } = context
  const alive = mms.filter((mm) => mm.alive)
  return {
    pages: alive.flatMap((mm) =>
      pages.flatMap((page) => factsOf(context, mm, page) ?? ([] as PageFacts[])),
    ),
    waiting: tasks.filter(({ state }) => state.is === 'sleeping').map(({ name }) => name),
    unread: uffd === null || uffd.released ? null : uffd.pending.length + uffd.events.length,
  }
}

function factsOf(context: FactsContext, mm: Mm, { name, index }: PageOf): PageFacts | null {
  const region = mm.regions.find((one) => one.name === name && one.listed)
  if (region === undefined || index >= region.pages) return null
  const vpn = region.start + index
  const steps = walkSteps(context.read, mm.pgd, vpn)
  const last = steps.at(-1)
  if (last === undefined) return null
  const entry = decodeEntry(last.pte, last.level)
  const page = `${name}[${index}]`
  const mapped = entry.pfn === null || entry.state === 'table' ? null : entry.pfn
  const pfn = mapped === null ? null : entry.huge ? ((mapped + indexAt(vpn, 1)) as Pfn) : mapped
  const cached = cachedFrame(context, mm, vpn)
  return {
    process: mm.process,
    page,
    way: LEVELS.map((level) => ({
      level,
      index: indexAt(vpn, level),
      table: level > last.level,
    })),
    level: last.level,
    pte: last.pte,
    frame: pfn === null ? cached : frameFacts(context, pfn, entry.zero, cached?.name ?? page),
    isMapped: pfn !== null,
  }
}

function frameFacts(
  { read }: FactsContext,
  pfn: Pfn,
  zero: boolean,
  name: string,
): FrameFacts | null {
  if (zero) return { pfn, zero, count: 0, value: { lo: 0, hi: 0 }, name: 'zero page' }
  const info = frameInfo(read, pfn)
  return info === null ? null : { pfn, zero, count: info.mapcount, value: info.value, name }
}

/** Of a shared mapping of a file: the frame that its page cache has for the page. */
function cachedFrame(context: FactsContext, mm: Mm, vpn: Vpn): FrameFacts | null {
  const vma = mm.vmas.find((one) => vpn >= one.start && vpn < one.end)
  const inode = context.inodes.find((one) => one.id === vma?.file)
  if (vma === undefined || inode === undefined) return null
  const page = vma.pgoff + vpn - vma.start
  const block = page < inode.pages ? context.read(inode.cache + Math.floor(page / 512)) : 0
  const word = block === 0 ? 0 : context.read(block + (page % 512))
  // A word of a cache is the frame + 1; with the top bit it is a slot of the swap device.
  if (word === 0 || word >= 0x80000000) return null
  const name = inode.hidden ? 'shared memory' : `${inode.name}[${page}]`
  return frameFacts(context, (word - 1) as Pfn, false, name)
}
