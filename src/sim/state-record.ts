/** The state as it is printed after each statement. Only looks: the machine is the same afterwards. */

import {
  pmd_trans_huge,
  pte_none,
  pte_pfn,
  pte_present,
  pte_swp_exclusive,
  pte_swp_soft_dirty,
  pte_swp_uffd_wp,
  pte_uffd_wp,
} from '../linux/arch/x86/include/pgtable.ts'
import {
  _PAGE_ACCESSED,
  _PAGE_DIRTY,
  _PAGE_NX_HI,
  _PAGE_PRESENT,
  _PAGE_PROTNONE,
  _PAGE_PSE,
  _PAGE_RW,
  _PAGE_SAVED_DIRTY_HI,
  _PAGE_SOFT_DIRTY,
  _PAGE_SPECIAL,
  _PAGE_UFFD_WP,
  _PAGE_USER,
} from '../linux/arch/x86/include/pgtable_types.ts'
import type { Kernel } from '../linux/include/kernel.ts'
import { is_pte_marker } from '../linux/include/swapops.ts'
import { isHugeFolio, page_mapcount } from '../linux/mm/page_alloc.ts'
import type { Pte } from '../machine/entry.ts'
import { PCD, PWT } from '../machine/entry.ts'
import { FRAME_ANON, hasFlag, hasFrame, isZeroPfn } from '../machine/frames.ts'
import { observe } from '../machine/mmu.ts'
import { HUGE_ZERO_PFN } from '../machine/phys.ts'
import type { Mm, Region } from '../machine/records.ts'
import type { Pfn, Vpn } from '../machine/units.ts'
import type { EntryRecord, RegionRecord, StateRecord } from './outcome.ts'
import { hexAddress } from './places.ts'
import type { LineEnd, Simulation } from './simulation.ts'

const RAW_LO: readonly (readonly [number, string])[] = [
  [_PAGE_PRESENT, 'P'],
  [_PAGE_RW, 'RW'],
  [_PAGE_USER, 'US'],
  [PWT, 'PWT'],
  [PCD, 'PCD'],
  [_PAGE_ACCESSED, 'A'],
  [_PAGE_DIRTY, 'D'],
  [_PAGE_PSE, 'PSE'],
  [_PAGE_PROTNONE, 'G'],
  [_PAGE_SPECIAL, 'SPECIAL'],
  [_PAGE_UFFD_WP, 'UFFD_WP'],
  [_PAGE_SOFT_DIRTY, 'SOFT_DIRTY'],
]

/** Names of the flags that are set, in the order of their bits. */
export function rawFlags(pte: Pte): string[] {
  const names = RAW_LO.filter(([bit]) => (pte.lo & bit) !== 0).map(([, name]) => name)
  if ((pte.hi & _PAGE_SAVED_DIRTY_HI) !== 0) names.push('SAVED_DIRTY')
  if ((pte.hi & _PAGE_NX_HI) !== 0) names.push('NX')
  return names
}

/** Frames by process, region and index: of every entry that is present. */
export type Frames = ReadonlyMap<string, Pfn>

export function framesOf(k: Kernel): Frames {
  const frames = new Map<string, Pfn>()
  for (const mm of liveMms(k)) {
    for (const region of mm.regions) {
      if (!region.listed) continue
      eachEntry(k, mm, region, (i, pte, pfn) => {
        if (pte_present(pte) && pfn !== null) frames.set(`${mm.process} ${region.name} ${i}`, pfn)
      })
    }
  }
  return frames
}

/** Processes in the order of their birth: those with a thread. */
function liveMms(k: Kernel): Mm[] {
  const tasks = k.m.all('task')
  const hasThread = (mm: Mm): boolean => tasks.some((t) => t.mm === mm.id && t.state.is !== 'gone')
  return k.m.all('mm').filter((mm) => mm.alive && hasThread(mm))
}

