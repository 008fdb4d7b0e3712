// npm run test:browsers: the story, the link, the frame and the self-contained file in browsers other than Chromium, where
// they are installed. Firefox is driven over Marionette, which needs no package; WebKitGTK over its WebDriver.
//
//   node scripts/browsers.mjs [--dir DIRECTORY]
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import http from 'node:http'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'
import { buildPage, pageDir } from './build.mjs'
import { say } from './lib.mjs'
import { serve } from './serve.mjs'

/**
 * @typedef {object} Browser
 * @property {string} name
 * @property {(url: string) => Promise<void>} open
 * @property {(script: string) => Promise<unknown>} run the body of a function, in the page
 * @property {() => Promise<void>} close
 */

const FIREFOX = ['/usr/bin/firefox-esr', '/usr/bin/firefox']
const WEBKIT = '/usr/bin/WebKitWebDriver'
const MINI = [
  '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
  '/usr/libexec/webkit2gtk-4.1/MiniBrowser',
]

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** @returns {Promise<number>} */
async function freePort() {
  const server = net.createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {net.AddressInfo} */ (server.address())
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** @param {number} port @returns {Promise<net.Socket>} */
async function connect(port) {
  for (let tries = 0; ; tries++) {
    try {
      return await new Promise((resolve, reject) => {
        const socket = net.connect(port, '127.0.0.1', () => resolve(socket))
        socket.once('error', reject)
      })
    } catch (error) {
      if (tries > 150) throw error
      await pause(200)
    }
  }
}

/** Marionette: `LENGTH:[0, id, command, parameters]` there, `LENGTH:[1, id, error, value]` back. @param {string} file @returns {Promise<Browser>} */
async function firefox(file) {
  const port = await freePort()
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-firefox-'))
  fs.writeFileSync(path.join(profile, 'user.js'), `user_pref("marionette.port", ${port});\n`)
  const args = ['--headless', '--marionette', '--no-remote', '--profile', profile]
  const child = spawn(file, args, { stdio: 'ignore' })
  const socket = await connect(port)
  let rest = Buffer.alloc(0)
  let last = 0
  /** @type {Map<number, { resolve: (value: unknown) => void, reject: (error: Error) => void }>} */
  const waiting = new Map()
  socket.on('data', (part) => {
    rest = Buffer.concat([rest, part])
    for (;;) {
      const colon = rest.indexOf(58)
      const length = Number(rest.subarray(0, Math.max(0, colon)).toString())
      if (colon < 0 || rest.length < colon + 1 + length) return
      const message = JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString())
      rest = rest.subarray(colon + 1 + length)
      if (!Array.isArray(message)) continue
      const [, id, error, value] = message
      const asked = waiting.get(id)
      waiting.delete(id)
      if (error === null) asked?.resolve(value?.value ?? value)
      else asked?.reject(new Error(`${error.error}: ${error.message}`))
    }
  })
  /** @param {string} command @param {object} parameters @returns {Promise<unknown>} */
  const ask = (command, parameters) =>
    new Promise((resolve, reject) => {
      const id = ++last
      waiting.set(id, { resolve, reject })
      const text = JSON.stringify([0, id, command, parameters])
      socket.write(`${Buffer.byteLength(text)}:${text}`)
    })
  await ask('WebDriver:NewSession', { capabilities: {} })
  return {
    name: 'Firefox',
    open: async (url) => void (await ask('WebDriver:Navigate', { url })),
    run: (script) => ask('WebDriver:ExecuteScript', { script, args: [] }),
    close: async () => {
      const gone = new Promise((resolve) => child.on('exit', resolve))
      await ask('Marionette:Quit', { flags: ['eForceQuit'] }).catch(() => undefined)
      await Promise.race([gone, pause(5000)])
      child.kill('SIGKILL')
      fs.rmSync(profile, { recursive: true, force: true })
    },
  }
}

/** @param {string} binary @returns {Promise<Browser>} */
async function webkit(binary) {
  const port = await freePort()
  const display = `:${90 + (process.pid % 900)}`
  const screen = spawn('Xvfb', [display, '-screen', '0', '1440x900x24'], { stdio: 'ignore' })
  await pause(500)
  const env = { ...process.env, DISPLAY: display, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' }
  const driver = spawn(WEBKIT, [`--port=${port}`], { stdio: 'ignore', env })
  /** @param {string} method @param {string} at @param {object} [body] @returns {Promise<any>} */
  const ask = async (method, at, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${at}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { value } = /** @type {{ value: any }} */ (await answer.json())
    if (!answer.ok) throw new Error(`${value.error}: ${value.message}`)
    return value
  }
  await connect(port).then((socket) => socket.destroy())
  const options = { binary, args: ['--automation'] }
  const { sessionId } = await ask('POST', '/session', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  })
  const session = `/session/${sessionId}`
  return {
    name: 'WebKitGTK',
    open: (url) => ask('POST', `${session}/url`, { url }),
    run: (script) => ask('POST', `${session}/execute/sync`, { script, args: [] }),
    close: async () => {
      await ask('DELETE', session).catch(() => undefined)
      driver.kill()
      screen.kill()
    },
  }
}

