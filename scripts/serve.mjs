// A small static server for the built page, with the headers that make it cross-origin isolated.
//
//   node scripts/serve.mjs [--port N] [--host NAME] [--base /sub/path/] [--no-isolation] [--dir DIRECTORY]
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { pipeline } from 'node:stream'
import { parseArgs, promisify } from 'node:util'
import zlib from 'node:zlib'
import { codeOf, root, say } from './lib.mjs'

export const DEFAULT_PORT = 4173

/** @type {Readonly<Record<string, string>>} */
const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.jsonl': 'application/jsonl; charset=utf-8',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.uffd': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
}
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}
/** Vite puts a digest of the content into these names, so they never change. */
const HASHED = /\/assets\/[^/]+-[\w-]{8}\.\w+$/

/** What packing makes smaller; fonts and pictures are packed already. */
const PACKABLE = /\.(?:css|html|js|jsonl?|map|svg|txt|uffd|wasm|webmanifest)$/
const gzip = promisify(
  /** @type {(data: Buffer, options: zlib.ZlibOptions, done: (error: Error | null, packed: Buffer) => void) => void} */ (
    zlib.gzip
  ),
)

/**
 * @typedef {object} ServeOptions
 * @property {string} [dir] what is served
 * @property {string} [base] path under which it is served; begins and ends with a slash
 * @property {boolean} [isolation] whether to send the COOP and COEP headers
 * @property {string} [host] by default both addresses of localhost
 * @property {number} [port] 0 is any free port; another is the first one tried
 * @property {(address: string, bytes: number) => void} [onSend] is told of each file and the size of what is sent for it
 */

/** @param {ServeOptions} options @returns {http.RequestListener} */
function handler(options) {
  const { dir = path.join(root, 'dist'), base = '/', isolation = true, onSend } = options
  const always = {
    ...(isolation ? ISOLATION : {}),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
  }
  return async (request, response) => {
    /** @param {number} status @param {string} text @param {http.OutgoingHttpHeaders} [headers] */
    const refuse = (status, text, headers) => {
      response.writeHead(status, { ...always, 'Content-Type': 'text/plain', ...headers })
      response.end(`${text}\n`)
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      return refuse(405, 'method not allowed', { Allow: 'GET, HEAD' })
    }
    const address = pathOf(request.url ?? '/')
    if (address === undefined) return refuse(400, 'bad request')
    if (`${address}/` === base) return refuse(301, 'moved', { Location: base })
    const found = address.startsWith(base) ? locate(dir, address.slice(base.length)) : undefined
    if (found === undefined) return refuse(404, 'not found')
    const isText = PACKABLE.test(found.file)
    const isRead = /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
    const body = isText && isRead ? await packed(found).catch(() => undefined) : undefined
    const bytes = body?.length ?? found.size
    response.writeHead(200, {
      ...always,
      ...(body === undefined ? {} : { 'Content-Encoding': 'gzip' }),
      ...(isText ? { Vary: 'Accept-Encoding' } : {}),
      'Content-Type': TYPES[path.extname(found.file)] ?? 'application/octet-stream',
      'Content-Length': bytes,
      'Cache-Control': HASHED.test(address) ? 'public, max-age=31536000, immutable' : 'no-cache',
    })
    if (request.method === 'HEAD') return response.end()
    onSend?.(address, bytes)
    if (body !== undefined) return response.end(body)
    return pipeline(fs.createReadStream(found.file), response, () => undefined)
  }
}

/** @typedef {{ readonly file: string, readonly size: number, readonly changed: number }} Found */

/** By file; packed when it is first asked for, and again when it has changed. @type {Map<string, { changed: number, packed: Promise<Buffer> }>} */
const kept = new Map()

/** @param {Found} found @returns {Promise<Buffer>} */
function packed({ file, changed }) {
  const before = kept.get(file)
  if (before?.changed === changed) return before.packed
  const fresh = fs.promises.readFile(file).then((data) => gzip(data, { level: 9 }))
  kept.set(file, { changed, packed: fresh })
  return fresh
}