/** Visits each entry of a region that is not none, the 512 pages of a huge one singly. */
function eachEntry(
  k: Kernel,
  mm: Mm,
  region: Region,
  visit: (index: number, pte: Pte, pfn: Pfn | null, isHuge: boolean) => void,
): void {
  const { words } = k.m
  for (let i = 0; i < region.pages; ) {
    const vpn = region.start + i
    const end = observe(words, mm.pgd, vpn)
    const isHuge = end.level === 2 && pmd_trans_huge(end.pte)
    if (end.level !== 1 && !isHuge) {
      i += spanLeft(vpn, end.level)
      continue
    }
    const last = Math.min(region.pages, i + 512 - (vpn % 512))
    const inTable = vpn % 512
    for (let at = i; at < last; at++) {
      const offset = isHuge ? 0 : 2 * (at - i)
      const pte = {
        lo: words[end.entry + offset] as number,
        hi: words[end.entry + offset + 1] as number,
      }
      if (pte_none(pte)) continue
      const part = isHuge ? inTable + (at - i) : 0
      const pfn = pte_present(pte) ? ((pte_pfn(pte) + part) as Pfn) : null
      visit(at, pte, pfn, isHuge)
    }
    i = last
  }
}

/** Pages from `vpn` to the end of what one entry of that level covers. */
function spanLeft(vpn: Vpn, level: number): number {
  const span = 512 ** (level - 1)
  return span - (vpn % span)
}

export function stateRecord(sim: Simulation, end: LineEnd): StateRecord {
  const { kernel: k, choice } = sim
  const [first, ...others] = end.ends
  const pages = new Map<Pfn, string>()
  const session = k.m.rec('session', 0)
  const ctx = session.uffd === 0 ? null : k.m.rec('uffd', session.uffd)
  const seesRaw = choice.profile.sees === 'raw'
  return {
    line: end.line.line,
    text: end.line.text,
    actor: first?.actor ?? 'main',
    outcome: first?.outcome ?? 'ok',
    ...(first?.value === undefined ? {} : { value: first.value }),
    ...(first?.message === undefined ? {} : { message: first.message }),
    ...(first?.ranges === undefined ? {} : { ranges: first.ranges }),
    ...(others.length === 0 ? {} : { others: others.map(plain) }),
    woken: end.woken,
    actors: actorStates(k),
    uffd: ctx === null ? null : { pending: ctx.pending.length + ctx.events.length },
    mm: liveMms(k).map((mm) => ({
      process: mm.process,
      regions: mm.regions
        .filter((region) => region.listed)
        .map((region) => regionRecord(k, mm, region, pages, seesRaw)),
    })),
  }
}

function plain(end: LineEnd['ends'][number]): NonNullable<StateRecord['others']>[number] {
  return {
    actor: end.actor,
    outcome: end.outcome,
    ...(end.value === undefined ? {} : { value: end.value }),
    ...(end.message === undefined ? {} : { message: end.message }),
    ...(end.ranges === undefined ? {} : { ranges: end.ranges }),
  }
}

function actorStates(k: Kernel): Record<string, 'idle' | 'blocked'> {
  const states: Record<string, 'idle' | 'blocked'> = {}
  for (const task of k.m.all('task')) {
    if (task.state.is === 'gone') continue
    states[task.name] = task.state.is === 'sleeping' ? 'blocked' : 'idle'
  }
  return states
}

function regionRecord(
  k: Kernel,
  mm: Mm,
  region: Region,
  pages: Map<Pfn, string>,
  seesRaw: boolean,
): RegionRecord {
  const base = { name: region.name, start: hexAddress(region.start), pages: region.pages }
  const ptes = entryRecords(k, mm, region, pages, seesRaw)
  if (!seesRaw) return { ...base, ptes }
  return { ...base, tables: tablesOf(k, mm, region), ptes }
}

function tablesOf(k: Kernel, mm: Mm, region: Region): NonNullable<RegionRecord['tables']> {
  const { words } = k.m
  const top = observe(words, mm.pgd, region.start)
  const pmd: ('none' | 'table' | 'huge')[] = []
  const first = region.start - (region.start % 512)
  for (let at = first; at < region.start + region.pages; at += 512) {
    const end = observe(words, mm.pgd, at)
    if (end.level === 1) pmd.push('table')
    else pmd.push(end.level === 2 && pmd_trans_huge(end.pte) ? 'huge' : 'none')
  }
  return { pgd: top.level < 4, pud: top.level < 3, pmd }
}

