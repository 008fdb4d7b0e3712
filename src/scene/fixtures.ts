/** Moments built by hand on the real machine, for the tests of this layer. */
import type { Pte } from '../machine/entry.ts'
import { makePte, pfnBits } from '../machine/entry.ts'
import {
  allocFrame,
  COL_INDEX,
  COL_MAPCOUNT,
  COL_MAPPING,
  FRAME_ANON,
  FRAME_USED,
  makeTable,
  setCol,
  setValue,
  tableWords,
} from '../machine/frames.ts'
import { Machine } from '../machine/machine.ts'
import type { Inode, Mm, Region, Vma } from '../machine/records.ts'
import { createTlbs, fill } from '../machine/tlb.ts'
import type { Row, Trace } from '../machine/trace.ts'
import { createTrace, placeWords, pushRow } from '../machine/trace.ts'
import type { EntryRef, Level, Pfn, Vpn, WordIndex } from '../machine/units.ts'
import { indexAt } from '../machine/units.ts'
import type { Change, Detail, Run, Sites, StageInput, View } from './input.ts'
import { readerOf } from './memory.ts'
import { DETAILS } from './metrics.ts'

export const P = 1
export const RW = 2
export const US = 4
export const A = 0x20
export const D = 0x40
export const UFFD_WP = 0x400
const SOFT_DIRTY = 0x800
export const NX_HI = 0x80000000
const TABLE = P | RW | US | A | D

export function newMachine(cpus = 2): Machine {
  const m = new Machine((bytes) => new ArrayBuffer(bytes))
  createTlbs(m, cpus)
  return m
}

export function frame(m: Machine): Pfn {
  const pfn = allocFrame(m)
  if (pfn === null) throw new Error('no frame left')
  return pfn
}

export function table(m: Machine, level: Level): Pfn {
  const pfn = frame(m)
  makeTable(m, pfn, level)
  return pfn
}

/** A page of anonymous memory, or of a file. */
function page(
  m: Machine,
  value: number,
  options: { readonly maps?: number; readonly file?: number; readonly index?: number } = {},
): Pfn {
  const pfn = frame(m)
  setCol(m, pfn, 0, FRAME_USED | (options.file === undefined ? FRAME_ANON : 0))
  setCol(m, pfn, COL_MAPCOUNT, options.maps ?? 0)
  setCol(m, pfn, COL_MAPPING, options.file === undefined ? 0 : options.file + 1)
  setCol(m, pfn, COL_INDEX, options.index ?? 0)
  setValue(m, pfn, { lo: value, hi: 0 })
  return pfn
}

export function pte(pfn: Pfn, lo: number, hi = NX_HI): Pte {
  const bits = pfnBits(pfn)
  return makePte(bits.lo | lo, bits.hi | hi)
}

/** The entry of a level on the way to a page, tables made as needed. */
function entryFor(m: Machine, pgd: Pfn, vpn: Vpn, level: Level): EntryRef {
  let at = pgd
  for (let l = 4 as Level; l > level; l = (l - 1) as Level) {
    const entry = (tableWords(m, at) + 2 * indexAt(vpn, l)) as EntryRef
    const value = m.getPte(entry)
    if (value.lo !== 0) {
      at = ((value.lo >>> 12) + (value.hi & 0xfffff) * 0x100000) as Pfn
      continue
    }
    const next = table(m, (l - 1) as Level)
    m.setPte(entry, pte(next, TABLE, 0))
    at = next
  }
  return (tableWords(m, at) + 2 * indexAt(vpn, level)) as EntryRef
}

function mapPage(m: Machine, pgd: Pfn, vpn: Vpn, value: Pte): EntryRef {
  const entry = entryFor(m, pgd, vpn, 1)
  m.setPte(entry, value)
  return entry
}

function vma(start: Vpn, pages: number, over: Partial<Vma> = {}): Vma {
  return {
    start,
    end: start + pages,
    flags: 0x3,
    protLo: P | US | A,
    protHi: NX_HI,
    file: null,
    pgoff: start,
    anonVma: 1,
    uffd: 0,
    ...over,
  }
}

function region(name: string, start: Vpn, pages: number): Region {
  return { name, start, pages, listed: true }
}

