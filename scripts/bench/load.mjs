// load.*: what the browser is sent before the page can be used, and how long that takes on a slow processor.
import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { pageDir } from '../build.mjs'
import { root } from '../lib.mjs'
import { serve } from '../serve.mjs'

/** @typedef {import('../bench-browser.mjs').Measured} Measured */
/** @typedef {import('../bench-browser.mjs').Start} Start */

const ROUNDS = 5
/** How many times slower the processor is made. */
const SLOWED = 4
const KB = 1000
/** A browser that has just been started is busy with itself for about a second: with the pages of its own window. */
const SETTLED_MS = 2500

/** The fragment of a link to a scenario. @param {Buffer} text */
export const linkOf = (text) => `#1,${zlib.deflateRawSync(text).toString('base64url')}`

/** A link straight to the stage, as it is shared. */
export function storyLink() {
  return linkOf(fs.readFileSync(path.join(root, 'src', 'scenarios', 'cow-and-uffd-wp.uffd')))
}

/** React and what belongs to it, packed: the floor of every page made with it. */
function reactAlone() {
  const assets = path.join(pageDir, 'assets')
  const file = fs.readdirSync(assets).find((name) => /^react-[\w-]+\.js$/.test(name))
  if (file === undefined) throw new Error('the build has no part with React alone')
  return zlib.gzipSync(fs.readFileSync(path.join(assets, file)), { level: 9 }).length
}

const IN_PAGE = path.join(import.meta.dirname, 'in-page', 'load.js')

/** @typedef {{ scripts: number, all: number, requests: number, paint: number, interactive: number, shift: number, sent: [string, number][] }} Visit */

/**
 * One visit with nothing kept from an earlier one.
 *
 * @param {Start} start @param {string} hash @param {number} slowed @returns {Promise<Visit>}
 */
async function visit(start, hash, slowed) {
  /** @type {{ at: number, address: string, bytes: number }[]} */
  const log = []
  const server = await serve({
    port: 0,
    onSend: (address, bytes) => {
      log.push({ at: performance.timeOrigin + performance.now(), address, bytes })
    },
  })
  const browser = await start()
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
    await page.addInitScript({ path: IN_PAGE })
    const session = await page.context().newCDPSession(page)
    await page.waitForTimeout(SETTLED_MS)
    if (slowed > 1) await session.send('Emulation.setCPUThrottlingRate', { rate: slowed })
    await page.goto(`${server.url}${hash}`)
    await page.waitForFunction(() => /** @type {any} */ (globalThis).noted.interactive !== null)
    /** @type {{ interactive: number, paint: number, shift: number, origin: number }} */
    const seen = await page.evaluate(() => {
      const { noted } = /** @type {any} */ (globalThis)
      return { ...noted, origin: performance.timeOrigin }
    })
    const sent = log.filter(({ at }) => at <= seen.origin + seen.interactive)
    const sum = (/** @type {RegExp} */ what) =>
      sent.filter(({ address }) => what.test(address)).reduce((all, { bytes }) => all + bytes, 0)
    return {
      scripts: sum(/\.js$/),
      all: sum(/./),
      requests: sent.length,
      paint: seen.paint,
      interactive: seen.interactive,
      shift: seen.shift,
      sent: sent.map(({ address, bytes }) => [address, bytes]),
    }
  } finally {
    await browser.close()
    await server.close()
  }
}

/** @param {Start} start @returns {Promise<Measured[]>} */
async function measure(start) {
  /** @type {Visit[]} */
  const story = []
  /** @type {Visit[]} */
  const first = []
  for (let round = 0; round < ROUNDS; round++) {
    story.push(await visit(start, storyLink(), SLOWED))
    first.push(await visit(start, '', SLOWED))
  }
  const react = { references: [reactAlone() / KB], referenceName: 'React alone' }
  const bytes = (/** @type {Visit[]} */ visits) => visits.map(({ scripts }) => scripts / KB)
  return [
    { name: 'load.bytes', values: bytes(story), ...react },
    { name: 'load.bytes.all', values: story.map(({ all }) => all / KB), note: asked(story[0]) },
    { name: 'load.bytes.start', values: bytes(first), ...react },
    { name: 'load.fcp', values: story.map(({ paint }) => paint) },
    { name: 'load.interactive', values: story.map(({ interactive }) => interactive) },
    { name: 'load.shift', values: story.map(({ shift }) => shift) },
  ]
}

/** @param {Visit | undefined} visit */
const asked = (visit) => `${visit?.requests} requests`

/** @type {import('../bench-browser.mjs').Suite} */
export const loadSuite = {
  names: ['load.bytes', 'load.fcp', 'load.interactive', 'load.shift'],
  measure,
}