function entryRecords(
  k: Kernel,
  mm: Mm,
  region: Region,
  pages: Map<Pfn, string>,
  seesRaw: boolean,
): EntryRecord[] {
  const joined: { record: EntryRecord; key: string; n: number }[] = []
  eachEntry(k, mm, region, (i, pte, pfn, isHuge) => {
    const record = entryRecord(k, i, pte, pfn, { isHuge, seesRaw }, pages)
    const last = joined[joined.length - 1]
    if (
      last !== undefined &&
      i === last.record.i + last.n &&
      follows(last.record, last.n, record, last.key)
    ) {
      last.n++
    } else joined.push({ record, key: keyOf(record), n: 1 })
  })
  return joined.map(({ record, n }) => {
    if (n === 1) return record
    const { i, ...rest } = record
    return { i, n, ...rest }
  })
}

/** Everything but the place and the page. */
function keyOf(record: EntryRecord): string {
  return JSON.stringify({
    ...record,
    i: 0,
    page: record.page === 'zero' ? 'zero' : record.page && '',
  })
}

function follows(first: EntryRecord, n: number, next: EntryRecord, key: string): boolean {
  if (keyOf(next) !== key) return false
  if (first.page === undefined || first.page === 'zero') return true
  return Number(next.page?.slice(1)) === Number(first.page.slice(1)) + n
}

function entryRecord(
  k: Kernel,
  i: number,
  pte: Pte,
  pfn: Pfn | null,
  how: { readonly isHuge: boolean; readonly seesRaw: boolean },
  pages: Map<Pfn, string>,
): EntryRecord {
  if (pfn === null) return nonpresentRecord(k, i, pte, how.seesRaw)
  return {
    i,
    kind: 'present',
    page: pageName(pfn, pages),
    file: isFile(k, pfn, how.isHuge),
    exclusive: hasFrame(pfn) && isExclusive(k, pfn, how.isHuge),
    uffdWp: pte_uffd_wp(pte),
    ...(how.seesRaw ? { raw: rawFlags(pte) } : {}),
  }
}

function nonpresentRecord(k: Kernel, i: number, pte: Pte, seesRaw: boolean): EntryRecord {
  const isMarker = is_pte_marker(pte)
  const showsBit = seesRaw || k.b['pagemap-markers']
  return {
    i,
    kind: isMarker ? 'marker' : 'swap',
    uffdWp: isMarker ? showsBit : pte_swp_uffd_wp(pte),
    ...(seesRaw
      ? { swpExclusive: pte_swp_exclusive(pte), swpSoftDirty: pte_swp_soft_dirty(pte) }
      : {}),
  }
}

function pageName(pfn: Pfn, pages: Map<Pfn, string>): string {
  if (isZeroPfn(pfn)) return 'zero'
  const known = pages.get(pfn)
  if (known !== undefined) return known
  const name = `p${pages.size}`
  pages.set(pfn, name)
  return name
}

/** pagemap bit 61; the huge zero page counts as a file's. */
function isFile(k: Kernel, pfn: Pfn, isHuge: boolean): boolean {
  if (!hasFrame(pfn)) return isHuge && pfn >= HUGE_ZERO_PFN
  return !hasFlag(k.m, pfn, FRAME_ANON)
}

/** pagemap bit 56: mapped once. What counts as that for a huge page has changed with the releases. */
function isExclusive(k: Kernel, pfn: Pfn, isHugeMapping: boolean): boolean {
  if (!isHugeFolio(k, pfn)) return page_mapcount(k, pfn) === 1
  const head = (pfn - (pfn % 512)) as Pfn
  return page_mapcount(k, isHugeMapping && k.b['exclusive-by-head'] ? head : pfn) === 1
}
