/** Everything that the inspector says about one entry at one moment. */
import { pfnOf } from '../machine/entry.ts'
import type { Mm, Vma } from '../machine/records.ts'
import type { TlbEntry } from '../machine/tlb.ts'
import {
  LOCK_INODE,
  LOCK_MMAP,
  LOCK_PAGE,
  LOCK_PTL,
  LOCK_RMAP,
  LOCK_VMA,
  OP_FLUSH,
  OP_LOCK,
  OP_UNLOCK,
} from '../machine/trace.ts'
import type { EntryRef, Level, Vpn } from '../machine/units.ts'
import { indexAt, LEVEL_NAMES } from '../machine/units.ts'
import { changeText } from './changes.ts'
import type { EntryState } from './decode-entry.ts'
import { decodeEntry, STATE_WORDS } from './decode-entry.ts'
import type { EntryBits } from './entry-bits.ts'
import { entryBits } from './entry-bits.ts'
import type { Change, Run, View } from './input.ts'
import type { FrameInfo, Read, WalkStep } from './memory.ts'
import { frameInfo, readTlb, walkSteps } from './memory.ts'
import type { Place } from './moment.ts'
import { rowOf, rowsOfStatement } from './moment.ts'
import { pageName, rangeName, regionOf } from './naming.ts'
import { lockPose, tlbPose } from './poses.ts'
import { allowsWrite, isStale } from './stale.ts'
import { pfnText, valueText } from './text.ts'
import { VMA_UFFD_MODES } from './uffd-model.ts'

export interface InspectedEntry {
  readonly entry: EntryRef
  readonly mm: number
  readonly vpn: Vpn
  readonly level: Level
  /** `PTE 7` */
  readonly title: string
  readonly table: string
  readonly process: string
  readonly state: EntryState
  readonly stateWord: string
  readonly huge: boolean
  readonly bits: EntryBits
  /** The table that was asked for is not there: the walk ends here. */
  readonly endsEarly: boolean
}

interface LockLine {
  readonly id: string
  readonly name: string
  readonly mode: string
  readonly isHeld: boolean
  readonly pose: string
}

export interface LocksModel {
  readonly title: string
  readonly next: string
  readonly lines: readonly LockLine[]
}

interface TlbLine {
  readonly id: string
  readonly vpn: string
  readonly frame: string
  readonly letter: 'R' | 'W'
  readonly isStale: boolean
  /** The step has flushed it: it is seen while it fades. */
  readonly isGone: boolean
  readonly pose: string
}

export interface TlbCpu {
  readonly cpu: number
  readonly actor: string
  readonly lines: readonly TlbLine[]
  readonly more: number
}

export interface TlbModel {
  readonly title: string
  readonly note: string
  readonly cpus: readonly TlbCpu[]
}

/** Name and value, one line. */
export interface Fact {
  readonly name: string
  readonly value: string
  readonly isCode: boolean
}

export interface InspectorModel {
  readonly entry: InspectedEntry | null
  readonly locks: LocksModel
  readonly tlb: TlbModel
  readonly page: readonly Fact[]
  readonly vma: readonly Fact[]
}

export interface InspectorInput {
  readonly read: Read
  readonly view: View
  readonly run: Run
  readonly step: number
  readonly place: (Place & { readonly level: Level }) | null
  readonly changes: ReadonlyMap<number, Change>
  /** The moment before, where its step is played: what the step has flushed is read from there. */
  readonly before?: Read
}

function mmOf(input: InspectorInput): Mm | undefined {
  return input.view.mms.find((mm) => mm.id === input.place?.mm && mm.alive)
}

/** The entry that is asked for, or where the walk to it ends. */
function inspectedStep(input: InspectorInput): WalkStep | null {
  const mm = mmOf(input)
  if (mm === undefined || input.place === null) return null
  const steps = walkSteps(input.read, mm.pgd, input.place.vpn)
  return steps.find((step) => step.level === input.place?.level) ?? steps.at(-1) ?? null
}

