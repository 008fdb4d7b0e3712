// What every script needs: where things are, whether they are stale, and a lock between processes.
// Plain Node without dependencies, because it runs before anything is installed.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
export const cacheDir = path.join(root, 'node_modules', '.cache', 'ptescope')

/** Scripts say things on stderr, so that stdout belongs to the command they run. @param {string} text */
export const say = (text) => void process.stderr.write(`${text}\n`)

/** @param {string} text */
export const digest = (text) => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** @param {string} file @returns {unknown} the parsed file, or undefined when it is missing or broken */
export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Readers never see half a file. @param {string} file @param {unknown} value */
export function writeJson(file, value) {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const part = `${file}.${process.pid}`
  fs.writeFileSync(part, `${JSON.stringify(value)}\n`)
  fs.renameSync(part, file)
}

const TEST_FILE = /\.test(-d)?\.tsx?$/

/**
 * A digest of names, sizes and modification times: a few milliseconds for the whole source tree.
 * Tests are left out, since no bundle contains them.
 *
 * @param {readonly string[]} inputs files and directories, relative to the root; missing ones count as empty
 */
export function fingerprint(inputs) {
  /** @type {string[]} */
  const rows = []
  /** @param {string} name */
  const visit = (name) => {
    const stat = fs.statSync(path.join(root, name), { throwIfNoEntry: false })
    if (stat?.isDirectory()) {
      for (const entry of fs.readdirSync(path.join(root, name)).sort()) visit(`${name}/${entry}`)
    } else if (stat !== undefined && !TEST_FILE.test(name)) {
      rows.push(`${name} ${stat.size} ${stat.mtimeMs}`)
    }
  }
  for (const name of inputs) visit(name)
  return digest(rows.join('\n'))
}

/**
 * Runs `work` while no other process of this checkout runs under the same name. A lock whose owner is gone is taken over.
 *
 * @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function withLock(name, work) {
  const file = path.join(os.tmpdir(), `ptescope-${digest(root)}-${name}.lock`)
  for (let told = false; !tryLock(file); ) {
    if (!told) say(`waiting for another process (${name}) …`)
    told = true
    await new Promise((done) => setTimeout(done, 100))
  }
  try {
    return await work()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

/** @param {string} file */
function tryLock(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (stat !== undefined && isAbandoned(file, stat.mtimeMs)) fs.rmSync(file, { force: true })
  return false
}

/** @param {string} file @param {number} since */
function isAbandoned(file, since) {
  let pid = 0
  try {
    pid = Number(fs.readFileSync(file, 'utf8'))
  } catch {
    return false
  }
  // The owner creates the file before it writes its number: an empty file is young, or its owner died in between.
  if (pid === 0) return Date.now() - since > 5000
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return codeOf(error) === 'ESRCH'
  }
}

/** @param {unknown} error */
export const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code

const LOCKFILE = path.join(root, 'package-lock.json')
const INSTALLED = path.join(root, 'node_modules', '.package-lock.json')

/**
 * Whether node_modules is what package-lock.json asks for. Times are compared first; where they disagree (a fresh
 * checkout touches the lockfile) the contents decide.
 */
export function isInstalled() {
  const installed = fs.statSync(INSTALLED, { throwIfNoEntry: false })
  if (installed === undefined) return false
  if (installed.mtimeMs >= fs.statSync(LOCKFILE).mtimeMs) return true
  /** @typedef {{ packages?: Record<string, { version?: string, integrity?: string, optional?: boolean }> }} Lock */
  const wanted = /** @type {Lock | undefined} */ (readJson(LOCKFILE))?.packages ?? {}
  const present = /** @type {Lock | undefined} */ (readJson(INSTALLED))?.packages ?? {}
  for (const [name, { version, integrity, optional }] of Object.entries(wanted)) {
    if (name === '') continue
    const found = present[name]
    if (found === undefined && optional === true) continue
    if (found?.version !== version) return false
    if (integrity !== undefined && found?.integrity !== integrity) return false
  }
  const now = new Date()
  fs.utimesSync(INSTALLED, now, now)
  return true
}

/** Where the command of a development dependency starts. @type {Readonly<Record<string, string>>} */
const TOOLS = {
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
  playwright: '@playwright/test/cli.js',
  tsc: 'typescript/bin/tsc',
  vite: 'vite/bin/vite.js',
  vitest: 'vitest/vitest.mjs',
}

/** @param {string} tool @returns {string} the script to run with this Node */
export function toolPath(tool) {
  const script = TOOLS[tool]
  if (script === undefined) throw new Error(`unknown tool: ${tool}`)
  return path.join(root, 'node_modules', script)
}
