import { expect, test } from 'vitest'
import {
  createTrace,
  OP_LOCK,
  OP_MESSAGE,
  OP_SLEEP,
  OP_WAKE,
  pushRow,
  ROW_WORDS,
} from '../machine/trace.ts'
import type { Run } from './input.ts'
import { axisOf, leftToShow, stepAtX, xOfRow, xOfStep } from './timeline-axis.ts'
import { eventsOf } from './timeline-events.ts'
import { timelinePose, timelineScene } from './timeline-scene.ts'

interface Drawn {
  readonly actor: number
  readonly op?: number
  readonly a?: number
  readonly d?: number
}

function runOf(statements: readonly (readonly [text: string, rows: readonly Drawn[]])[]): Run {
  const trace = createTrace()
  const ends = statements.map(([text, rows], index) => {
    const first = trace.length
    for (const { actor, op = OP_LOCK, a = 0, d = 0 } of rows) {
      pushRow(trace, {
        op,
        actor,
        cpu: 0,
        depth: 0,
        site: 0,
        fn: 0,
        a,
        b: 7,
        c: 1 << 8,
        d,
        words: 0,
        deltas: 0,
        statement: index,
      })
    }
    return {
      line: index + 1,
      text,
      actor: 'main',
      outcome: 'ok',
      woken: [],
      first,
      last: trace.length,
    }
  })
  return {
    steps: trace.length,
    rows: trace.rows.slice(0, trace.length * ROW_WORDS),
    statements: ends,
    actors: [{ name: 'main' }, { name: 'monitor' }, { name: 'child' }],
  } as unknown as Run
}

const plain = (count: number, actor = 0): Drawn[] =>
  Array.from({ length: count }, () => ({ actor }))
const many = (count: number): Run =>
  runOf(Array.from({ length: count }, (_, k) => [`write A[${k}] = 1`, plain(50)] as const))

test('a short run fills the room exactly', () => {
  const run = runOf([
    ['map A anon 4', plain(2)],
    ['write A[0] = 1', plain(8)],
  ])
  const axis = axisOf(run, 1000)
  expect(axis.width).toBe(1000)
  expect(xOfStep(axis, run, 0)).toBe(0)
  expect(xOfStep(axis, run, 10)).toBeCloseTo(1000)
})

test('places and steps are inverse to each other', () => {
  const run = many(40)
  const axis = axisOf(run, 900)
  for (let step = 0; step <= run.steps; step += 7) {
    expect(stepAtX(axis, run, xOfStep(axis, run, step))).toBe(step)
  }
  for (let row = 1; row < run.steps; row++) {
    expect(xOfRow(axis, run, row)).toBeGreaterThan(xOfRow(axis, run, row - 1))
  }
})

test('a long run is wider than the room, and only what is visible is drawn', () => {
  const run = many(400)
  const axis = axisOf(run, 1000)
  expect(run.steps).toBe(20_000)
  expect(axis.width).toBeGreaterThan(1000)
  const scene = timelineScene({
    run,
    axis,
    events: eventsOf(run),
    step: 500,
    left: 0,
    right: 1200,
    lanes: { top: 20, apart: 40 },
  })
  expect(scene.past.split('M').length + scene.future.split('M').length).toBeLessThan(400)
  expect(scene.heads.length).toBeLessThan(20)
})

test('one long statement does not bury the others', () => {
  const run = runOf([
    ['write A[0] = 1', plain(20)],
    ['pwrite F[0..1023] = 7', plain(4096)],
    ['write A[1] = 1', plain(20)],
  ])
  const axis = axisOf(run, 1000)
  expect(axis.width).toBe(1000)
  const lanes = { top: 20, apart: 40 }
  const shown = { run, axis, events: eventsOf(run), left: 0, right: 1000, lanes }
  expect(timelineScene({ ...shown, step: 4136 }).past.split('M').length).toBeLessThan(450)
})

test('of hundreds of thousands of steps no more are drawn than can be told apart', () => {
  const run = runOf([
    ['pwrite F[0..262143] = 7', plain(300_000)],
    ['write A[1] = 1', plain(20)],
  ])
  const axis = axisOf(run, 1000)
  const lanes = { top: 20, apart: 40 }
  const shown = { run, axis, events: eventsOf(run), left: 0, right: 1000, lanes }
  const { past, future } = timelineScene({ ...shown, step: 150_000 })
  expect((past + future).split('M').length).toBeLessThan(1000 / 2.5)
})

test('statements that are too short for their labels share one', () => {
  const run = runOf([
    ...['map A anon 4', 'uffd', 'register A wp'].map((text) => [text, plain(1)] as const),
    ...Array.from({ length: 8 }, (_, k) => [`write A[${k}] = 1`, plain(14)] as const),
  ])
  const { heads } = axisOf(run, 700)
  expect(heads[0]).toMatchObject({ lines: '1–3', label: 'setup', from: 0, to: 2 })
})

