// The browser's half of `npm run bench -- --browser`: measures the built page in Chromium and prints JSON for
// src/headless/bench/browser.ts; nothing else goes to stdout.
//
//   node scripts/bench-browser.mjs [--only NAME]
import process from 'node:process'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { lighthouseSuite } from './bench/lighthouse.mjs'
import { loadSuite } from './bench/load.mjs'
import { motionSuites } from './bench/motion.mjs'
import { buildPage } from './build.mjs'
import { ensureBrowser } from './ensure.mjs'
import { say } from './lib.mjs'

/** @typedef {import('../src/headless/bench/figure.ts').Measured} Measured */
/** A browser of its own each time, so that nothing is warm. @typedef {(args?: readonly string[]) => Promise<import('@playwright/test').Browser>} Start */

/**
 * @typedef {object} Suite
 * @property {readonly string[]} names the figures it measures, by the beginnings of their names
 * @property {(start: Start) => Promise<Measured[]>} measure
 */

/** @type {readonly Suite[]} */
const SUITES = [...motionSuites, loadSuite, lighthouseSuite]

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })
const { only } = values
const executablePath = await ensureBrowser()
await buildPage({ quiet: true })

/** @type {Start} */
const start = (more = []) =>
  chromium.launch({
    executablePath,
    args: [
      // Chromium refuses its sandbox to root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })

/** @type {Measured[]} */
const figures = []
for (const { names, measure } of SUITES) {
  if (!names.some((name) => name.startsWith(only) || only.startsWith(name))) continue
  say(`… ${names.join(' ')}`)
  figures.push(...(await measure(start)))
}
const browser = await start()
const machine = { browser: `Chromium ${browser.version()}` }
await browser.close()
process.stdout.write(`${JSON.stringify({ machine, figures })}\n`)
