// map.recolour, story.frames, seek.paint and idle: what the page does while it is used, and while it is not.
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../lib.mjs'
import { serve } from '../serve.mjs'
import { classicScript } from '../site/inner-build.mjs'
import { linkOf } from './load.mjs'

/** @typedef {import('../bench-browser.mjs').Measured} Measured */
/** @typedef {import('../bench-browser.mjs').Start} Start */
/** @typedef {import('@playwright/test').Page} Page */

const ROUNDS = 3
const WATCH = path.join(import.meta.dirname, 'in-page', 'watch.js')
const PRESETS = [
  'cow-and-uffd-wp',
  'no-page-table',
  'fork-then-write',
  'live-snapshot',
  'async-scan',
]
/** Every preset that ships is played, each for so long. */
const SHIPPED = fs
  .readdirSync(path.join(root, 'src', 'scenarios'))
  .filter((file) => file.endsWith('.uffd'))
  .map((file) => file.replace(/\.uffd$/, ''))
const PLAY_MS = 4000
const STORY_ROUNDS = 2
const IDLE_MS = 5000
const SEEKS = 40

/** @param {readonly number[]} values @param {number} share */
function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** @template T @param {Page} page @param {(watch: any) => T} read @returns {Promise<T>} */
const inPage = (page, read) => page.evaluate(read, undefined)

/** The page at a scenario, with its run on the stage. @param {Page} page @param {string} url @param {string} name */
async function openStory(page, url, name) {
  const text = fs.readFileSync(path.join(root, 'src', 'scenarios', `${name}.uffd`))
  await page.goto('about:blank')
  await page.goto(`${url}${linkOf(text)}`)
  await page.getByRole('slider', { name: 'Step' }).waitFor()
  // Whatever comes with the first moments: fonts, trials of actions, the address.
  await page.waitForLoadState('networkidle')
  await page.waitForTimeout(1500)
}

/**
 * @template T @param {Start} start @param {(page: Page, url: string) => Promise<T>} use
 * @returns {Promise<T>}
 */
async function withPage(start, use) {
  const server = await serve({ port: 0 })
  const browser = await start()
  try {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      serviceWorkers: 'block',
    })
    const page = await context.newPage()
    await page.addInitScript({ path: WATCH })
    return await use(page, server.url)
  } finally {
    await browser.close()
    await server.close()
  }
}

/**
 * Frames and tasks while a preset plays from its first step. A story that stands still has fine frames, so its steps are
 * counted too.
 * @param {Page} page @param {string} url @param {string} name
 */
async function playStory(page, url, name) {
  await openStory(page, url, name)
  await page.keyboard.press('Home')
  await page.waitForTimeout(500)
  await inPage(page, () => /** @type {any} */ (globalThis).record())
  await page.keyboard.press('Space')
  await page.waitForTimeout(PLAY_MS)
  const seen = await inPage(page, () => ({ .../** @type {any} */ (globalThis).watch }))
  const at = await page.getByRole('slider', { name: 'Step' }).getAttribute('aria-valuenow')
  await page.keyboard.press('Space')
  const steps = Number(at)
  if (!(steps >= 5)) throw new Error(`${name} stands at step ${at} after ${PLAY_MS} ms`)
  const frames = /** @type {number[]} */ (seen.frames)
  return { name, frames, task: Number(seen.longest), steps }
}

/** @param {Start} start @returns {Promise<Measured[]>} */
async function stories(start) {
  /** @type {number[]} */
  const p95 = []
  /** @type {number[]} */
  const task = []
  /** @type {Awaited<ReturnType<typeof playStory>>[]} */
  const all = []
  for (let round = 0; round < STORY_ROUNDS; round++) {
    const played = await withPage(start, async (page, url) => {
      const each = []
      for (const name of SHIPPED) each.push(await playStory(page, url, name))
      return each
    })
    p95.push(Math.max(...played.map(({ frames }) => quantile(frames, 0.95))))
    task.push(Math.max(...played.map((one) => one.task)))
    all.push(...played)
  }
  return [
    { name: 'story.frames', values: p95, note: distributionOf(all) },
    { name: 'story.frames.task', values: task, note: longestOf(all) },
  ]
}

/** @param {number} ms */
const shortly = (ms) => String(Math.round(ms * 10) / 10)

/** @param {readonly Awaited<ReturnType<typeof playStory>>[]} played */
function distributionOf(played) {
  const frames = played.flatMap((one) => one.frames)
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => shortly(quantile(frames, share)))
  const worst = played.reduce((a, b) =>
    quantile(b.frames, 0.99) > quantile(a.frames, 0.99) ? b : a,
  )
  const steps = played.reduce((sum, one) => sum + one.steps, 0)
  return (
    `${SHIPPED.length} presets, ${PLAY_MS / 1000} s each, ${STORY_ROUNDS} rounds, ${steps} steps; ` +
    `p50 ${p50}, p95 ${p95}, p99 ${p99}, longest ${shortly(Math.max(...frames))} ms ` +
    `of ${frames.length} frames; worst ${worst.name}, p99 ${shortly(quantile(worst.frames, 0.99))} ms`
  )
}

