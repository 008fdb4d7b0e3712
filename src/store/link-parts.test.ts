import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { compareDesk } from './compare-state.ts'
import { DEFAULT_BOUNDS, explorer, MOST_BOUNDS } from './explore.ts'
import { LINK_PARTS } from './link-parts.ts'
import { map, setBrush, setZoom, zoomFor } from './map.ts'
import { initialState } from './state.ts'
import { app, patch } from './store.ts'

/** Parts that are read elsewhere: step, digest, ends of the statements, kernel. */
const APART = ['t', 'd', 'e', 'k']

const room = { width: 512, height: 256 }

beforeEach(() => {
  app.setState(initialState(), true)
  explorer.setState(explorer.getInitialState(), true)
  compareDesk.setState(compareDesk.getInitialState(), true)
  map.setState(map.getInitialState(), true)
})

async function written(): Promise<Record<string, string>> {
  const view: Record<string, string> = {}
  for (const { key, write } of LINK_PARTS) {
    const value = await write(app.getState())
    if (value !== null) view[key] = value
  }
  return view
}

async function take(view: Readonly<Record<string, string>>): Promise<void> {
  for (const { key, take: takePart } of LINK_PARTS) await takePart(view[key] ?? null, view)
}

test('no two parts have one key, and none a key that is read elsewhere', () => {
  const keys = [...LINK_PARTS.map(({ key }) => key), ...APART]
  expect(new Set(keys).size).toBe(keys.length)
  for (const key of keys) expect(key).toMatch(/^[a-z]{1,8}$/)
})

test('every key of every published link still means something', () => {
  const file = join(import.meta.dirname, '../lang/url.published.txt')
  const known = new Set([...LINK_PARTS.map(({ key }) => key), ...APART])
  const keys = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .flatMap((line) => Object.keys(JSON.parse(line.split('\t')[2] ?? '{}') as object))
  for (const key of keys) expect(known).toContain(key)
  // The other way round: what is written into addresses is among the published forms.
  for (const { key } of LINK_PARTS) expect(keys).toContain(key)
})

test('the zoom and the range of the map come back, in a window of another size too', async () => {
  patch('view', { view: 'map' })
  zoomFor(room)
  setZoom({ k: 8, x: -512, y: -256 })
  setBrush({ mm: 2, region: 'A', from: 4, to: 9 })
  expect(await written()).toMatchObject({ v: 'map', z: '8.00_125_125~2.A.4.9' })
  const link = await written()
  setZoom({ k: 1, x: 0, y: 0 })
  setBrush(null)
  await take(link)
  expect(map.getState().brush).toEqual({ mm: 2, region: 'A', from: 4, to: 9 })
  expect(zoomFor({ width: 1024, height: 512 })).toEqual({ k: 8, x: -1024, y: -512 })
  await take({ v: 'map' })
  expect(map.getState().brush).toBe(null)
  expect(zoomFor(room)).toMatchObject({ k: 1 })
})

test('the bounds of an exploration come back, within what is allowed', async () => {
  patch('view', { view: 'explore' })
  expect(await written()).toEqual({ v: 'explore' })
  explorer.setState({ bounds: { states: 1000, seconds: 5, preemptions: 0 } })
  expect(await written()).toMatchObject({ x: '1000.5.0' })
  await take({ v: 'explore', x: '1000.5' })
  expect(explorer.getState().bounds).toEqual({ states: 1000, seconds: 5, preemptions: null })
  await take({ v: 'explore', x: '999999999.999999999.999999999' })
  expect(explorer.getState().bounds).toEqual(MOST_BOUNDS)
  await take({ v: 'explore' })
  expect(explorer.getState().bounds).toEqual(DEFAULT_BOUNDS)
})

test('both kernels of a comparison come back, with dots for blanks', async () => {
  await take({ c: 'v5.19.-persist-on-zap', a: 'v6.12.+x', i: '3.main.A.0.1' })
  expect(compareDesk.getState()).toMatchObject({
    a: { is: 'kernel', words: 'v6.12 +x' },
    b: { is: 'kernel', words: 'v5.19 -persist-on-zap' },
  })
  await take({})
  expect(compareDesk.getState()).toMatchObject({ a: null, b: null })
})

test('no value of any part throws, and what it leaves can be written', async () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.stringMatching(/^[0-9a-zA-Z._~+-]{0,40}$/),
    fc.constantFrom('__proto__', '1.1', 'map', '1.999999999.1', '9.99_9_9~1.A.9.1', 'r1-1-1.r2'),
  )
  const keys = LINK_PARTS.map(({ key }) => key)
  await fc.assert(
    fc.asyncProperty(fc.dictionary(fc.constantFrom(...keys), value), async (view) => {
      await take(view)
      for (const [key, one] of Object.entries(await written())) {
        expect(typeof one, key).toBe('string')
      }
    }),
    { numRuns: 2000 },
  )
})
