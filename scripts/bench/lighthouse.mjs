// load.lighthouse.*: Lighthouse over a link to a story, as `--preset=desktop` runs it, where it is installed. It brings
// more than a hundred packages for three numbers, so it is none of this project's:
//
//   npm install --prefix /somewhere lighthouse@12.8.2
//   LIGHTHOUSE=/somewhere npm run bench -- --browser --only load.lighthouse
import net from 'node:net'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { say } from '../lib.mjs'
import { serve } from '../serve.mjs'
import { storyLink } from './load.mjs'

/** @typedef {import('../bench-browser.mjs').Measured} Measured */

const ROUNDS = 3
const CATEGORIES = /** @type {const} */ (['performance', 'accessibility', 'best-practices'])

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {net.AddressInfo} */ (server.address())
      server.close(() => resolve(port))
    })
  })
}

/** @param {import('../bench-browser.mjs').Start} start @returns {Promise<Measured[]>} */
async function measure(start) {
  const { LIGHTHOUSE: folder } = process.env
  if (folder === undefined) {
    say('  not measured: LIGHTHOUSE does not name a folder with it')
    return []
  }
  const main = path.join(folder, 'node_modules', 'lighthouse', 'core', 'index.js')
  const { default: lighthouse, desktopConfig } = await import(pathToFileURL(main).href)
  const server = await serve({ port: 0 })
  /** @type {number[][]} */
  const scores = []
  try {
    for (let round = 0; round < ROUNDS; round++) {
      const port = await freePort()
      const browser = await start([`--remote-debugging-port=${port}`])
      try {
        const options = { port, logLevel: 'error', onlyCategories: [...CATEGORIES] }
        // Its own desktop settings: network and processor of a desktop, judged by a desktop's curves. Left to itself it
        // simulates a phone's.
        const { lhr } = await lighthouse(`${server.url}${storyLink()}`, options, desktopConfig)
        scores.push(CATEGORIES.map((name) => 100 * (lhr.categories[name]?.score ?? 0)))
        const failed = Object.values(lhr.audits).filter(
          (one) => one.score !== null && one.score < 0.9,
        )
        say(
          `  below 0.9: ${failed.map(({ id, score, displayValue = '' }) => `${id} ${score} ${displayValue}`).join('; ')}`,
        )
      } finally {
        await browser.close()
      }
    }
  } finally {
    await server.close()
  }
  return CATEGORIES.map((name, index) => ({
    name: `load.lighthouse.${name}`,
    values: scores.map((one) => one[index] ?? Number.NaN),
  }))
}

/** @type {import('../bench-browser.mjs').Suite} */
export const lighthouseSuite = { names: ['load.lighthouse'], measure }