/** @param {readonly Awaited<ReturnType<typeof playStory>>[]} played */
function longestOf(played) {
  const worst = played.reduce((a, b) => (b.task > a.task ? b : a))
  if (worst.task === 0) return '0: none of 50 ms or more'
  const count = played.filter((one) => one.task > 0).length
  return `in ${worst.name}; ${count} of ${played.length} stories had one of 50 ms or more`
}

/** From the key to the new step, drawn and laid out; the wait for the display's next beat is not ours. @param {Start} start @returns {Promise<Measured[]>} */
async function seeks(start) {
  const values = []
  for (let round = 0; round < ROUNDS; round++) {
    values.push(
      await withPage(start, async (page, url) => {
        /** @type {number[]} */
        const all = []
        for (const name of PRESETS) {
          await openStory(page, url, name)
          // At the end there is most to draw, and one step back is always there.
          await page.keyboard.press('End')
          await page.getByRole('button', { name: 'Last', exact: true, disabled: true }).waitFor()
          await page.waitForTimeout(1000)
          all.push(...(await page.evaluate(keyToStep, SEEKS)))
        }
        return quantile(all, 0.95)
      }),
    )
  }
  return [{ name: 'seek.paint', values, note: 'key to layout; one step back and forth' }]
}

/** In the page. @param {number} count @returns {Promise<number[]>} */
async function keyToStep(count) {
  const { document, KeyboardEvent, MutationObserver } = /** @type {any} */ (globalThis)
  const slider = document.querySelector('[role=slider][aria-label=Step]')
  /** @type {number[]} */
  const times = []
  for (let i = 0; i < count; i++) {
    const from = performance.now()
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('the key moved no step')), 10_000)
      const observer = new MutationObserver(() => {
        clearTimeout(late)
        observer.disconnect()
        document.body.getBoundingClientRect()
        times.push(performance.now() - from)
        resolve(undefined)
      })
      observer.observe(slider, { attributeFilter: ['aria-valuenow'] })
      const key = i % 2 === 0 ? 'ArrowLeft' : 'ArrowRight'
      document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    })
    // The motion that follows a step ends before the next one.
    await new Promise((resolve) => setTimeout(resolve, 400))
  }
  // The first ones warm the code up.
  return times.slice(4)
}

/** @param {Start} start @returns {Promise<Measured[]>} */
async function idle(start) {
  const values = await withPage(start, async (page, url) => {
    const rates = []
    for (let round = 0; round < ROUNDS; round++) {
      await openStory(page, url, 'cow-and-uffd-wp')
      await page.waitForTimeout(1500)
      const before = await inPage(page, () => /** @type {any} */ (globalThis).watch.wakes)
      await page.waitForTimeout(IDLE_MS)
      const wakes = await inPage(page, () => /** @type {any} */ (globalThis).watch.wakes)
      const running = await inPage(page, () => /** @type {any} */ (globalThis).running())
      rates.push((wakes - before) / (IDLE_MS / 1000) + 60 * running)
    }
    return rates
  })
  return [{ name: 'idle', values, note: 'timers, frames and messages of the page, animations' }]
}

/** @param {Start} start @returns {Promise<Measured[]>} */
async function map(start) {
  const { code } = await classicScript('scripts/bench/in-page/recolour.ts')
  const work = []
  const frames = []
  const mixed = []
  let cells = 0
  for (let round = 0; round < ROUNDS; round++) {
    const browser = await start()
    try {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
      await page.setContent('<canvas width="1024" height="1024"></canvas>')
      await page.addScriptTag({ content: code })
      const recolour = (/** @type {boolean} */ isMixed) =>
        page.evaluate((mixedToo) => /** @type {any} */ (globalThis).recolour(mixedToo), isMixed)
      const seen = await recolour(false)
      work.push(quantile(seen.work, 0.5))
      frames.push(quantile(seen.frames, 0.95))
      cells = seen.cells
      mixed.push(quantile((await recolour(true)).work, 0.5))
    } finally {
      await browser.close()
    }
  }
  const note = `${cells.toLocaleString('en')} cells read, counted, coloured, drawn`
  return [
    { name: 'map.recolour', values: work, note },
    { name: 'map.recolour.frame', values: frames },
    { name: 'map.recolour.mixed', values: mixed, note: 'each of a random class' },
  ]
}

/** @type {readonly import('../bench-browser.mjs').Suite[]} */
export const motionSuites = [
  { names: ['seek.paint'], measure: seeks },
  { names: ['map.recolour'], measure: map },
  { names: ['story.frames'], measure: stories },
  { names: ['idle'], measure: idle },
]
