// Builds the page into dist/, or a command of src/headless into one file for Node. Rebuilds only what is stale.
//
//   node scripts/build.mjs [page|headless] [--force]
import fs from 'node:fs'
import path from 'node:path'
import { cacheDir, fingerprint, readJson, root, say, withLock, writeJson } from './lib.mjs'

const PAGE_SOURCES = [
  ...['index.html', 'public', 'src', 'scripts/site'],
  ...['vite.config.ts', 'package-lock.json', 'LICENSE'],
]
const PAGE_STAMP = path.join(cacheDir, 'page.json')
export const pageDir = path.join(root, 'dist')

/** Everything a headless command may import: see the matrix in src/README.md. */
const HEADLESS_SOURCES = [
  ...[
    'base',
    'machine',
    'linux',
    'lang',
    'sim',
    'explore',
    'export',
    'protocol',
    'scene',
    'scenarios',
  ],
  'headless',
].map((layer) => `src/${layer}`)
const HOUR = 3_600_000

/** Builds dist/ unless it is up to date. @param {{ force?: boolean, quiet?: boolean }} [options] */
export async function buildPage({ force = false, quiet = false } = {}) {
  await withLock('page', async () => {
    const print = fingerprint(PAGE_SOURCES)
    const stamp = /** @type {{ print?: string } | undefined} */ (readJson(PAGE_STAMP))
    const fresh = stamp?.print === print && fs.existsSync(path.join(pageDir, 'index.html'))
    if (fresh && !force) return
    const { build } = await import('vite')
    fs.rmSync(PAGE_STAMP, { force: true })
    await build({ root, logLevel: quiet ? 'warn' : 'info' })
    writeJson(PAGE_STAMP, { print })
  })
}

/**
 * Where the bundle of `src/headless/<entry>.ts` is, built if its sources have changed. Each state of the sources has a
 * directory of its own, moved into place whole, so that no process ever sees half a bundle or another's.
 *
 * @param {string} entry @returns {Promise<string>}
 */
export async function headlessBundle(entry) {
  const print = fingerprint([...HEADLESS_SOURCES, 'package-lock.json', 'scripts/build.mjs'])
  const folder = path.join(cacheDir, `${entry}-${print}`)
  const bundle = path.join(folder, `${entry}.js`)
  if (!fs.existsSync(bundle)) {
    await withLock('headless', async () => {
      if (!fs.existsSync(bundle)) await buildHeadless(entry, folder)
    })
  }
  return bundle
}

/** @param {string} entry @param {string} folder */
async function buildHeadless(entry, folder) {
  const source = path.join(root, 'src', 'headless', `${entry}.ts`)
  if (!fs.existsSync(source)) throw new Error(`there is no src/headless/${entry}.ts`)
  const { build } = await import('vite')
  const part = `${folder}.${process.pid}`
  await build({
    root,
    configFile: false,
    publicDir: false,
    // stdout belongs to the command.
    logLevel: 'warn',
    ssr: { noExternal: true },
    build: {
      ssr: source,
      outDir: part,
      target: 'node20',
      minify: false,
      rolldownOptions: {
        output: {
          entryFileNames: `${entry}.js`,
          codeSplitting: false,
          // V8 folds a top-level `const` into compiled code; Vite's default makes it a `var`, looked up and checked each time.
          topLevelVar: false,
        },
      },
    },
  })
  // The bundle is an ES module wherever the cache lies.
  fs.writeFileSync(path.join(part, 'package.json'), '{"type":"module"}\n')
  removeOldBundles(entry)
  fs.renameSync(part, folder)
}

/** @param {string} entry */
function removeOldBundles(entry) {
  for (const name of fs.readdirSync(cacheDir)) {
    const old = path.join(cacheDir, name)
    const stat = fs.statSync(old, { throwIfNoEntry: false })
    const ours = name.startsWith(`${entry}-`) && stat?.isDirectory() === true
    if (ours && Date.now() - stat.mtimeMs > HOUR) fs.rmSync(old, { recursive: true, force: true })
  }
}

if (process.argv[1] === import.meta.filename) {
  const { ensureInstalled } = await import('./ensure.mjs')
  const force = process.argv.includes('--force')
  try {
    await ensureInstalled()
    if (process.argv.includes('headless')) say(await headlessBundle('cli'))
    else await buildPage({ force })
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
