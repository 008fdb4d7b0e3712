/**
 * Every figure by its name in the JSON: what it is, where it is measured and what is asked of it. The suites only
 * measure; `docs/performance.md` has a line and an explanation for each (rows.test.ts).
 */

/** `times`: of the reference that runs in turn with it; otherwise of the value itself. */
export interface Goal {
  readonly most?: number
  readonly least?: number
  readonly times?: true
}

export interface RowSpec {
  readonly what: string
  readonly unit: string
  readonly where: 'node' | 'browser'
  readonly goal: Goal
}

const node = (what: string, unit: string, goal: Goal): RowSpec => ({
  what,
  unit,
  where: 'node',
  goal,
})
const browser = (what: string, unit: string, goal: Goal): RowSpec => ({
  what,
  unit,
  where: 'browser',
  goal,
})
const times = (most: number): Goal => ({ most, times: true })

const GIB = 'of 1 GiB, an entry'
const PRESENT_ANON = `present anonymous pages ${GIB}`
const PRESENT_SHMEM = `present shmem pages ${GIB}`
const MARKERS = `markers ${GIB}`

export const ROWS = {
  'protect.anon': node(`wp, warm: ${PRESENT_ANON}`, 'ns', times(4.5)),
  'protect.anon.first': node(`wp, first call: ${PRESENT_ANON}`, 'ns', times(4.5)),
  'protect.anon.kernel': node(`wp, warm: ${PRESENT_ANON}`, 'ns', times(0.1)),
  'protect.shmem': node(`wp, warm: ${PRESENT_SHMEM}`, 'ns', times(4.5)),
  'protect.shmem.first': node(`wp, first call: ${PRESENT_SHMEM}`, 'ns', times(4.5)),
  'protect.shmem.kernel': node(`wp, warm: ${PRESENT_SHMEM}`, 'ns', times(0.1)),
  'protect.marker': node(`wp, warm: ${MARKERS}`, 'ns', times(4.5)),
  'protect.marker.first': node(`wp, first call, 513 tables missing: ${MARKERS}`, 'ns', times(4.5)),
  'protect.marker.kernel': node(`wp, warm: ${MARKERS}`, 'ns', times(0.5)),
  'resolve.anon': node(`unwp, warm: ${PRESENT_ANON}`, 'ns', times(4.5)),
  'resolve.anon.first': node(`unwp, first call: ${PRESENT_ANON}`, 'ns', times(4.5)),
  'resolve.anon.kernel': node(`unwp, warm: ${PRESENT_ANON}`, 'ns', times(0.1)),
  'resolve.shmem': node(`unwp, warm: ${PRESENT_SHMEM}`, 'ns', times(4.5)),
  'resolve.shmem.first': node(`unwp, first call: ${PRESENT_SHMEM}`, 'ns', times(4.5)),
  'resolve.shmem.kernel': node(`unwp, warm: ${PRESENT_SHMEM}`, 'ns', times(0.1)),
  'resolve.marker': node(`unwp, warm: ${MARKERS}`, 'ns', times(4.5)),
  'resolve.marker.first': node(`unwp, first call: ${MARKERS}`, 'ns', times(4.5)),
  'resolve.marker.kernel': node(`unwp, warm: ${MARKERS}`, 'ns', times(0.5)),
  'protect.memory': node('journal and trace of one wp: 1 GiB anonymous', 'KiB', { most: 100 }),
  'protect.memory.shmem': node('journal and trace of one wp: 1 GiB shmem', 'KiB', { most: 100 }),
  'protect.memory.marker': node(
    'journal and trace of one wp: 1 GiB of markers, their tables made',
    'KiB',
    { most: 100 },
  ),
  'cow.cycle': node('write, message, read, resolve, wake, copy', 'ns', times(0.5)),
  walk: node('random four-level walk', 'ns', times(1.5)),
  step: node('a micro-step, recorded and journalled', 'ns', times(3)),
  'step.rate': node('micro-steps', '/s', { least: 5_000_000 }),
  seek: node('jump to any of a million steps, longest of 200', 'ms', { most: 4 }),
  'scale.pages': node('time of ten times the pages', 'ms', times(11)),
  'scale.pages.memory': node('memory of ten times the pages', 'KiB', times(11)),
  'scale.steps': node('time of ten times the steps', 'ms', times(11)),
  'scale.steps.memory': node('memory of ten times the steps', 'KiB', times(11)),
  'scale.processes': node('time of ten times the processes', 'ms', times(11)),
  'scale.processes.memory': node('memory of ten times the processes', 'KiB', times(11)),
  'scale.actors': node('time of ten times the actors', 'ms', times(11)),
  'scale.actors.memory': node('memory of ten times the actors', 'KiB', times(11)),
  explore: node('transitions explored on one core', '/s', { least: 1_000_000 }),
  'explore.three': node('transitions of three CPUs, nothing known before', '/s', {
    least: 100_000,
  }),
  'explore.states': node('states told apart on one core', '/s', { least: 0 }),
  'explore.spin': node('a transition, on the model that SPIN has too', 'ns', times(5)),
  'seek.paint': browser('step to paint on the presets, p95', 'ms', { most: 16 }),
  'map.recolour': browser('262,144 cells recoloured: JavaScript a frame', 'ms', { most: 1 }),
  'map.recolour.frame': browser('262,144 cells recoloured: p95 frame', 'ms', { most: 20 }),
  'map.recolour.mixed': browser('the same, no two neighbours alike: JavaScript a frame', 'ms', {}),
  'story.frames': browser('p95 frame while a preset plays, worst preset', 'ms', { most: 20 }),
  'story.frames.task': browser('longest task while a preset plays', 'ms', { most: 50 }),
  'load.bytes': browser('scripts until a story can be stepped, worker included', 'KB', times(1.65)),
  'load.bytes.all': browser('all that is sent until a story can be stepped', 'KB', {}),
  'load.bytes.start': browser('scripts until the start page can be used', 'KB', times(1.65)),
  'load.fcp': browser('first contentful paint, CPU slowed 4 times', 'ms', { most: 250 }),
  'load.interactive': browser('until a story can be stepped, CPU slowed 4 times', 'ms', {
    most: 1100,
  }),
  'load.shift': browser('layout shift while a story loads, CPU slowed 4 times', '', { most: 0 }),
  'load.lighthouse.performance': browser('Lighthouse', 'points', { least: 95 }),
  'load.lighthouse.accessibility': browser('Lighthouse', 'points', { least: 100 }),
  'load.lighthouse.best-practices': browser('Lighthouse', 'points', { least: 100 }),
  idle: browser('wake-ups when nothing plays', '/s', { most: 0 }),
} as const satisfies Readonly<Record<string, RowSpec>>

export type RowName = keyof typeof ROWS

export const ROW_NAMES = Object.keys(ROWS) as readonly RowName[]