function inspectedEntry(input: InspectorInput): InspectedEntry | null {
  const step = inspectedStep(input)
  const mm = mmOf(input)
  if (step === null || mm === undefined || input.place === null) return null
  const { level, pte, entry } = step
  const info = decodeEntry(pte, level)
  return {
    entry,
    mm: mm.id,
    vpn: input.place.vpn,
    level,
    title: `${LEVEL_NAMES[level]} ${indexAt(input.place.vpn, level)}`,
    table: pfnText(step.table),
    process: mm.process,
    state: info.state,
    stateWord: info.zero ? 'zero page' : STATE_WORDS[info.state],
    huge: info.huge,
    bits: entryBits(pte, input.changes.get(entry)?.before ?? null, level),
    endsEarly: level > input.place.level && info.state === 'none',
  }
}

const LOCK_NAMES: Readonly<Record<number, string>> = {
  [LOCK_MMAP]: 'mmap_lock',
  [LOCK_PTL]: 'ptl',
  [LOCK_VMA]: 'vma lock',
  [LOCK_PAGE]: 'page lock',
  [LOCK_INODE]: 'inode lock',
  [LOCK_RMAP]: 'i_mmap lock',
}

function lockName(kind: number, id: number): string {
  const name = LOCK_NAMES[kind] ?? 'lock'
  return kind === LOCK_PTL || kind === LOCK_PAGE ? `${name} ${pfnText(id)}` : name
}

/** How far ahead the next lock is looked for: it should be about to happen. */
const LOCK_AHEAD = 40

function nextLock(input: InspectorInput): string {
  for (let k = input.step + 1; k <= input.step + LOCK_AHEAD; k++) {
    const row = rowOf(input.run, k)
    if (row === null) return ''
    if (row.op !== OP_LOCK) continue
    return `${input.run.actors[row.actor]?.name ?? ''} takes ${lockName(row.a, row.b).split(' ')[0]} next`
  }
  return ''
}

/** Locks that the statement has dropped again: shown open. */
function droppedLocks(input: InspectorInput): LockLine[] {
  const lines = new Map<string, LockLine>()
  for (const { row } of rowsOfStatement(input.run, input.step)) {
    if (row.op !== OP_UNLOCK) continue
    const name = lockName(row.a, row.b)
    if (!lines.has(name))
      lines.set(name, { id: `open-${name}`, name, mode: '', isHeld: false, pose: lockPose(name) })
  }
  return [...lines.values()].slice(0, 3).reverse()
}

function locksModel(input: InspectorInput): LocksModel {
  const { locks } = input.view
  const own = ` of ${mmOf(input)?.process ?? ''}`
  const holders = [...new Set(locks.map((lock) => lock.holder))]
  const title =
    holders.length === 0
      ? 'Locks held: none'
      : holders.length === 1
        ? `Locks held by ${holders[0]}`
        : 'Locks held'
  const held = locks.map(
    (lock): LockLine => ({
      id: `${lock.name}-${lock.pfn}-${lock.holder}`,
      name: lock.name.endsWith(own) ? lock.name.slice(0, -own.length) : lock.name,
      mode: [lock.mode === 'read' ? 'read' : '', holders.length > 1 ? `by ${lock.holder}` : '']
        .filter(Boolean)
        .join(' '),
      isHeld: true,
      pose: lockPose(lock.name),
    }),
  )
  return {
    title,
    next: nextLock(input),
    lines: held.length > 0 ? held : droppedLocks(input),
  }
}

/** Lines a CPU; the nearest to the page come first. */
const TLB_LINES = 3

