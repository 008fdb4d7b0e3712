// npm run soak: uses the page at random for as long as it is told, and says whether the memory that it holds is flat.
//
//   node scripts/soak.mjs [--minutes N] [--seed S] [--dir DIRECTORY] [--leak BYTES]
//
// `--leak` keeps so many bytes more with each act, to see that they are noticed.
import process from 'node:process'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { buildPage } from './build.mjs'
import { ensureBrowser } from './ensure.mjs'
import { say } from './lib.mjs'
import { serve } from './serve.mjs'
import { act, chooser, comeBack } from './soak/acts.mjs'
import { held } from './soak/heap.mjs'

const MIB = 2 ** 20
const ROUNDS = 12
/**
 * Rounds before the first that counts. Until every view and scenario has been seen, the page grows by what is loaded on
 * first use, and for much longer by what V8 compiles: a function's turn comes when it has run often enough, so that there
 * is about as much new code between 10,000 and 20,000 acts as between 5,000 and 10,000.
 */
const WARM_UP = 4
/** So many acts a round are the least: fewer do not see all that there is. */
const LEAST_ACTS = 375
/**
 * How much may grow from the end of the warm-up to the end, by all rounds between. What the page's own code keeps has no
 * reason to: in an hour, 5 % of it are six bytes an act.
 */
const MOST_GROWTH = 0.1
const MOST_DATA_GROWTH = 0.05

/** @typedef {import('./soak/heap.mjs').Kinds} Kinds */

/** @param {Kinds} kinds what is judged: the rest is not the page's */
const own = ({ data, code }) => data + code

/** @param {Awaited<ReturnType<typeof held>>} now */
function figuresOf({ page, workers, nodes, listeners }) {
  /** @param {(kinds: Kinds) => number} read */
  const sum = (read) => workers.reduce((total, one) => total + read(one), 0)
  return {
    page: own(page) / MIB,
    'page data': page.data / MIB,
    workers: sum(own) / MIB,
    'workers data': sum(({ data }) => data) / MIB,
    nodes,
    listeners,
    // Shown, not judged: code is a part of the sums above, and the browser's is not the page's.
    '(page code)': page.code / MIB,
    '(workers code)': sum(({ code }) => code) / MIB,
    '(browser)': page.browser / MIB,
  }
}

/** @typedef {ReturnType<typeof figuresOf>} Figures */

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0

/**
 * How much the values grow from the first to the last, by the median of the slopes between any two of them: one that
 * stands alone changes nothing.
 *
 * @param {readonly number[]} values
 */
function growthOf(values) {
  const slopes = values.flatMap((to, j) =>
    values.slice(0, j).map((from, i) => (to - from) / (j - i)),
  )
  const rise = median(slopes) * (values.length - 1)
  return rise / (median(values) - rise / 2)
}

/** @param {string} name @param {number} value */
const figure = (name, value) =>
  /^(nodes|listeners)$/.test(name) ? value.toFixed(0) : value.toFixed(2)

/** @param {Figures} figures */
const words = (figures) =>
  Object.entries(figures)
    .map(([name, value]) => `${name} ${figure(name, value)}`)
    .join(', ')

/** Says what has grown. @param {readonly Figures[]} rounds those that count @returns {boolean} is all of it flat? */
function judge(rounds) {
  let isFlat = true
  for (const name of /** @type {(keyof Figures)[]} */ (Object.keys(rounds[0] ?? {}))) {
    const values = rounds.map((figures) => figures[name])
    const growth = growthOf(values)
    const most = name.endsWith('data') ? MOST_DATA_GROWTH : MOST_GROWTH
    const isTooMuch = !name.startsWith('(') && growth > most
    if (isTooMuch) isFlat = false
    const measured = `${figure(name, values[0] ?? 0)} → ${figure(name, values.at(-1) ?? 0)}`
    const percent = `${growth < 0 ? '' : '+'}${(growth * 100).toFixed(1)} %`
    process.stdout.write(
      `${name.padEnd(16)}${measured.padEnd(18)}${percent}${isTooMuch ? ': too much' : ''}\n`,
    )
  }
  return isFlat
}

/** Whatever goes wrong on the page, as it comes. @param {import('@playwright/test').Page} page @returns {string[]} */
function watch(page) {
  /** @type {string[]} */
  const problems = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('crash', () => problems.push('the page crashed'))
  page.on('console', (message) => {
    const isOurs = !message.text().startsWith('Service Worker registration blocked')
    if (isOurs && ['error', 'warning'].includes(message.type())) problems.push(message.text())
  })
  return problems
}

/** @param {number} minutes @param {number} seed @param {string | undefined} dir @param {number} leak */
async function soak(minutes, seed, dir, leak) {
  const executablePath = await ensureBrowser()
  if (dir === undefined) await buildPage()
  const server = await serve({ port: 0, ...(dir === undefined ? {} : { dir }) })
  const args = ['--disable-gpu']
  if (process.getuid?.() === 0) args.push('--no-sandbox')
  const browser = await chromium.launch({ executablePath, args })
  const page = await browser.newPage({ serviceWorkers: 'block' })
  const problems = watch(page)
  try {
    await page.goto(server.url)
    await page.evaluate('globalThis.leaked = []')
    const choose = chooser(seed)
    const began = performance.now()
    /** @type {Figures[]} */
    const rounds = []
    let acts = 0
    while (rounds.length < ROUNDS) {
      const end = began + ((rounds.length + 1) / ROUNDS) * minutes * 60_000
      for (let done = 0; done < LEAST_ACTS || performance.now() < end; done++) {
        await act(page, choose)
        acts++
        if (leak > 0) await page.evaluate(`leaked.push(new Array(${leak >> 2}).fill(${acts}))`)
        if (problems.length > 0) break
      }
      // Of a worker that stopped, the page says so, and goes on without it.
      const stopped = page.getByRole('alert').filter({ hasText: 'stopped' })
      problems.push(...(await stopped.allTextContents()))
      if (problems.length > 0) break
      await comeBack(page)
      const figures = figuresOf(await held(page))
      rounds.push(figures)
      const minute = ((performance.now() - began) / 60_000).toFixed(1)
      say(`${minute} min, ${acts} acts: ${words(figures)}`)
    }
    process.stdout.write(
      `${minutes} minutes, ${acts} acts, seed ${seed}, ${problems.length} errors; MiB after the ` +
        `warm-up and at the end, and how much it grew by all rounds between:\n`,
    )
    const isFlat = judge(rounds.slice(WARM_UP - 1))
    return isFlat && problems.length === 0
  } finally {
    for (const problem of problems) say(problem)
    if (problems.length > 0) say(page.url())
    await browser.close()
    await server.close()
  }
}

try {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '6' },
      seed: { type: 'string', default: '1' },
      dir: { type: 'string' },
      leak: { type: 'string', default: '0' },
    },
  })
  const isFlat = await soak(
    Number(values.minutes),
    Number(values.seed),
    values.dir,
    Number(values.leak),
  )
  process.exitCode = isFlat ? 0 : 1
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
