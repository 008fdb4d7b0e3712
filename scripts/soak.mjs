// npm run soak: uses the page at random for as long as it is told, and prints the memory that it holds.
//
//   node scripts/soak.mjs [--minutes N] [--seed S] [--dir DIRECTORY]
import process from 'node:process'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { buildPage } from './build.mjs'
import { ensureBrowser } from './ensure.mjs'
import { say } from './lib.mjs'
import { serve } from './serve.mjs'

const MIB = 2 ** 20
/** How much more than after the first round the page may hold at the end. */
const MOST_GROWTH = 0.1
/**
 * Acts of the first round. Until every view, dialog and scenario has been seen the heap grows by what is loaded and
 * compiled on first use, about a third of what the start page holds; that is no leak.
 */
const FIRST_ROUND = 1500

const KEYS = [
  ...['ArrowRight', 'ArrowLeft', 'Shift+ArrowRight', 'Shift+ArrowLeft', 'Home', 'End', 'Space'],
  ...['o', 'i', 'u', '[', ']', 'w', 'r', 'p', 'v', 'Control+z', 'Control+Shift+z'],
]
/** Keys of the views: mostly the stage and the map, where most can be done. */
const VIEW_KEYS = ['1', '1', '1', '2', '2', '3', '4', '5']
const MAP_KEYS = ['ArrowDown', 'PageDown', 'Shift+ArrowDown', 'Control+End', '+', '-', '0']
const DIALOGS = ['s', 'e', 'Control+k', '?']

/** @typedef {import('@playwright/test').Page} Page */

/** @param {number} seed */
function chooser(seed) {
  let state = seed >>> 0
  /** @param {number} below */
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** @template T @param {(below: number) => number} choose @param {readonly T[]} list @returns {T} */
const oneOf = (choose, list) => /** @type {T} */ (list[choose(list.length)])

/** Opens one of the scenarios of the start page. @param {Page} page @param {(below: number) => number} choose */
async function openAny(page, choose) {
  // A click may overtake the event, which would then lead back from what it opened.
  await page.evaluate(
    `new Promise((done) => {
      addEventListener('hashchange', done, { once: true })
      location.hash = '#start'
    })`,
  )
  const cards = page.getByRole('region', { name: 'Scenarios' }).getByRole('listitem')
  // A dialog that was slow to come would hide them.
  const dialog = page.getByRole('dialog')
  for (;;) {
    await cards.first().or(dialog).first().waitFor()
    if ((await dialog.count()) === 0) break
    await page.keyboard.press('Escape')
  }
  const buttons = cards.getByRole('button')
  await buttons.nth(choose(await buttons.count())).click()
  // Each opens in the view that suits it; all of them write the address.
  await page.waitForURL(/#\d+,/)
}

/** Something that a person might do. @param {Page} page @param {(below: number) => number} choose */
async function act(page, choose) {
  const kind = choose(20)
  if (kind === 0) return openAny(page, choose)
  if (kind === 1) {
    await page.keyboard.press(oneOf(choose, DIALOGS))
    const dialog = page.getByRole('dialog')
    // A key may do nothing where there is nothing to share.
    await dialog.waitFor({ timeout: 1000 }).catch(() => undefined)
    await page.keyboard.press('Escape')
    return dialog.waitFor({ state: 'detached' })
  }
  if (kind === 3) return page.keyboard.press(oneOf(choose, VIEW_KEYS))
  if (kind === 2) {
    // Selects an entry, or opens and closes a run of equal ones; on the map, walks and brushes. What is there may be
    // gone by the next message from here, so it is found and focused within the page at once.
    const focused = await page.evaluate(
      `(() => {
        const rows = document.querySelectorAll('tr[data-row]')
        const found = rows.length > 0 ? rows[${choose(1000)} % rows.length] : document.querySelector('[role=grid]')
        found?.focus()
        return found?.tagName
      })()`,
    )
    if (focused === 'TR' && choose(3) === 0) await page.keyboard.press('Enter')
    else if (focused !== undefined && focused !== 'TR') {
      await page.keyboard.press(oneOf(choose, MAP_KEYS))
    }
    return
  }
  return page.keyboard.press(oneOf(choose, KEYS))
}

/**
 * Bytes that the page holds after everything that can go is gone; `all` counts its workers as well.
 *
 * @param {Page} page @returns {Promise<{ usedSize: number, all: number, nodes: number, listeners: number }>}
 */
async function heap(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters')
  await session.detach()
  const all = await page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measure } =
      /** @type {{ measureUserAgentSpecificMemory?: () => Promise<{ bytes: number }> }} */ (
        /** @type {unknown} */ (performance)
      )
    return measure === undefined ? 0 : (await measure.call(performance)).bytes
  })
  return { usedSize, all, nodes, listeners: jsEventListeners }
}

/** @param {Awaited<ReturnType<typeof heap>>} held */
const words = ({ usedSize, all, nodes, listeners }) =>
  `${(usedSize / MIB).toFixed(1)} MiB, ${(all / MIB).toFixed(1)} with workers, ${nodes} nodes, ${listeners} listeners`

/** @param {number} minutes @param {number} seed @param {string | undefined} dir */
async function soak(minutes, seed, dir) {
  const executablePath = await ensureBrowser()
  if (dir === undefined) await buildPage()
  const server = await serve({ port: 0, ...(dir === undefined ? {} : { dir }) })
  const args = ['--disable-gpu', '--enable-blink-features=ForceEagerMeasureMemory']
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  const browser = await chromium.launch({ executablePath, args })
  /** @type {string[]} */
  const problems = []
  try {
    const page = await browser.newPage({ serviceWorkers: 'block' })
    page.on('pageerror', (error) => problems.push(String(error)))
    await page.goto(server.url)
    const choose = chooser(seed)
    for (let i = 0; i < FIRST_ROUND; i++) await act(page, choose)
    // At the same place as at the end, so that the two can be compared.
    await openAny(page, () => 0)
    const before = await heap(page)
    say(`before: ${words(before)}`)
    const end = performance.now() + minutes * 60_000
    let acts = 0
    let told = performance.now()
    while (performance.now() < end && problems.length === 0) {
      await act(page, choose)
      acts++
      if (performance.now() - told > 60_000) {
        told = performance.now()
        say(`${acts} acts: ${words(await heap(page))}`)
      }
    }
    await openAny(page, () => 0)
    const after = await heap(page)
    const growth = after.usedSize / before.usedSize - 1
    process.stdout.write(
      `${minutes} minutes, ${acts} acts, seed ${seed}: heap ${(before.usedSize / MIB).toFixed(1)} → ` +
        `${(after.usedSize / MIB).toFixed(1)} MiB (${(growth * 100).toFixed(0)} %), with workers ` +
        `${(before.all / MIB).toFixed(1)} → ${(after.all / MIB).toFixed(1)} MiB, ` +
        `${before.nodes} → ${after.nodes} nodes, ${problems.length} errors\n`,
    )
    for (const problem of problems) say(problem)
    return problems.length === 0 && growth <= MOST_GROWTH
  } finally {
    await browser.close()
    await server.close()
  }
}

try {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '5' },
      seed: { type: 'string', default: '1' },
      dir: { type: 'string' },
    },
  })
  const isFlat = await soak(Number(values.minutes), Number(values.seed), values.dir)
  process.exitCode = isFlat ? 0 : 1
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
