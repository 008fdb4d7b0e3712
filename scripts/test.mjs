// npm test: every check there is, in order of cost; stops at the first stage that fails.
// The last line is `N passed, N failed`: unit and end-to-end tests one by one, every other stage as one.
//
//   node scripts/test.mjs [--no-e2e] [--only STAGE[,STAGE…]] [-- ARGUMENT…]     the arguments go to vitest or Playwright
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { buildPage, headlessBundle } from './build.mjs'
import { ensureBrowser, ensureInstalled } from './ensure.mjs'
import { cacheDir, readJson, root, say, toolPath } from './lib.mjs'
import { serve } from './serve.mjs'
import { excessWeight } from './site/weight.mjs'

/** @typedef {{ passed: number, failed: number }} Count */
const PASS = { passed: 1, failed: 0 }
const FAIL = { passed: 0, failed: 1 }

const PROJECTS = ['pure', 'dom', 'node', 'test']

const { values, positionals } = readArguments()
const only = values.only?.split(',')
const withE2e = !values['no-e2e'] && (only?.includes('e2e') ?? true)

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: { only: { type: 'string' }, 'no-e2e': { type: 'boolean', default: false } },
    })
  } catch (error) {
    say(String(error))
    process.stdout.write('0 passed, 1 failed\n')
    process.exit(1)
  }
}

/** @type {readonly (readonly [name: string, work: () => Promise<Count>])[]} */
const STAGES = [
  ['setup', setup],
  ['lint', () => tool('biome', ['check', '--error-on-warnings', '.'])],
  ['types', types],
  ['unit', unit],
  ['build', build],
  ['headless', headless],
  ['kernel', kernel],
  ['e2e', e2e],
]

async function setup() {
  if (withE2e) await ensureBrowser()
  else await ensureInstalled()
  return PASS
}

async function types() {
  for (const project of PROJECTS) {
    const { failed } = await tool('tsc', ['-p', `tsconfig.${project}.json`])
    if (failed > 0) return FAIL
  }
  return PASS
}

async function build() {
  await buildPage()
  const excess = excessWeight()
  for (const one of excess) say(one)
  return excess.length === 0 ? PASS : FAIL
}

async function headless() {
  await headlessBundle('cli')
  return PASS
}

/** This machine's own kernel against the simulator; says why not where that cannot be. */
async function kernel() {
  const { main } = await import(pathToFileURL(await headlessBundle('kernel-check')).href)
  const folder = path.join(root, 'e2e', 'kernel')
  const args = ['--chosen', path.join(folder, 'chosen'), '--races', path.join(folder, 'races')]
  return (await main([...args, ...extraFor('kernel')])) === 0 ? PASS : FAIL
}

async function unit() {
  const report = freshReport('unit')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const { failed } = await tool('vitest', [...args, ...extraFor('unit')])
  const counts = /** @type {{ numPassedTests?: number, numFailedTests?: number } | undefined} */ (
    readJson(report)
  )
  return total(counts?.numPassedTests ?? 0, counts?.numFailedTests ?? 0, failed > 0)
}

/** Twice: with cross-origin isolation, and under a sub-path without it, as on a plain static host. */
async function e2e() {
  const report = freshReport('e2e')
  const isolated = await serve({ port: 0 })
  const plain = await serve({ port: 0, isolation: false, base: '/sub/path/' })
  try {
    const { failed } = await tool(
      'playwright',
      ['test', '-c', 'e2e/playwright.config.ts', ...extraFor('e2e')],
      {
        PTESCOPE_BROWSER: await ensureBrowser(),
        PTESCOPE_ISOLATED_URL: isolated.url,
        PTESCOPE_PLAIN_URL: plain.url,
        PLAYWRIGHT_JSON_OUTPUT_FILE: report,
      },
    )
    const { stats } = /** @type {{ stats?: Record<string, number> }} */ (readJson(report) ?? {})
    return total(stats?.expected ?? 0, (stats?.unexpected ?? 0) + (stats?.flaky ?? 0), failed > 0)
  } finally {
    await Promise.all([isolated.close(), plain.close()])
  }
}

/** A tool that fails without naming a test (it crashed, or found none) is one failure. @param {number} passed @param {number} failed @param {boolean} broken */
function total(passed, failed, broken) {
  return { passed, failed: broken ? Math.max(1, failed) : failed }
}

/** A report of an earlier run must not stand for one that was never written. @param {string} stage */
function freshReport(stage) {
  const report = path.join(cacheDir, `${stage}.json`)
  fs.rmSync(report, { force: true })
  return report
}

/** @param {string} stage */
const extraFor = (stage) => (only?.includes(stage) ? positionals : [])

/** @param {string} name @param {string[]} args @param {Record<string, string>} [env] @returns {Promise<Count>} */
function tool(name, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [toolPath(name), ...args], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, TZ: 'UTC', ...env },
    })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code === 0 ? PASS : FAIL))
  })
}

/** @param {string} name */
function isWanted(name) {
  if (name === 'setup') return true
  if (name === 'e2e') return withE2e
  return only === undefined || only.includes(name) || (name === 'build' && withE2e)
}

let passed = 0
let failed = 0
for (const [name, work] of STAGES.filter(([stage]) => isWanted(stage))) {
  const begin = performance.now()
  say(`\n── ${name}`)
  /** @type {Count} */
  let count = FAIL
  try {
    count = await work()
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
  }
  passed += count.passed
  failed += count.failed
  say(
    `── ${name}: ${count.failed === 0 ? 'ok' : 'FAILED'}, ${((performance.now() - begin) / 1000).toFixed(1)} s`,
  )
  if (failed > 0) break
}
process.exitCode = failed === 0 ? 0 : 1
process.stdout.write(`${passed} passed, ${failed} failed\n`)
