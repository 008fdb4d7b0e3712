/**
 * Rule 16, made strict: every frame's counts are what tables, page caches, swap cache and pipes account for. The
 * counting is independent of the kernel's own: it starts from the entries and the caches.
 */
import { pte_present } from '../../linux/arch/x86/include/pgtable.ts'
import type { Kernel } from '../../linux/include/kernel.ts'
import { __swp_offset, isSwapSlot } from '../../linux/include/swapops.ts'
import {
  COL_FLAGS,
  COL_HUGE_MAPCOUNT,
  COL_INDEX,
  COL_MAPCOUNT,
  COL_MAPPING,
  COL_REFCOUNT,
  FRAME_ANON,
  FRAME_ANON_EXCLUSIVE,
  FRAME_HUGE_HEAD,
  FRAME_HUGE_TAIL,
  FRAME_SWAPCACHE,
  FRAME_TABLE,
  FRAME_USED,
  hasFrame,
} from '../../machine/frames.ts'
import {
  FIRST_PFN,
  frameWord,
  HEADER_FRAMES,
  HEADER_SWAP_SLOTS,
  SLOT_WORDS,
  SLOTS_PER_CHUNK,
  SWAP_DIRECTORY,
} from '../../machine/phys.ts'
import type { Inode } from '../../machine/records.ts'
import type { Pfn } from '../../machine/units.ts'
import type { Snapshot } from './snapshot.ts'
import type { Violation } from './violation.ts'
import { hexPfn } from './violation.ts'

const CACHE_BLOCKS = 2048
const BLOCK_PAGES = 512
const IN_SWAP = 0x80000000

class Tally {
  private readonly counts = new Map<number, number>()

  add(key: number): void {
    this.counts.set(key, (this.counts.get(key) ?? 0) + 1)
  }

  of(key: number): number {
    return this.counts.get(key) ?? 0
  }
}

interface Counted {
  readonly refs: Tally
  readonly maps: Tally
  readonly hugeMaps: Tally
  readonly slots: Tally
  /** Address spaces that map a frame. */
  readonly mappers: Map<Pfn, Set<number>>
  readonly found: Violation[]
}

/** Frames whose counts differ from what refers to them, slots likewise, and frames that are exclusive to two. */
export function countViolations(k: Kernel, snapshot: Snapshot): Violation[] {
  const counted: Counted = {
    refs: new Tally(),
    maps: new Tally(),
    hugeMaps: new Tally(),
    slots: new Tally(),
    mappers: new Map(),
    found: [],
  }
  countEntries(k, snapshot, counted)
  for (const inode of k.m.all('inode')) countCache(k, inode, counted)
  for (const task of k.m.all('task')) {
    for (const { pfn } of task.held) if (hasFrame(pfn)) counted.refs.add(folioOf(k, pfn))
  }
  for (const pfn of (k.m.rec('session', 0).lru ?? []).flat()) counted.refs.add(folioOf(k, pfn))
  checkSlots(k, counted)
  checkFrames(k, snapshot, counted)
  return counted.found
}

function countEntries(k: Kernel, { leaves }: Snapshot, counted: Counted): void {
  for (const { mm, pte, pfn, pages } of leaves) {
    if (!pte_present(pte)) {
      if (isSwapSlot(pte)) counted.slots.add(__swp_offset(pte))
      continue
    }
    if (pfn === null || !hasFrame(pfn)) continue
    counted.refs.add(folioOf(k, pfn))
    ;(pages === 512 ? counted.hugeMaps : counted.maps).add(pfn)
    const mappers = counted.mappers.get(pfn) ?? new Set()
    counted.mappers.set(pfn, mappers.add(mm.id))
  }
}

function countCache(k: Kernel, inode: Inode, counted: Counted): void {
  const { words } = k.m
  for (let block = 0; block < CACHE_BLOCKS; block++) {
    const at = words[inode.cache + block] as number
    for (let i = 0; at !== 0 && i < BLOCK_PAGES; i++) {
      const entry = words[at + i] as number
      if (entry === 0) continue
      if (entry >= IN_SWAP) {
        counted.slots.add(entry - IN_SWAP)
        continue
      }
      const pfn = (entry - 1) as Pfn
      counted.refs.add(folioOf(k, pfn))
      const index = block * BLOCK_PAGES + i
      const isIts = peek(k, pfn, COL_MAPPING) === inode.id + 1 && peek(k, pfn, COL_INDEX) === index
      if (!isIts) report(counted, `frame ${hexPfn(pfn)} caches ${inode.name}[${index}] unawares`)
    }
  }
}

