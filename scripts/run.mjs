// Runs a development tool after making sure that it is installed:  node scripts/run.mjs vitest run src/lang
import { spawn } from 'node:child_process'
import { ensureInstalled } from './ensure.mjs'
import { root, toolPath } from './lib.mjs'

const [tool = '', ...args] = process.argv.slice(2)
await ensureInstalled()
const child = spawn(process.execPath, [toolPath(tool), ...args], { cwd: root, stdio: 'inherit' })
child.on('exit', (code, signal) => {
  process.exitCode = signal === null ? (code ?? 1) : 1
})