test('a blocked span runs from the sleep to the wake, a message from its sender to its reader', () => {
  const run = runOf([
    [
      'write A[7] = 1',
      [{ actor: 0 }, { actor: 0, op: OP_MESSAGE, a: 3, d: 0 }, { actor: 0, op: OP_SLEEP, a: 3 }],
    ],
    ['poll', [{ actor: 1, op: OP_MESSAGE, a: 3, d: 1 }]],
    ['unwp A[7]', [{ actor: 1 }, { actor: 1, op: OP_WAKE, a: 0 }, { actor: 0 }]],
  ])
  const events = eventsOf(run)
  expect(events.blocked).toEqual([{ actor: 0, from: 2, to: 5, by: 'uffd-wp' }])
  expect(
    events.arrows.map(({ kind, label, fromRow, toRow }) => [kind, label, fromRow, toRow]),
  ).toEqual([
    ['message', 'message wp, write', 1, 3],
    ['wake', 'wake', 5, 5],
  ])
  const axis = axisOf(run, 900)
  const at = (step: number) =>
    timelineScene({ run, axis, events, step, left: 0, right: 900, lanes: { top: 20, apart: 40 } })
  expect(at(1).blocked[0]).toMatchObject({ past: 0, label: 'will block' })
  expect(at(7).blocked[0]?.past).toBe(at(7).blocked[0]?.width)
  expect(at(3).arrows[0]).toMatchObject({ path: null, label: 'message wp, write, unread' })
  expect(at(7).arrows).toHaveLength(2)
})

test('an actor that never wakes stays blocked to the end', () => {
  const run = runOf([['write A[7] = 1', [{ actor: 0 }, { actor: 0, op: OP_SLEEP }]]])
  expect(eventsOf(run).blocked).toMatchObject([{ actor: 0, from: 1, to: null }])
})

test('a blocked actor waits for what its message says', () => {
  const sleeps = [{ a: 3 }, { a: 1 }, { a: 4 }, { a: 0, d: 1 }]
  const blocked = sleeps.map((row) => {
    const one = runOf([['write A[7] = 1', [{ actor: 0, op: OP_SLEEP, ...row }]]])
    return eventsOf(one).blocked[0]?.by
  })
  expect(blocked).toEqual(['uffd-wp', 'a missing page', 'a minor fault', 'an event'])
})

test('a fork leads to the lane of the child', () => {
  const run = runOf([['fork child', plain(4)]])
  expect(eventsOf(run).arrows).toMatchObject([{ kind: 'fork', fromActor: 0, toActor: 2 }])
})

test('a bar grows with the playhead and an arrow draws itself, the same way back', () => {
  const run = runOf([
    ['write', [{ actor: 0 }, { actor: 0, op: OP_MESSAGE, a: 3 }, { actor: 0, op: OP_SLEEP, a: 3 }]],
    ['unwp', [{ actor: 1 }, { actor: 1, op: OP_WAKE, a: 0 }, { actor: 1 }]],
  ])
  const axis = axisOf(run, 400)
  const events = eventsOf(run)
  const lanes = { top: 40, apart: 40 }
  const at = (step: number) =>
    timelineScene({ run, axis, events, step, left: 0, right: 400, lanes })
  const before = at(4)
  const after = at(5)
  const bar = after.blocked[0]
  const x = (step: number, t: number) =>
    xOfStep(axis, run, step - 1) + (xOfStep(axis, run, step) - xOfStep(axis, run, step - 1)) * t
  const past = (t: number) => timelinePose(after, x(5, t), t).past.get(bar?.id ?? '') ?? -1
  expect(past(0)).toBeCloseTo(before.blocked[0]?.past ?? -1, 5)
  expect(past(0.5)).toBeGreaterThan(past(0))
  expect(past(1)).toBe(bar?.past)
  const wake = after.arrows.find(({ kind }) => kind === 'wake')
  expect(wake?.isNow).toBe(true)
  expect(at(6).arrows.find(({ kind }) => kind === 'wake')?.isNow).toBe(false)
  expect(
    [0, 0.5, 1].map((t) => timelinePose(after, x(5, t), t)).map(({ drawn, head }) => [drawn, head]),
  ).toEqual([
    [0, 0],
    [0.875, 0],
    [1, 1],
  ])
})

test('the lanes are scrolled only when the playhead comes near an edge, and never beyond their end', () => {
  const axis = axisOf(runOf(Array.from({ length: 60 }, (_, i) => [`read A[${i}]`, plain(9)])), 800)
  expect(axis.width).toBeGreaterThan(1600)
  expect(leftToShow(axis, 400, 0, 800)).toBe(0)
  expect(leftToShow(axis, 700, 0, 800)).toBe(0)
  expect(leftToShow(axis, 790, 0, 800)).toBe(470)
  expect(leftToShow(axis, 10, 300, 800)).toBe(0)
  const end = axis.width - 800
  expect(leftToShow(axis, axis.width - 5, 0, 800)).toBe(end)
  expect(leftToShow(axis, axis.width, end, 800)).toBe(end)
})