/** @param {string} url @returns {string | undefined} the decoded path, without the query */
function pathOf(url) {
  try {
    const decoded = decodeURIComponent(url.split(/[?#]/, 1)[0] ?? '/')
    return decoded.includes('\0') ? undefined : decoded
  } catch {
    return undefined
  }
}

/** Finds a file inside `dir`, never outside: neither by `..` nor by a symbolic link. @param {string} dir @param {string} name @returns {Found | undefined} */
function locate(dir, name) {
  try {
    const top = fs.realpathSync(dir)
    const wanted = path.join(top, name)
    const file = fs.realpathSync(
      name === '' || name.endsWith('/') ? path.join(wanted, 'index.html') : wanted,
    )
    const stat = fs.statSync(file)
    if (!file.startsWith(top + path.sep) || !stat.isFile()) return undefined
    return { file, size: stat.size, changed: stat.mtimeMs }
  } catch {
    return undefined
  }
}

/**
 * Starts serving. Without a host it listens on both addresses of localhost, so that no other program can answer for it.
 *
 * @param {ServeOptions} options @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serve(options = {}) {
  const { host, base = '/', port: first = DEFAULT_PORT } = options
  const listener = handler(options)
  for (let port = first; ; port += 1) {
    const servers = await listenAll(
      listener,
      port,
      host === undefined ? ['127.0.0.1', '::1'] : [host],
    )
    const [server] = servers
    if (server !== undefined) {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address())
      return {
        url: `http://${host ?? 'localhost'}:${address.port}${base}`,
        close: async () => void (await Promise.all(servers.map(stop))),
      }
    }
    if (port - first > 100) throw new Error(`no free port from ${first} to ${port}`)
  }
}

/** @returns {Promise<http.Server[]>} none when the port is taken @param {http.RequestListener} listener @param {number} port @param {string[]} hosts */
async function listenAll(listener, port, hosts) {
  /** @type {http.Server[]} */
  const servers = []
  let wanted = port
  for (const host of hosts) {
    try {
      const server = await listen(http.createServer(listener), wanted, host)
      servers.push(server)
      wanted = /** @type {import('node:net').AddressInfo} */ (server.address()).port
    } catch (error) {
      const code = codeOf(error)
      // A machine without IPv6.
      if (servers.length > 0 && (code === 'EADDRNOTAVAIL' || code === 'EAFNOSUPPORT')) continue
      await Promise.all(servers.map(stop))
      if (code === 'EADDRINUSE') return port === 0 ? await listenAll(listener, 0, hosts) : []
      throw error
    }
  }
  return servers
}

/** @param {http.Server} server @param {number} port @param {string} host @returns {Promise<http.Server>} */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

/** @param {http.Server} server @returns {Promise<void>} */
function stop(server) {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}

/** The options both this command and `npm start` understand. */
export const SERVE_OPTIONS = /** @type {const} */ ({
  port: { type: 'string' },
  host: { type: 'string' },
  base: { type: 'string', default: '/' },
  dir: { type: 'string' },
  'no-isolation': { type: 'boolean', default: false },
})

/** @param {{ port?: string, host?: string, base: string, dir?: string, 'no-isolation': boolean }} values @returns {ServeOptions} */
export function serveOptions(values) {
  const port = Number(values.port ?? process.env.PORT ?? DEFAULT_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`not a port: ${values.port}`)
  const base = `/${values.base}/`.replace(/\/+/g, '/')
  return {
    port,
    base,
    isolation: !values['no-isolation'],
    ...(values.dir === undefined ? {} : { dir: path.resolve(values.dir) }),
    ...(values.host === undefined ? {} : { host: values.host }),
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    const { values } = parseArgs({ options: SERVE_OPTIONS })
    const { url } = await serve(serveOptions(values))
    process.stdout.write(`${url}\n`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
