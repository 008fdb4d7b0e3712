// What the built page sends before it can be used, gzip: held below the bounds of .ci/load.json by `npm test`.
//
//   node scripts/site/weight.mjs        prints it, file by file
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import zlib from 'node:zlib'
import { pageDir } from '../build.mjs'
import { readJson, root } from '../lib.mjs'

/** The parts that a first view asks for beside what index.html names. @type {Readonly<Record<string, readonly RegExp[]>>} */
const VIEWS = {
  story: [/^stage-[\w-]+\.(js|css)$/, /^sim\.worker-[\w-]+\.js$/],
  start: [/^start-page-[\w-]+\.(js|css)$/, /^sim\.worker-[\w-]+\.js$/],
}

/** @typedef {{ scripts: number, styles: number, files: Record<string, number> }} Weight */

const assets = path.join(pageDir, 'assets')
const read = (/** @type {string} */ name) => fs.readFileSync(path.join(assets, name))

/** What a script cannot start without. @param {string} name */
function importsOf(name) {
  const text = read(name).toString()
  return [...text.matchAll(/(?:\bfrom|\bimport)\s*["'`]\.\/([^"'`]+\.js)["'`]/g)].map(
    ([, file = '']) => file,
  )
}

/** @param {string} view @returns {Weight} */
function weightOf(view) {
  const html = fs.readFileSync(path.join(pageDir, 'index.html'), 'utf8')
  const named = [...html.matchAll(/(?:src|href)="\.\/assets\/([^"]+\.(?:js|css))"/g)]
  const own = fs.readdirSync(assets).filter((name) => VIEWS[view]?.some((is) => is.test(name)))
  const queue = [...named.map(([, name = '']) => name), ...own]
  /** @type {Record<string, number>} */
  const files = {}
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (name in files) continue
    files[name] = zlib.gzipSync(read(name), { level: 9 }).length
    if (name.endsWith('.js')) queue.push(...importsOf(name))
  }
  const sum = (/** @type {string} */ end) =>
    Object.entries(files).reduce((all, [name, size]) => all + (name.endsWith(end) ? size : 0), 0)
  return { scripts: sum('.js'), styles: sum('.css'), files }
}

/** What is too heavy, in words; empty where all is well. @returns {string[]} */
export function excessWeight() {
  const bounds = /** @type {Record<string, { scripts: number, styles: number }>} */ (
    readJson(path.join(root, '.ci', 'load.json'))
  )
  return Object.entries(bounds).flatMap(([view, bound]) => {
    const weight = weightOf(view)
    return /** @type {const} */ (['scripts', 'styles'])
      .filter((kind) => weight[kind] > bound[kind])
      .map(
        (kind) => `${view}: ${kind} have ${weight[kind]} bytes, gzip; the bound is ${bound[kind]}`,
      )
  })
}

if (process.argv[1] === import.meta.filename) {
  for (const view of Object.keys(VIEWS)) {
    const { scripts, styles, files } = weightOf(view)
    process.stdout.write(`${view}: ${scripts} bytes of scripts, ${styles} of styles, gzip\n`)
    for (const [name, size] of Object.entries(files).sort(([, a], [, b]) => b - a)) {
      process.stdout.write(`${String(size).padStart(8)} ${name}\n`)
    }
  }
}
