// Brings a machine with nothing but Node to the point where the other scripts can run: packages, and for the
// end-to-end tests a Chromium. Does nothing, quickly, when all is there.
//
//   node scripts/ensure.mjs [--browser]
import { spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import {
  cacheDir,
  isInstalled,
  readJson,
  root,
  say,
  toolPath,
  withLock,
  writeJson,
} from './lib.mjs'

const NEEDED = [20, 19]
const BROWSER_FILE = path.join(cacheDir, 'browser.json')

export async function ensureInstalled() {
  checkNode()
  if (isInstalled()) return
  await withLock('install', async () => {
    if (isInstalled()) return
    say('installing packages (npm ci) …')
    const npm = process.env.npm_execpath
    const flags = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
    if (npm?.endsWith('npm-cli.js')) run(process.execPath, [npm, ...flags])
    else run('npm', flags, process.platform === 'win32')
  })
}

/** @returns {Promise<string>} the path of a Chromium that answers */
export async function ensureBrowser() {
  await ensureInstalled()
  return await withLock('browser', async () => {
    const browser = findBrowser() ?? installBrowser()
    if (browser === undefined) {
      throw new Error(
        'no Chromium found and none could be installed.\n' +
          'Install one (Debian, Ubuntu: sudo apt-get install chromium) or set CHROMIUM_PATH to its executable.',
      )
    }
    writeJson(BROWSER_FILE, { path: browser })
    return browser
  })
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const [wantMajor = 0, wantMinor = 0] = NEEDED
  if (major < wantMajor || (major === wantMajor && minor < wantMinor)) {
    throw new Error(
      `ptescope needs Node ${NEEDED.join('.')} or newer; this is ${process.versions.node}`,
    )
  }
}

/** Output of the command goes to stderr. @param {string} command @param {string[]} args @param {boolean} [shell] */
function run(command, args, shell = false) {
  const done = spawnSync(command, args, { cwd: root, shell, stdio: ['ignore', 2, 2] })
  if (done.error !== undefined) throw done.error
  if (done.status !== 0)
    throw new Error(`${path.basename(command)} ${args.join(' ')} failed (${done.status})`)
}

function findBrowser() {
  const named = process.env.CHROMIUM_PATH
  if (named !== undefined && named !== '' && !answers(named))
    say(`CHROMIUM_PATH does not run: ${named}`)
  const known = /** @type {{ path?: string } | undefined} */ (readJson(BROWSER_FILE))?.path
  return [named, known, ...onPath(), ...wellKnown(), playwrightsOwn()].find(
    (file) => file !== undefined && answers(file),
  )
}

function onPath() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => path.join(folder, name)))
}

function wellKnown() {
  const { ProgramFiles = 'C:\\Program Files', LOCALAPPDATA = '' } = process.env
  const chrome = ['Google', 'Chrome', 'Application', 'chrome.exe']
  return [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/snap/bin/chromium',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    path.join(ProgramFiles, ...chrome),
    path.join(LOCALAPPDATA, ...chrome),
  ]
}

function playwrightsOwn() {
  const script = "process.stdout.write(require('playwright-core').chromium.executablePath())"
  const asked = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })
  return asked.status === 0 ? asked.stdout : undefined
}

/** @param {string} file */
function answers(file) {
  if (!fs.existsSync(file)) return false
  // Chrome on Windows opens a window instead of printing its version.
  if (process.platform === 'win32') return true
  const asked = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 })
  return asked.status === 0 && /\d+\.\d+/.test(asked.stdout)
}

/** As root on Debian the packages come first: Playwright's download lacks the system libraries of a bare machine. */
function installBrowser() {
  const ways = [fromPlaywright]
  if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) ways.unshift(fromDebian)
  for (const way of ways) {
    try {
      way()
    } catch (error) {
      say(String(error))
    }
    const found = findBrowser()
    if (found !== undefined) return found
  }
  return undefined
}

function fromDebian() {
  say('installing Chromium (apt-get) …')
  process.env.DEBIAN_FRONTEND = 'noninteractive'
  const quiet = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Dpkg::Use-Pty=0']
  run('apt-get', [...quiet, 'update'])
  run('apt-get', [
    ...quiet,
    'install',
    '-y',
    '--no-install-recommends',
    'chromium',
    'fonts-dejavu-core',
  ])
}

function fromPlaywright() {
  say('downloading Chromium (playwright install) …')
  run(process.execPath, [toolPath('playwright'), 'install', 'chromium'])
}

if (process.argv[1] === import.meta.filename) {
  try {
    await ensureInstalled()
    if (process.argv.includes('--browser')) say(`browser: ${await ensureBrowser()}`)
  } catch (error) {
    say(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
