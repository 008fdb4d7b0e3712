/**
 * What a link says of the page beside the scenario and the step, one part a key. A part that makes no sense to this
 * page, or to this run, is left out: it never keeps a scenario from being opened.
 */
import type { LinkView } from '../lang/url.ts'
import type { Level } from '../machine/units.ts'
import { compareMomentText, takeCompare } from './compare-state.ts'
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
  readonly take: (value: string | null, link: LinkView) => void | Promise<void>
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

/** A comparison: the right side and the left one as kernels in words; its moment, and the page that is looked at. */
const rightPart: LinkPart = {
  key: 'c',
  write: async ({ view }) =>
    view.view === 'compare' ? (await import('./compare.ts')).compareSideText('b') : null,
  take: (value, link) => takeCompare({ a: link['a'], b: value ?? undefined, moment: link['i'] }),
}

const leftPart: LinkPart = {
  key: 'a',
  write: async ({ view }) =>
    view.view === 'compare' ? (await import('./compare.ts')).compareSideText('a') : null,
  take: () => undefined,
}

const momentPart: LinkPart = {
  key: 'i',
  write: ({ view }) => (view.view === 'compare' ? compareMomentText() : null),
  take: () => undefined,
}

/** Bounds of an exploration, and the schedule that is drawn where it is not the first one. */
const boundsPart: LinkPart = {
  key: 'x',
  write: async ({ view }) =>
    view.view === 'explore' ? (await import('./explore-link.ts')).boundsText() : null,
  take: async (value, { v }) => {
    if (v === 'explore') (await import('./explore-link.ts')).takeBounds(value)
  },
}

const drawnPart: LinkPart = {
  key: 'w',
  write: async ({ view }) =>
    view.view === 'explore' ? (await import('./explore-link.ts')).shownScheduleText() : null,
  take: async (value, { v }) => {
    if (v === 'explore') (await import('./explore-link.ts')).takeShownSchedule(value)
  },
}

/** Zoom of the map and the range that is brushed. */
const mapPart: LinkPart = {
  key: 'z',
  write: async ({ view }) =>
    view.view === 'map' ? (await import('./map-link.ts')).mapText() : null,
  take: async (value, { v }) => {
    if (v === 'map') (await import('./map-link.ts')).takeMap(value)
  },
}

/** In the order in which they are taken: the view last, since it begins what the others are about. */
export const LINK_PARTS: readonly LinkPart[] = [
  selectionPart,
  runsPart,
  panelsPart,
  lessonPart,
  schedulePart,
  rightPart,
  leftPart,
  momentPart,
  boundsPart,
  drawnPart,
  mapPart,
  viewPart,
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