function mm(id: number, process: string, pgd: Pfn, over: Partial<Mm> = {}): Mm {
  return { id, process, pgd, words: 0 as WordIndex, vmas: [], regions: [], alive: true, ...over }
}

/** A page cache with these frames (0: a hole). */
function fileOf(m: Machine, id: number, name: string, frames: readonly number[]): Inode {
  const blocks = Math.max(1, Math.ceil(frames.length / 512))
  const cache = m.allocWords(blocks) as WordIndex
  for (let b = 0; b < blocks; b++) {
    const block = m.allocWords(512) as WordIndex
    m.write(cache + b, block)
    for (let i = 0; i < 512; i++) {
      const pfn = frames[b * 512 + i] ?? 0
      m.write(block + i, pfn === 0 ? 0 : pfn + 1)
    }
  }
  return { id, name, pages: frames.length, cache, thp: false, hidden: false }
}

const BLANK: Row = {
  op: 0,
  actor: 0,
  cpu: 0,
  depth: 0,
  site: 0,
  fn: 0,
  a: 0,
  b: 0,
  c: 0,
  d: 0,
  words: 0,
  deltas: 0,
  statement: 0,
}

function trace(rows: readonly Partial<Row>[]): Trace {
  const built = createTrace()
  for (const row of rows) pushRow(built, { ...BLANK, ...row })
  return built
}

function at(mmId: number, vpn: Vpn): { b: number; c: number } {
  return placeWords(mmId, vpn)
}

function runOf(
  rows: readonly Partial<Row>[],
  statements: readonly { readonly text: string; readonly actor: string }[],
  actors: readonly string[] = ['main', 'monitor', 'child'],
): Run {
  const built = trace(rows)
  return {
    title: 'fixture',
    kernel: 'v6.1',
    patches: [],
    cpus: 2,
    actors: actors.map((name, cpu) => ({
      name,
      process: name === 'child' ? 'child' : 'main',
      cpu,
    })),
    statements: statements.map((one, i) => ({
      ...one,
      line: i + 1,
      outcome: 'ok',
      value: null,
      message: null,
      ranges: null,
      woken: [],
      first: 0,
      last: built.length,
    })),
    steps: built.length,
    rows: built.rows.slice(0, built.length * 12),
    milestones: [],
    buffer: null,
    digest: '',
  } as unknown as Run
}

function viewOf(over: Partial<View>): View {
  return {
    step: 1,
    mms: [],
    inodes: [],
    uffd: null,
    tasks: [],
    session: { serve: false, uffd: 0, nextSeq: 0 },
    locks: [],
    stack: [],
    why: '',
    next: '',
    ...over,
  } as View
}

const SITES: Sites = [
  ['change_pte_range', 'mm/mprotect.c'],
  ['pte_alloc_one', 'mm/pgtable-generic.c'],
].map(([fn, file], id) => ({
  id,
  fn: fn as string,
  file: file as string,
  title: '',
  say: '',
  releases: '',
  trust: 'checked',
  was: null,
}))

export function inputOf(
  m: Machine,
  view: View,
  run: Run,
  over: {
    readonly changes?: readonly Change[]
    readonly selected?: StageInput['selected']
    readonly detail?: Detail
    readonly step?: number
    readonly openRuns?: readonly string[]
  } = {},
): StageInput {
  return {
    read: readerOf(m.words),
    view,
    run,
    sites: SITES,
    step: over.step ?? run.steps,
    changes: new Map((over.changes ?? []).map((change) => [change.entry, change])),
    selected: over.selected ?? null,
    openRuns: new Set(over.openRuns ?? []),
    detail: over.detail ?? (DETAILS[0] as Detail),
  }
}