function tlbCpu(
  input: InspectorInput,
  cpu: number,
  isMeant: (mm: number, vpn: Vpn) => boolean,
): TlbCpu {
  const { view, place } = input
  const entries = readTlb(input.read, cpu).filter((one) => isMeant(one.mm, one.vpn))
  const home = place?.vpn ?? 0
  const isOld = new Map(
    entries.map((one) => [
      one,
      isStale(
        input.read,
        view.mms.find((mm) => mm.id === one.mm),
        one,
      ),
    ]),
  )
  const ranked = [...entries].sort(
    (a, b) =>
      Number(isOld.get(b)) - Number(isOld.get(a)) ||
      Math.abs(a.vpn - home) - Math.abs(b.vpn - home),
  )
  const shown = ranked.slice(0, TLB_LINES).sort((a, b) => a.vpn - b.vpn)
  const task = view.tasks.find((one) => one.cpu === cpu && one.state.is !== 'gone')
  return {
    cpu,
    actor: task?.name ?? input.run.actors.find((actor) => actor.cpu === cpu)?.name ?? '',
    lines: [
      ...shown.map((one) => tlbLine(one, isOld.get(one) === true, false)),
      ...flushed(input, cpu)
        .filter((one) => isMeant(one.mm, one.vpn))
        .slice(0, TLB_LINES)
        .map((one) => tlbLine(one, false, true)),
    ],
    more: entries.length - shown.length,
  }
}

function tlbLine(one: TlbEntry, isOld: boolean, isGone: boolean): TlbLine {
  return {
    id: `${one.mm}-${one.vpn}`,
    vpn: one.vpn.toString(16).slice(-5),
    frame: pfnText(pfnOf(one.pte)),
    letter: allowsWrite(one.pte) ? 'W' : 'R',
    isStale: isOld,
    isGone,
    pose: tlbPose(one),
  }
}

/** What the CPU had before the step and has no more. */
function flushed({ before, read }: InspectorInput, cpu: number): TlbEntry[] {
  if (before === undefined) return []
  const now = new Set(readTlb(read, cpu).map(tlbPose))
  return readTlb(before, cpu).filter((one) => !now.has(tlbPose(one)))
}

function tlbModel(input: InspectorInput): TlbModel {
  const mm = mmOf(input)
  const region = mm === undefined || input.place === null ? null : regionOf(mm, input.place.vpn)
  const isMeant = (id: number, vpn: Vpn): boolean => {
    const owner = input.view.mms.find((one) => one.id === id)
    return region === null || (owner !== undefined && regionOf(owner, vpn)?.name === region.name)
  }
  const cpus = Array.from({ length: input.run.cpus }, (_, cpu) => tlbCpu(input, cpu, isMeant))
  const hasStale = cpus.some((cpu) => cpu.lines.some((line) => line.isStale))
  const hasFlush = rowsOfStatement(input.run, input.step).some(({ row }) => row.op === OP_FLUSH)
  const isQuiet = input.changes.size > 0 && !hasStale && !hasFlush
  return {
    title: region === null ? 'TLB entries' : `TLB entries for ${region.name}`,
    note: hasStale ? 'not flushed yet' : isQuiet ? 'no flush needed' : '',
    cpus,
  }
}

function fact(name: string, value: string, isCode = false): Fact {
  return { name, value, isCode }
}

function pageFacts(input: InspectorInput): Fact[] {
  const step = inspectedStep(input)
  if (step === null) return []
  const info = decodeEntry(step.pte, step.level)
  if (info.zero) return [fact('Frame', 'zero page: shared by all, never counted')]
  if (info.pfn === null || info.letters === null) return []
  const frame = frameInfo(input.read, info.pfn)
  if (frame === null) return [fact('Frame', pfnText(info.pfn), true)]
  const inode = input.view.inodes.find((one) => one.id === frame.file)
  const kind = frame.anon
    ? frame.exclusive
      ? 'anonymous, exclusive to one process'
      : 'anonymous, maybe shared'
    : inode === undefined || inode.hidden
      ? 'shared memory'
      : `page cache of ${inode.name}[${frame.index}]`
  return [
    fact('Frame', pfnText(frame.pfn), true),
    fact('Mapped', mappedText(frame)),
    fact('Kind', kind),
    fact('Value', valueText(frame.value), true),
  ]
}

function mappedText({ mapcount, refcount }: FrameInfo): string {
  const entries = mapcount === 1 ? '1 entry' : `${mapcount} entries`
  return `${entries}, ${refcount === 1 ? '1 reference' : `${refcount} references`}`
}

