/** The userfaultfd as a card: what is registered with it, which messages wait, and who waits for an answer. */
import type { Mm, Task, Uffd, UffdEvent, UffdWait } from '../machine/records.ts'
import type { View } from './input.ts'
import type { Doings } from './moment.ts'
import { pageName, regionOf } from './naming.ts'
import { addressText } from './text.ts'

export interface UffdLine {
  readonly id: string
  readonly icon: 'message' | 'wake' | 'waiting' | 'event'
  readonly text: string
  readonly isCode: boolean
  readonly note: string
}

export interface UffdModel {
  readonly mm: number
  /** `A registered for write-protect` */
  readonly registered: string
  readonly lines: readonly UffdLine[]
  readonly messages: number
  readonly waiting: number
  readonly isReleased: boolean
  /** Something of it changed in this statement: the count that rose or fell. */
  readonly isFresh: boolean
}

/** Linux: VM_UFFD_MISSING, VM_UFFD_WP and this model's VM_UFFD_MINOR. */
export const VMA_UFFD_MODES = [
  [0x200, 'missing pages'],
  [0x1000, 'write-protect'],
  [0x2000, 'minor faults'],
] as const

/** UFFD_PAGEFAULT_FLAG_* of a message. */
const FLAG_WORDS = [
  [2, 'wp'],
  [4, 'minor'],
  [1, 'write'],
] as const

/** Lines of messages on the card; more are counted. */
const LINES = 3

/** `wp, write`; a plain missing fault on a load has no flags. */
function flagWords(flags: number): string {
  const words = FLAG_WORDS.filter(([bit]) => (flags & bit) !== 0).map(([, word]) => word)
  return words.length === 0 ? 'missing, read' : words.join(', ')
}

function registeredText(mms: readonly Mm[], uffd: Uffd): string {
  const mm = mms.find((one) => one.id === uffd.mm)
  const parts = new Map<string, Set<string>>()
  if (mm === undefined) return 'nothing registered'
  for (const vma of mm.vmas) {
    if (vma.uffd !== uffd.id) continue
    const modes = VMA_UFFD_MODES.filter(([bit]) => (vma.flags & bit) !== 0).map(([, word]) => word)
    const key = modes.join(' and ')
    parts.set(key, (parts.get(key) ?? new Set()).add(regionOf(mm, vma.start)?.name ?? '?'))
  }
  if (parts.size === 0) return 'nothing registered'
  return [...parts]
    .map(([modes, names]) => `${[...names].join(', ')} registered for ${modes}`)
    .join('; ')
}

function nameIn(mms: readonly Mm[], mmId: number, vpn: number): string {
  const mm = mms.find((one) => one.id === mmId)
  return (mm && pageName(mm, vpn)) ?? addressText(vpn)
}

function waitLine(view: View, uffd: Uffd, wait: UffdWait, isRead: boolean): UffdLine {
  const who = view.tasks.find((task) => task.id === wait.actor)?.name ?? ''
  return {
    id: `uffd-m${wait.seq}`,
    icon: 'message',
    text: `${nameIn(view.mms, uffd.mm, wait.vpn)} ${flagWords(wait.flags)}`,
    isCode: true,
    note: isRead ? `read, ${who} waits` : `unread, ${who} waits`,
  }
}

const EVENT_NAMES: Readonly<Record<UffdEvent['kind'], string>> = {
  fork: 'fork',
  remap: 'mremap',
  remove: 'remove',
  unmap: 'unmap',
}

function eventLine(event: UffdEvent, index: number): UffdLine {
  return {
    id: `uffd-e${index}`,
    icon: 'event',
    text: `event: ${EVENT_NAMES[event.kind]}`,
    isCode: true,
    note: 'unread',
  }
}

function sleepers(tasks: readonly Task[], uffd: Uffd): Task[] {
  return tasks.filter((task) => task.state.is === 'sleeping' && task.state.uffd === uffd.id)
}

/** What was answered in this statement and is in no queue any more. */
export interface Answered {
  readonly page: string
  readonly flags: number | null
  readonly woken: readonly string[]
}

function answeredLines(answered: Answered | null, counts: string): UffdLine[] {
  if (answered === null || answered.woken.length === 0) return []
  const lines: UffdLine[] = []
  if (answered.flags !== null) {
    lines.push({
      id: 'uffd-done',
      icon: 'message',
      text: `${answered.page} ${flagWords(answered.flags)}`,
      isCode: true,
      note: 'read and resolved',
    })
  }
  const woken = `${answered.woken.join(', ')} woken`
  return [...lines, { id: 'uffd-woken', icon: 'wake', text: woken, isCode: false, note: counts }]
}

/** The card, or null while there is no userfaultfd. */
export function uffdModel(view: View, doings: Doings, answered: Answered | null): UffdModel | null {
  const { uffd } = view
  if (uffd === null) return null
  const messages = uffd.pending.length + uffd.events.length
  const waiting = sleepers(view.tasks, uffd).length
  const counts = `${messages} ${messages === 1 ? 'message' : 'messages'}, ${waiting} waiting`
  const lines = [
    ...uffd.pending.map((wait) => waitLine(view, uffd, wait, false)),
    ...uffd.waiting.map((wait) => waitLine(view, uffd, wait, true)),
    ...uffd.events.map(eventLine),
  ]
  const shown = lines.slice(0, LINES)
  const more = lines.length - shown.length
  if (more > 0) shown.push(plainLine(`${more} more`, counts))
  if (shown.length === 0) shown.push(...answeredLines(answered, counts))
  if (shown.length === 0) shown.push(plainLine('no messages', 'nobody waits'))
  return {
    mm: uffd.mm,
    registered: uffd.released ? 'closed' : registeredText(view.mms, uffd),
    lines: shown,
    messages,
    waiting,
    isReleased: uffd.released,
    isFresh: doings.wake !== null || doings.message !== null,
  }
}

function plainLine(text: string, note: string): UffdLine {
  return { id: 'uffd-plain', icon: 'waiting', text, isCode: false, note }
}