/** Asks until the answer is as it should be. @param {Browser} browser @param {string} script @param {(value: any) => boolean} holds @param {string} what */
async function until(browser, script, holds, what) {
  /** @type {unknown} */
  let value
  for (let tries = 0; tries < 100; tries++) {
    value = await browser.run(script).catch((error) => String(error))
    if (holds(value)) return value
    await pause(150)
  }
  throw new Error(`${what}: ${JSON.stringify(value)}`)
}

const STEP =
  "return Number(document.querySelector('[role=slider],[type=range]')?.getAttribute('aria-valuenow') ?? document.querySelector('[type=range]')?.value ?? -1)"
/** @param {any} value */
const isStep = (value) => typeof value === 'number' && value > 0

/** @param {string} html @returns {Promise<{ url: string, close: () => void }>} */
async function foreign(html) {
  const server = http.createServer((_request, response) => {
    response.writeHead(200, { 'Content-Type': 'text/html' })
    response.end(html)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const { port } = /** @type {net.AddressInfo} */ (server.address())
  return { url: `http://127.0.0.1:${port}/`, close: () => void server.close() }
}

/** @param {Browser} browser @param {string} url of the page @param {string} dir */
async function story(browser, url, dir) {
  await browser.open(url)
  const hero = "return document.querySelector('.hero-play') !== null"
  await until(browser, hero, Boolean, 'start page')
  // Where the service worker isolates the page it is loaded once more, since nobody has touched it.
  const settled = 'return !navigator.serviceWorker || crossOriginIsolated'
  await until(browser, settled, Boolean, 'isolation').catch(() => undefined)
  await pause(500)
  await until(browser, hero, Boolean, 'start page')
  await browser.run("document.querySelector('.hero-play').click()")
  await until(browser, STEP, isStep, 'the story plays')
  const links = 'document.querySelectorAll(\'[aria-label="Four steps"] a\')'
  await until(browser, `return ${links}.length`, (count) => count === 4, 'four steps')
  await browser.run(`${links}[2].click()`)
  await pause(800)
  const step = await until(browser, STEP, isStep, 'the third step')
  const hash = await until(
    browser,
    'return location.hash',
    (value) => typeof value === 'string' && value.includes(`t=${step}&`) && value.includes('d='),
    'the address holds the step',
  )
  const isolated = await browser.run('return crossOriginIsolated')
  say(`${browser.name}: story, step ${step}${isolated === true ? ', isolated' : ''}`)

  await browser.open('about:blank')
  await browser.open(`${url}${hash}`)
  await until(browser, STEP, (value) => value === step, 'the link opens at its step')
  say(`${browser.name}: link`)

  const frame = `<!doctype html><iframe src="${url}?ui=min&amp;step=${step}${hash}" width="800" height="600"></iframe>
    <script>window.told = []; addEventListener('message', (event) => {
      told.push(event.data.type)
      if (event.data.type === 'ptescope:ready') event.source.postMessage({ type: 'ptescope:hello' }, '*')
      if (event.data.type === 'ptescope:state') window.step = event.data.step })</script>`
  const host = await foreign(frame)
  try {
    await browser.open(host.url)
    // What a page's own script has set is seen through wrappedJSObject by Firefox's tools.
    const told = 'return (window.wrappedJSObject ?? window).step'
    await until(browser, told, (value) => value === step, 'the frame tells its step')
  } finally {
    host.close()
  }
  say(`${browser.name}: frame`)

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-single-'))
  const file = path.join(folder, 'moment.html')
  const template = fs.readFileSync(path.join(dir, 'single.html'), 'utf8')
  fs.writeFileSync(
    file,
    template.replace('id="ptescope-link"></script>', () => `id="ptescope-link">${hash}</script>`),
  )
  try {
    await browser.open(`file://${file}`)
    await until(browser, STEP, (value) => value === step, 'the file opens at its step')
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
  say(`${browser.name}: one file from a disk`)
}

const { values } = parseArgs({ options: { dir: { type: 'string' } } })
const dir = values.dir ?? pageDir
if (values.dir === undefined) await buildPage()

const firefoxFile = FIREFOX.find((file) => fs.existsSync(file))
const miniBrowser = MINI.find((file) => fs.existsSync(file))
/** @type {readonly (readonly [name: string, make: (() => Promise<Browser>) | null, missing: string])[]} */
const BROWSERS = [
  [
    'Firefox',
    firefoxFile === undefined ? null : () => firefox(firefoxFile),
    'not installed: apt-get install firefox-esr',
  ],
  [
    'WebKitGTK',
    miniBrowser === undefined || !fs.existsSync(WEBKIT) ? null : () => webkit(miniBrowser),
    'not installed: apt-get install webkit2gtk-driver xvfb',
  ],
]

let passed = 0
let failed = 0
for (const [name, make, missing] of BROWSERS) {
  if (make === null) {
    say(`${name}: skipped, ${missing}`)
    continue
  }
  for (const isolation of [true, false]) {
    const server = await serve({ dir, port: 0, isolation, base: '/some/path/' })
    const browser = await make()
    try {
      say(`${name}, ${isolation ? 'with' : 'without'} headers`)
      await story(browser, server.url, dir)
      passed++
    } catch (error) {
      failed++
      say(`${name}: ${error instanceof Error ? error.message : error}`)
    } finally {
      await browser.close()
      await server.close()
    }
  }
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
process.exitCode = failed === 0 ? 0 : 1