/** Linux: VM_WRITE, VM_SHARED, VM_READ. */
const VM_READ = 0x1
const VM_WRITE = 0x2
const VM_SHARED = 0x8

function vmaFacts(input: InspectorInput): Fact[] {
  const mm = mmOf(input)
  const { place } = input
  const vma = mm?.vmas.find(
    (one) => place !== null && place.vpn >= one.start && place.vpn < one.end,
  )
  if (mm === undefined || vma === undefined || place === null) return []
  const modes = VMA_UFFD_MODES.filter(([bit]) => (vma.flags & bit) !== 0).map(([, word]) => word)
  return [
    fact('Area', vmaName(mm, vma), true),
    fact('Access', accessWords(vma)),
    fact(
      'userfaultfd',
      modes.length === 0 ? 'not registered' : `registered for ${modes.join(' and ')}`,
    ),
  ]
}

function vmaName(mm: Mm, vma: Vma): string {
  const region = regionOf(mm, vma.start)
  if (region === null) return pageName(mm, vma.start) ?? vma.start.toString(16)
  const first = vma.start - region.start
  return rangeName(region.name, first, first + vma.end - vma.start - 1)
}

function accessWords(vma: Vma): string {
  const read = (vma.flags & VM_READ) !== 0
  const write = (vma.flags & VM_WRITE) !== 0
  const access = read && write ? 'read, write' : read ? 'read' : write ? 'write' : 'none'
  return `${access}; ${(vma.flags & VM_SHARED) !== 0 ? 'shared' : 'private'}${vma.file === null ? '' : ', of a file'}`
}

export function inspectorModel(input: InspectorInput): InspectorModel {
  return {
    entry: inspectedEntry(input),
    locks: locksModel(input),
    tlb: tlbModel(input),
    page: pageFacts(input),
    vma: vmaFacts(input),
  }
}

/** One line of an entry's biography. */
export interface LifeLine {
  readonly step: number
  readonly what: string
  readonly statement: string
  readonly fn: number
}

/** An entry's changes in the run, in words. */
export function lifeLines(run: Run, changes: readonly Change[], level: Level): LifeLine[] {
  return changes.map((change) => {
    const row = rowOf(run, change.step)
    return {
      step: change.step,
      what: changeText(change.before, change.after, level).what,
      statement: row === null ? '' : (run.statements[row.statement]?.text ?? ''),
      fn: row?.fn ?? -1,
    }
  })
}

export function lifeCount(count: number): string {
  return `${count} ${count === 1 ? 'change' : 'changes'}`
}

/** One time that a bit of an entry was set or cleared. */
export interface BitChange {
  readonly step: number
  readonly isSet: boolean
  readonly statement: string
  /** Site of the function that did it. */
  readonly fn: number
}

/** When one of the twelve low bits was set and cleared; what it meant at the time is its entry's business. */
export function bitLife(run: Run, changes: readonly Change[], bit: number): BitChange[] {
  return changes.flatMap(({ step, before, after }): BitChange[] => {
    const was = (before.lo >>> bit) & 1
    const is = (after.lo >>> bit) & 1
    if (was === is) return []
    const row = rowOf(run, step)
    const statement = row === null ? '' : (run.statements[row.statement]?.text ?? '')
    return [{ step, isSet: is === 1, statement, fn: row?.fn ?? -1 }]
  })
}

/** The life of a bit as a line: high while it is set, over all steps of the run. */
export function bitLine(
  life: readonly BitChange[],
  now: 0 | 1,
  steps: number,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const first = life[0]
  const yOf = (isSet: boolean): number => (isSet ? 1 : height - 1)
  let d = `M0 ${yOf(first === undefined ? now === 1 : !first.isSet)}`
  for (const { step, isSet } of life) {
    d += `H${Math.round((step / Math.max(1, steps)) * width * 10) / 10}V${yOf(isSet)}`
  }
  return `${d}H${width}`
}
