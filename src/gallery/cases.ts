/**
 * The cases of the gallery: moments that together show every part of a picture in every state that it has. The gallery
 * draws them, and `scenes.test.ts` keeps each of them as data.
 */
import { OP_FLUSH, OP_SET, OP_TABLE } from '../machine/trace.ts'
import { PRESETS } from '../scenarios/index.ts'
import { LESSONS } from '../scenarios/lessons.ts'
import hugePage from './texts/huge-page.uffd?raw'
import manyActors from './texts/many-actors.uffd?raw'
import manyFrames from './texts/many-frames.uffd?raw'
import messages from './texts/messages.uffd?raw'
import processes from './texts/processes.uffd?raw'
import savedDirty from './texts/saved-dirty.uffd?raw'

/** Where in a run: at a milestone, after a statement, or at the n-th row of an op within one. */
export type At =
  | { readonly milestone: number }
  | { readonly after: string }
  | { readonly during: string; readonly op: number; readonly nth?: number }

/** The stage of a page of 1440 × 900, of one of 1920 × 1080, of a projector of 1024 × 768, and beside an open drawer. */
export type Room = 'panes' | 'large' | 'projector' | 'narrow'

interface Common {
  /** Also the name of its snapshot. */
  readonly id: string
  readonly says: string
  readonly text: string
}

export interface StageCase extends Common {
  readonly kind: 'stage'
  readonly at: At
  readonly room: Room
  /** A page of main that is selected, by its place from the start of the first region. */
  readonly selected?: number
  /** Opens the first run of equal entries. */
  readonly opensRun?: true
}

export interface TimelineCase extends Common {
  readonly kind: 'timeline'
  readonly at: At
  readonly width: number
}

export interface LessonCase extends Common {
  readonly kind: 'lesson'
  /** From 1. */
  readonly slide: number
  readonly width: number
}

export type SceneCase = StageCase | TimelineCase | LessonCase

function preset(id: string): string {
  const found = PRESETS.find((one) => one.id === id)
  if (found === undefined) throw new RangeError(`no preset ${id}`)
  return found.text
}

function lesson(number: number): string {
  return LESSONS[number - 1]?.text ?? ''
}

const COW = preset('cow-and-uffd-wp')
const TABLE = preset('no-page-table')

function stage(
  id: string,
  says: string,
  text: string,
  at: At,
  more: Partial<StageCase> = {},
): StageCase {
  return { kind: 'stage', id, says, text, at, room: 'panes', ...more }
}

function slide(number: number, at: number, width: number, says: string): LessonCase {
  const id = `lesson-${number}-${at}-${width}`
  return { kind: 'lesson', id, says, text: lesson(number), slide: at, width }
}

export const CASES: readonly SceneCase[] = [
  stage('cow-1-blocked', 'Blocked by uffd-wp, a message unread', COW, { milestone: 0 }),
  stage('cow-2-resolved', 'Resolved: U 1 → 0, W still 0', COW, { milestone: 1 }),
  stage('cow-3-copied', 'Copy-on-write gives a frame', COW, { milestone: 2 }),
  stage('cow-4-writable', 'Each process has a frame of its own', COW, { milestone: 3 }),
  stage('cow-2-projector', 'The same on a projector', COW, { milestone: 1 }, { room: 'projector' }),
  stage('cow-2-large', 'The same on a large screen', COW, { milestone: 1 }, { room: 'large' }),
  stage('cow-2-narrow', 'Upper tables as a breadcrumb', COW, { milestone: 1 }, { room: 'narrow' }),
  stage('cow-selected', 'Another page is selected', COW, { milestone: 1 }, { selected: 5 }),
  stage('run-open', 'A run of equal entries is open', COW, { milestone: 1 }, { opensRun: true }),
  stage('table-made', 'A page table has just been made', TABLE, {
    during: 'wp A[3]',
    op: OP_TABLE,
    nth: 2,
  }),
  stage('marker-set', 'A marker guards a cached page', TABLE, { milestone: 2 }),
  stage('marker-faulted', 'A write met the marker and blocks', TABLE, { milestone: 3 }),
  stage('zero-page', 'The zero page, which nobody counts', preset('first-touch'), {
    after: 'read A[0]',
  }),
  stage('swapped-out', 'In swap, with and without uffd-wp', preset('bit-survives-swap'), {
    after: 'advise A[0..1] pageout',
  }),
  stage('fault-around', 'Sixteen entries folded, and their frames', preset('fault-around'), {
    after: 'read A[20]',
  }),
  stage('stale-tlb', 'An entry has changed, and a CPU has the old one', savedDirty, {
    during: 'wp A[0..1]',
    op: OP_SET,
  }),
  stage('flushed', 'The stale translation is gone', savedDirty, {
    during: 'wp A[0..1]',
    op: OP_FLUSH,
  }),
  stage('huge-page', 'A leaf of 2 MiB', hugePage, { after: 'write A[700] = 3' }),
  stage('many-frames', 'More frames than cards', manyFrames, { after: 'write A[40] = 9' }),
  stage('processes', 'Three processes on one frame', processes, { after: 'two: read A[1]' }),
  stage('messages', 'Several messages wait', messages, { after: 'T2: write A[3] = 4' }),
  stage('saved-dirty', 'From v6.6 a dirty bit moves when the write bit goes', savedDirty, {
    after: 'wp A[0..1]',
  }),
  {
    kind: 'timeline',
    id: 'timeline-cow',
    says: 'Blocked, woken; a message and a wake as arrows',
    text: COW,
    at: { milestone: 1 },
    width: 1300,
  },
  {
    kind: 'timeline',
    id: 'timeline-actors',
    says: 'Eight lanes',
    text: manyActors,
    at: { after: 'T6: write A[6] = 6' },
    width: 1300,
  },
  slide(1, 5, 700, 'Tables on the way, one entry none'),
  slide(4, 5, 700, 'Two processes, one frame'),
  slide(7, 7, 700, 'Blocked, and shared'),
  slide(7, 7, 340, 'The same on a phone'),
  slide(9, 4, 700, 'A marker and the cached page behind it'),
]