function checkSlots(k: Kernel, counted: Counted): void {
  const { words } = k.m
  const last = words[HEADER_SWAP_SLOTS] as number
  for (let slot = 1; slot <= last; slot++) {
    const chunk = words[SWAP_DIRECTORY + Math.floor(slot / SLOTS_PER_CHUNK)] as number
    const at = chunk + (slot % SLOTS_PER_CHUNK) * SLOT_WORDS
    const count = words[at + 2] as number
    if (count !== counted.slots.of(slot))
      report(counted, `swap slot ${slot} counts ${count}, named by ${counted.slots.of(slot)}`)
    const cached = words[at + 3] as number
    if (cached === 0) continue
    const pfn = (cached - 1) as Pfn
    counted.refs.add(folioOf(k, pfn))
    const isIts =
      (peek(k, pfn, COL_FLAGS) & FRAME_SWAPCACHE) !== 0 && peek(k, pfn, COL_MAPPING) === slot + 1
    if (!isIts) report(counted, `frame ${hexPfn(pfn)} is in the swap cache unawares`)
  }
}

function checkFrames(k: Kernel, { tables }: Snapshot, counted: Counted): void {
  const reachable = new Set<number>()
  for (const { pfn } of tables) {
    if (reachable.has(pfn)) report(counted, `table ${hexPfn(pfn)} hangs in two places`)
    reachable.add(pfn)
  }
  const end = FIRST_PFN + (k.m.words[HEADER_FRAMES] as number)
  for (let frame = FIRST_PFN as number; frame < end; frame++) {
    const pfn = frame as Pfn
    const flags = peek(k, pfn, COL_FLAGS)
    const isTable = (flags & FRAME_TABLE) !== 0
    if (isTable !== reachable.has(pfn))
      report(
        counted,
        `frame ${hexPfn(pfn)} is ${isTable ? 'a table that nothing leads to' : 'no table'}`,
      )
    if (isTable) continue
    if ((flags & FRAME_USED) === 0) checkFree(counted, pfn)
    else checkData(k, counted, pfn, flags)
  }
}

function checkFree(counted: Counted, pfn: Pfn): void {
  const uses = counted.refs.of(pfn) + counted.maps.of(pfn) + counted.hugeMaps.of(pfn)
  if (uses > 0) report(counted, `frame ${hexPfn(pfn)} is free and in use`)
}

function checkData(k: Kernel, counted: Counted, pfn: Pfn, flags: number): void {
  const isTail = (flags & FRAME_HUGE_TAIL) !== 0
  const refs = peek(k, pfn, COL_REFCOUNT)
  if (!isTail) same(counted, pfn, 'references', refs, counted.refs.of(pfn))
  same(counted, pfn, 'mappings', peek(k, pfn, COL_MAPCOUNT), counted.maps.of(pfn))
  const isHead = (flags & FRAME_HUGE_HEAD) !== 0
  if (isHead)
    same(counted, pfn, 'huge mappings', peek(k, pfn, COL_HUGE_MAPCOUNT), counted.hugeMaps.of(pfn))
  if (!isTail && refs === 0)
    report(counted, `frame ${hexPfn(pfn)} has no reference and is not free`)
  const isExclusive = (flags & FRAME_ANON) !== 0 && (flags & FRAME_ANON_EXCLUSIVE) !== 0
  if (isExclusive && (counted.mappers.get(pfn)?.size ?? 0) > 1)
    counted.found.push({
      rule: 'private-rw-is-exclusive',
      what: `frame ${hexPfn(pfn)} is exclusive, and two processes map it`,
    })
}

function same(counted: Counted, pfn: Pfn, what: string, kept: number, true_: number): void {
  if (kept !== true_) report(counted, `frame ${hexPfn(pfn)} counts ${kept} ${what}, has ${true_}`)
}

function report(counted: Counted, what: string): void {
  counted.found.push({ rule: 'counts', what })
}

function folioOf(k: Kernel, pfn: Pfn): Pfn {
  const isTail = (peek(k, pfn, COL_FLAGS) & FRAME_HUGE_TAIL) !== 0
  return isTail ? ((pfn - (pfn % 512)) as Pfn) : pfn
}

function peek(k: Kernel, pfn: Pfn, column: number): number {
  return k.m.words[frameWord(k.m.words, pfn) + column] as number
}
