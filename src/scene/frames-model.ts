/** The page frames that the shown entries name, each once, with what struct page says of them. */
import type { Inode, Mm } from '../machine/records.ts'
import type { Pfn, Vpn } from '../machine/units.ts'
import type { Read } from './memory.ts'
import { frameInfo } from './memory.ts'
import { pageName, rangeName, regionOf } from './naming.ts'
import type { EntryRow, RunRow } from './rows.ts'
import type { ProcessModel } from './tables.ts'
import { pfnText, valueText } from './text.ts'

/** One card of the frames column: a frame, or neighbours that are alike. */
export interface FrameModel {
  readonly id: string
  readonly pfn: Pfn
  readonly label: string
  /** Frames behind the card; 1 for all but a stack. */
  readonly count: number
  /** Entries that map it; null where nobody counts (the zero page). */
  readonly share: number | null
  readonly name: string
  readonly value: string | null
  readonly isZero: boolean
  readonly isHuge: boolean
  readonly isExclusive: boolean
  /** File page that it caches. */
  readonly cached: string | null
  readonly isActive: boolean
  /** Allocated by the present statement; copied from that frame, if it was a copy. */
  readonly isNew: boolean
  readonly copyOf: string | null
  /** Rows that point to it, in the order in which they stand. */
  readonly from: readonly string[]
}

export interface FrameContext {
  readonly read: Read
  readonly mms: readonly Mm[]
  readonly inodes: readonly Inode[]
  readonly processes: readonly ProcessModel[]
  /** Frames that the present statement allocated, with what they were copied from. */
  readonly allocated: ReadonlyMap<number, number | null>
  readonly focus: Vpn | null
}

/** Cards beyond which neighbours that are alike fold, and how many are left at the most. */
export const FRAME_CARDS = 8

interface Source {
  readonly row: EntryRow | RunRow
  readonly mm: Mm
  readonly isActive: boolean
}

function sourcesOf(context: FrameContext): Map<Pfn, Source[]> {
  const sources = new Map<Pfn, Source[]>()
  for (const process of context.processes) {
    const mm = context.mms.find((one) => one.id === process.mm)
    if (mm === undefined) continue
    for (const row of process.tables.flatMap((table) => table.rows)) {
      const isLeaf = row.kind === 'run' ? row.pfn !== null : row.letters !== null
      if (!isLeaf || row.pfn === null || (row.kind === 'run' && row.isOpen)) continue
      const isActive = row.kind === 'entry' && (row.isActive || row.isSelected)
      const list = sources.get(row.pfn) ?? []
      list.push({ row, mm, isActive })
      sources.set(row.pfn, list)
    }
  }
  return sources
}

function fileName(context: FrameContext, file: number | null, index: number): string | null {
  const inode = context.inodes.find((one) => one.id === file)
  return inode === undefined || inode.hidden ? null : `${inode.name}[${index}]`
}

function nameOf(source: Source | undefined, file: string | null, count: number): string {
  if (file !== null && count === 1) return file
  if (source === undefined) return file ?? 'not mapped'
  const region = regionOf(source.mm, source.row.vpn)
  if (region === null) return 'no region'
  const first = source.row.vpn - region.start
  return rangeName(region.name, first, first + count - 1)
}

function frameModel(context: FrameContext, pfn: Pfn, sources: readonly Source[]): FrameModel {
  const info = frameInfo(context.read, pfn)
  const first = sources[0]
  const count = first?.row.kind === 'run' ? first.row.count : 1
  const isHuge = first?.row.kind === 'entry' && first.row.huge
  const isZero = first?.row.kind === 'entry' && first.row.zero
  const file = info === null ? null : fileName(context, info.file, info.index)
  const copy = context.allocated.get(pfn) ?? null
  return {
    id: `f${pfn}`,
    pfn,
    label: pfnText(pfn),
    count,
    share: info === null || isZero ? null : info.mapcount,
    name: isZero ? 'zero page' : nameOf(first, file, isHuge ? 512 : count),
    // 512 pages have no one value.
    value: count > 1 || isHuge ? null : isZero ? '0' : info === null ? null : valueText(info.value),
    isZero,
    isHuge,
    isExclusive: info?.exclusive ?? false,
    cached: file,
    isActive: sources.some((source) => source.isActive),
    isNew: context.allocated.has(pfn),
    copyOf: copy === null ? null : `f${copy}`,
    from: sources.map((source) => source.row.id),
  }
}

/** Frames in the order in which entries first name them, and then those that nobody maps yet. */
export function framesModel(context: FrameContext): FrameModel[] {
  const sources = sourcesOf(context)
  const frames = [...sources].map(([pfn, list]) => frameModel(context, pfn, list))
  for (const pfn of context.allocated.keys()) {
    const info = frameInfo(context.read, pfn as Pfn)
    if (sources.has(pfn as Pfn) || info === null || (!info.anon && info.file !== null)) continue
    // It is mapped by an entry that is folded away: nothing here can say by which.
    if (info.mapcount > 0) continue
    frames.push(unmapped(context, pfn as Pfn))
  }
  return foldAlike(frames)
}

/** A frame on its way: it is called by the page that it will be. */
function unmapped(context: FrameContext, pfn: Pfn): FrameModel {
  const frame = frameModel(context, pfn, [])
  const mm = context.mms.find((one) => context.focus !== null && regionOf(one, context.focus))
  if (mm === undefined || context.focus === null) return frame
  return { ...frame, name: pageName(mm, context.focus) ?? frame.name }
}

function areAlike(a: FrameModel, b: FrameModel): boolean {
  const isPlain = (f: FrameModel): boolean => {
    const isSpecial = f.isActive || f.isNew || f.isZero || f.isHuge || (f.share ?? 0) > 1
    return !isSpecial && (f.count > 1 || f.from.length === 1)
  }
  return isPlain(a) && isPlain(b) && b.pfn === a.pfn + a.count && a.share === b.share
}

/** Beyond eight cards, neighbours that are alike become one stack. */
function foldAlike(frames: readonly FrameModel[]): FrameModel[] {
  if (frames.length <= FRAME_CARDS) return [...frames]
  const folded: FrameModel[] = []
  for (const frame of frames) {
    const last = folded.at(-1)
    if (last !== undefined && areAlike(last, frame)) {
      folded[folded.length - 1] = joined(last, frame)
    } else folded.push(frame)
  }
  return folded
}

function joined(a: FrameModel, b: FrameModel): FrameModel {
  const [name = '', first = '0'] = a.name.split(/[[\].]+/)
  const count = a.count + b.count
  return {
    ...a,
    count,
    value: null,
    name: rangeName(name, Number(first), Number(first) + count - 1),
    from: [...a.from, ...b.from],
  }
}