/** The first page of the four-step story: A[4..7] in main and child, A[7] just resolved. */
export function cowMoment(): {
  readonly m: Machine
  readonly view: View
  readonly run: Run
  readonly changes: readonly Change[]
} {
  const m = newMachine(3)
  const base = 0x1000c0a00
  const main = table(m, 4)
  const child = table(m, 4)
  const pages = [0, 1, 2, 3].map((i) => page(m, i === 3 ? 1 : 0, { maps: i === 1 ? 1 : 2 }))
  const copy = page(m, 9, { maps: 1 })
  const shared = P | US | A | D | SOFT_DIRTY
  const frames = [pages[0], copy, pages[2], pages[3]] as Pfn[]
  let last = 0 as EntryRef
  frames.forEach((pfn, i) => {
    const bits = i === 1 ? shared | RW : i === 2 ? shared | UFFD_WP : shared
    last = mapPage(m, main, base + 4 + i, pte(pfn, bits))
  })
  pages.forEach((pfn, i) => {
    mapPage(m, child, base + 4 + i, pte(pfn, i === 3 ? shared : shared & ~A))
  })
  fill(m, 0, 0, base + 5, pte(copy, shared | RW))
  fill(m, 2, 1, base + 7, pte(pages[3] as Pfn, shared))
  const regions = [region('A', base, 16)]
  const view = viewOf({
    mms: [
      mm(0, 'main', main, { regions, vmas: [vma(base, 16, { uffd: 1, flags: 0x1003 })] }),
      mm(1, 'child', child, { regions, vmas: [vma(base, 16)] }),
    ],
    uffd: {
      id: 1,
      mm: 0,
      features: [],
      pending: [],
      waiting: [],
      events: [],
      changing: 0,
      released: false,
    } as unknown as NonNullable<View['uffd']>,
    why: 'UFFDIO_WRITEPROTECT cleared the uffd-wp bit only.',
    next: 'main retries.',
  })
  const place = at(0, base + 7)
  const run = runOf(
    [
      { op: 18 - 1, actor: 0, statement: 0, a: 3, ...place },
      { op: 5, actor: 1, statement: 1, a: last, d: 1, ...place },
      { op: 18, actor: 1, statement: 1, a: 0, ...place },
    ],
    [
      { text: 'write A[7] = 2', actor: 'main' },
      { text: 'unwp A[7]', actor: 'monitor' },
    ],
  )
  const after = m.getPte(last)
  const before = { lo: after.lo | UFFD_WP, hi: after.hi }
  return { m, view, run, changes: [{ entry: last, step: 2, before, after }] }
}

/** A page table has just been made under F[3], and a marker installed: nothing but the PGD was there before. */
export function prepopulateMoment(): {
  readonly m: Machine
  readonly view: View
  readonly run: Run
  readonly changes: readonly Change[]
} {
  const m = newMachine(2)
  const base = 0x100000000
  const pgd = table(m, 4)
  const frames = Array.from({ length: 1024 }, (_, index) => page(m, 7, { file: 0, index }))
  const file = fileOf(m, 0, 'F', frames)
  const vpn = base + 3
  const entry = mapPage(m, pgd, vpn, makePte(0xfffffc00, 0xf7ffffff))
  const levels = [3, 2, 1] as const
  const made = levels.map((level) => ({
    level,
    pfn: ((m.getPte(entryFor(m, pgd, vpn, (level + 1) as Level)).lo >>> 12) & 0xfffff) as Pfn,
  }))
  const pmd = entryFor(m, pgd, vpn, 2)
  const place = at(0, vpn)
  const run = runOf(
    [
      ...made.map(({ level, pfn }) => ({
        op: 6,
        actor: 1,
        cpu: 1,
        a: pfn,
        d: level,
        fn: 1,
        ...place,
      })),
      { op: 5, actor: 1, cpu: 1, a: entry, d: 1, ...place },
    ],
    [{ text: 'wp A[3]', actor: 'monitor' }],
  )
  const regions = [region('A', base, 1024)]
  const vmas = [vma(base, 1024, { file: 0, pgoff: 0, flags: 0x100b, uffd: 1 })]
  const view = viewOf({
    mms: [mm(0, 'main', pgd, { regions, vmas })],
    inodes: [file],
    stack: Array.from({ length: 9 }, (_, depth) => ({ site: depth === 8 ? 0 : 1, depth })),
    why: 'F[3] is cached though nothing maps it, so the none entry becomes a marker.',
    next: 'monitor drops both locks and returns.',
  })
  const none = { lo: 0, hi: 0 }
  const changes = [
    { entry, step: 4, before: none, after: m.getPte(entry) },
    { entry: pmd, step: 3, before: none, after: m.getPte(pmd) },
  ]
  return { m, view, run, changes }
}
