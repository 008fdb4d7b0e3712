// npm start: installs and builds what is missing, serves the page, and opens a browser where there is one.
// npm run dev: the same with Vite's development server.
//
//   node scripts/start.mjs [--dev] [--no-open] [options of serve.mjs]
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { buildPage } from './build.mjs'
import { ensureInstalled } from './ensure.mjs'
import { root, say } from './lib.mjs'
import { DEFAULT_PORT, SERVE_OPTIONS, serve, serveOptions } from './serve.mjs'

/** Opening is a courtesy: whatever goes wrong, the address is printed. @param {string} url */
function openBrowser(url) {
  const { CI, BROWSER, DISPLAY, WAYLAND_DISPLAY } = process.env
  if (CI !== undefined || BROWSER === 'none') return
  /** @type {[string, string[]] | undefined} */
  let command
  if (process.platform === 'darwin') command = ['open', [url]]
  else if (process.platform === 'win32') command = ['cmd', ['/c', 'start', '', url]]
  else if (DISPLAY || WAYLAND_DISPLAY) command = ['xdg-open', [url]]
  if (command === undefined) return
  const child = spawn(...command, { detached: true, stdio: 'ignore' })
  child.on('error', () => undefined)
  child.unref()
}

/** @param {number} port @returns {Promise<string>} */
async function develop(port) {
  const { createServer } = await import('vite')
  const server = await createServer({ root, server: { port, open: false } })
  await server.listen()
  return server.resolvedUrls?.local[0] ?? `http://localhost:${port}/`
}

try {
  const { values } = parseArgs({
    options: {
      ...SERVE_OPTIONS,
      dev: { type: 'boolean', default: false },
      'no-open': { type: 'boolean', default: false },
    },
  })
  const options = serveOptions(values)
  await ensureInstalled()
  if (!values.dev) await buildPage()
  const url = values.dev ? await develop(options.port ?? DEFAULT_PORT) : (await serve(options)).url
  process.stdout.write(`${url}\n`)
  if (!values['no-open']) openBrowser(url)
} catch (error) {
  say(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
