import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ROW_WORDS } from '../machine/trace.ts'
import type { Handlers, Requests, Run } from '../protocol/messages.ts'
import type { Port } from '../protocol/server.ts'
import { serve } from '../protocol/server.ts'
import { canUndo, changeText, openText, restart, typeText, undo } from './doc.ts'
import { connect } from './engine.ts'
import { words } from './mirror.ts'
import { initialState } from './state.ts'
import { app } from './store.ts'
import { seek, stepForward, toLast } from './time.ts'

/** Ten rows a line of text; the words of step k are [0, 3, k]: three are in use. */
function runOf(text: string): Run {
  const lines = text.split('\n').filter((line) => line !== '')
  const rows = new Uint32Array(lines.length * 10 * ROW_WORDS)
  lines.forEach((line, index) => {
    rows.fill(
      [...line].reduce((sum, letter) => sum + letter.charCodeAt(0), 0),
      index * 10 * ROW_WORDS,
      (index + 1) * 10 * ROW_WORDS,
    )
  })
  return {
    title: '',
    kernel: 'v6.1',
    patches: [],
    cpus: 2,
    actors: [],
    statements: lines.map((line, index) => ({
      line: index + 1,
      text: line,
      actor: 'main',
      outcome: 'ok',
      value: null,
      message: null,
      ranges: null,
      woken: [],
      first: index * 10,
      last: index * 10 + 10,
    })),
    steps: lines.length * 10,
    rows,
    milestones: [],
    buffer: null,
    digest: '',
  }
}

const asked: string[] = []
let crash = false

const handlers: Partial<Handlers> = {
  hello: () => ({ sites: [], profiles: [], patches: [], newest: 'v6.1' }),
  load: ({ text }) => {
    asked.push('load')
    const wrong = text.split('\n').indexOf('wrong')
    if (wrong < 0) return { diagnostics: [], run: runOf(text) }
    const diagnostic = {
      line: wrong + 1,
      column: 1,
      length: 5,
      found: '"wrong"',
      expected: 'a verb',
      nearest: null,
    }
    return { diagnostics: [diagnostic], run: null }
  },
  seek: ({ step, from }) => {
    asked.push(`seek ${step}`)
    if (crash) throw new Error('out of words')
    return {
      view: { step, why: `why ${step}` },
      changes: new Uint32Array(0),
      words: from === null ? Uint32Array.of(0, 3, step) : null,
      delta: from === null ? null : Uint32Array.of(2, (from ^ step) >>> 0),
      buffer: null,
    } as unknown as Requests['seek'][1]
  },
}

const open: MessagePort[] = []

function makeWorker(): Worker {
  const { port1, port2 } = new MessageChannel()
  open.push(port1, port2)
  serve(port2 as unknown as Port, handlers as Handlers)
  port1.start()
  port2.start()
  return Object.assign(port1, { terminate: () => port1.close() }) as unknown as Worker
}

const settled = () => vi.waitFor(() => expect(app.getState().doc.dirty).toBe(false))
const at = (step: number) => vi.waitFor(() => expect(app.getState().time.step).toBe(step))

beforeEach(async () => {
  vi.stubGlobal('requestAnimationFrame', () => 0)
  vi.stubGlobal('cancelAnimationFrame', () => undefined)
  app.setState(initialState(), true)
  asked.length = 0
  crash = false
  await connect(makeWorker)
})

afterEach(() => {
  for (const port of open.splice(0)) port.close()
  vi.unstubAllGlobals()
})

test('a text is run and shown at the step that was asked for', async () => {
  openText('one\ntwo', () => 7)
  await at(7)
  const { run, seen, time } = app.getState()
  expect(run.status).toBe('ready')
  expect(seen.view?.why).toBe('why 7')
  expect(time.from).toBe(7)
})

test('of many steps asked for at once only the newest is fetched', async () => {
  openText('one\ntwo', () => 0)
  await settled()
  for (let step = 1; step <= 20; step++) seek(step)
  await at(20)
  expect(asked.filter((one) => one.startsWith('seek')).length).toBeLessThan(5)
})

test('a key held down loses no step', async () => {
  openText('one\ntwo', () => 0)
  await settled()
  for (let k = 0; k < 12; k++) stepForward()
  await at(12)
})

test('a private copy of the words follows the steps both ways', async () => {
  openText('one\ntwo', () => 5)
  await at(5)
  expect([...words()]).toEqual([0, 3, 5])
  seek(12)
  await at(12)
  expect([...words()]).toEqual([0, 3, 12])
  seek(3)
  await at(3)
  expect([...words()]).toEqual([0, 3, 3])
})

test('a text with an error keeps the last good run', async () => {
  openText('one\ntwo', () => 10)
  await at(10)
  const good = app.getState().run.run
  changeText('one\nwrong')
  await vi.waitFor(() => expect(app.getState().doc.diagnostics).toHaveLength(1))
  expect(app.getState().run.run).toBe(good)
  expect(app.getState().time.step).toBe(10)
})

test('an edit behind the cursor keeps the step, one before it goes back to the change', async () => {
  openText('one\ntwo\nthree', () => 15)
  await at(15)
  changeText('one\ntwo\nfour')
  await settled()
  expect(app.getState().time.step).toBe(15)
  changeText('one\nsix\nfour')
  await at(10)
})

test('undo brings back the text and the step', async () => {
  openText('one\ntwo', () => 20)
  await at(20)
  changeText('one', () => 10)
  await at(10)
  undo()
  await at(20)
  expect(app.getState().doc.text).toBe('one\ntwo')
})

test('typing is one step of the history', async () => {
  openText('one', () => 0)
  await settled()
  typeText('one\nt')
  typeText('one\ntw')
  typeText('one\ntwo')
  await settled()
  undo()
  expect(app.getState().doc.text).toBe('one')
})

test('the history keeps 500 versions, and fewer of texts that are longer than any that runs', async () => {
  const undone = (): number => {
    let count = 0
    for (; canUndo(); count++) undo()
    return count
  }
  openText('one', () => 0)
  await settled()
  for (let i = 1; i <= 600; i++) changeText(`one\n${i}`)
  expect(undone()).toBe(500)
  expect(app.getState().doc.text).toBe('one\n100')
  await settled()
  // It has an error, so that nothing is run.
  const long = `wrong\n${'x'.repeat(10 * 2 ** 20)}`
  openText('one', () => 0)
  for (let i = 1; i <= 5; i++) changeText(`${long}${i}`)
  expect(undone()).toBe(3)
  expect(app.getState().doc.text).toBe(`${long}2`)
  openText('one', () => 0)
  const longest = long.repeat(4)
  changeText(longest)
  changeText('one\ntwo')
  undo()
  expect(app.getState().doc.text).toBe(longest)
  openText('one', () => 0)
  await settled()
})

test('a bug stops the machine; a restart keeps the text and the step', async () => {
  openText('one\ntwo', () => 10)
  await at(10)
  crash = true
  toLast()
  await vi.waitFor(() => expect(app.getState().run.stopped).toBe(true))
  expect(app.getState().run.report).toContain('out of words')
  crash = false
  await restart()
  await vi.waitFor(() => expect(app.getState().run.stopped).toBe(false))
  await settled()
  expect(app.getState().doc.text).toBe('one\ntwo')
  expect(app.getState().time.step).toBe(10)
})
