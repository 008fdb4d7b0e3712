/**
 * What a link says of the page beside the scenario and the step, one part a key. A part that makes no sense to this
 * page, or to this run, is left out: it never keeps a scenario from being opened.
 */
import type { Level } from '../machine/units.ts'
import { takeCompareSide } from './compare-state.ts'
import { lessons } from './lesson-state.ts'
import { withPart } from './rooms.ts'
import { selectionAt } from './select.ts'
import type { Selection, State, ViewName } from './state.ts'
import { patch } from './store.ts'

export interface LinkPart {
  /** One to eight small letters, in no other use: `t`, `d`, `e`, `k` and `p` (below) are taken. */
  readonly key: string
  /** The part of the present state; null where there is nothing to say. */
  readonly write: (state: State) => string | null | Promise<string | null>
  /** Takes the part of a link that has just been run; null where the link does not have it. */
  readonly take: (value: string | null) => void
}

const VIEWS: readonly string[] = ['map', 'compare', 'explore', 'lesson'] satisfies ViewName[]
const MOST_RUNS = 16
const RUN_ID = /^r\d{1,6}-\d{1,12}-\d{1,3}$/

const viewPart: LinkPart = {
  key: 'v',
  write: ({ view }) => (VIEWS.includes(view.view) ? view.view : null),
  take: (value) => {
    if (value !== null && VIEWS.includes(value)) patch('view', { view: value as ViewName })
  },
}

const selectionPart: LinkPart = {
  key: 's',
  write: ({ view }) => (view.selected === null ? null : selectionText(view.selected)),
  take: (value) => patch('view', { selected: selectionOf(value ?? '') }),
}

/** Runs of equal entries that are open. */
const runsPart: LinkPart = {
  key: 'r',
  write: ({ view }) =>
    view.openRuns.length === 0 ? null : view.openRuns.slice(0, MOST_RUNS).join('.'),
  take: (value) => {
    const ids = (value ?? '').split('.').slice(0, MOST_RUNS)
    patch('view', { openRuns: ids.filter((id) => RUN_ID.test(id)) })
  },
}

/** Open panels, a letter each: the scenario's drawer, the inspector's, the editor. */
const panelsPart: LinkPart = {
  key: 'o',
  write: ({ view, doc }) => {
    const { scenario, inspector } = view.drawers
    const letters = `${scenario ? 's' : ''}${inspector ? 'i' : ''}${doc.editing ? 'e' : ''}`
    return letters === '' ? null : letters
  },
  take: (value) => {
    if (value === null) return
    const has = (letter: string) => value.includes(letter)
    patch('view', { drawers: { scenario: has('s'), inspector: has('i') && !has('s') } })
    patch('doc', { editing: has('e') })
  },
}

/** The slide of the lesson that is given, counted from 1. */
const lessonPart: LinkPart = {
  key: 'l',
  write: ({ doc }) => {
    const { lesson, at } = lessons.getState()
    return lesson !== null && lesson.text === doc.text ? String(at + 1) : null
  },
  take: (value) => {
    if (value === null || !/^\d{1,4}$/.test(value)) return
    withPart('lesson', (lesson) => lesson.takeLesson(Number(value) - 1))
  },
}

/** The schedule of the last `||` line: it is taken before the run, in `link.ts`. */
const schedulePart: LinkPart = {
  key: 'p',
  write: ({ doc }) => doc.schedule,
  take: () => undefined,
}

/** The other side of a comparison: a kernel in words, with dots for blanks. */
const comparePart: LinkPart = {
  key: 'c',
  write: async ({ view }) =>
    view.view === 'compare' ? (await import('./compare.ts')).compareSideText() : null,
  take: (value) => takeCompareSide(value),
}

export const LINK_PARTS: readonly LinkPart[] = [
  viewPart,
  selectionPart,
  runsPart,
  panelsPart,
  lessonPart,
  schedulePart,
  comparePart,
]

/** `1.1000c0a07.1`: address space, page, level. */
function selectionText({ mm, vpn, level }: Selection): string {
  return `${mm}.${vpn.toString(16)}.${level}`
}

/** The entry that a link names, found again in the tables of now; null where they do not reach so far. */
function selectionOf(written: string): Selection | null {
  const match = /^(\d{1,4})\.([0-9a-f]{1,9})\.([1-4])$/.exec(written)
  if (match === null) return null
  const vpn = Number.parseInt(match[2] ?? '', 16)
  return selectionAt(Number(match[1]), vpn, Number(match[3]) as Level)
}
