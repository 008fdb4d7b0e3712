// The service worker: its script is built last, since it names every file of the page and a digest of them all.
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { root } from '../lib.mjs'
import { classicScript } from './inner-build.mjs'

/** Files of public/ that the page needs. @returns {[string, Buffer][]} */
function publicFiles() {
  const folder = path.join(root, 'public')
  return fs.readdirSync(folder).map((name) => [name, fs.readFileSync(path.join(folder, name))])
}

/** @returns {import('vite').Plugin} */
export function offline() {
  return {
    name: 'ptescope:offline',
    apply: 'build',
    generateBundle: {
      order: 'post',
      async handler(_options, bundle) {
        const digest = createHash('sha256')
        /** @type {string[]} */
        const files = []
        /** @param {string} name @param {string | Uint8Array} content */
        const add = (name, content) => {
          files.push(name)
          digest.update(`${name}\n`).update(content)
        }
        for (const [name, content] of publicFiles()) add(name, content)
        for (const [name, part] of Object.entries(bundle).sort(([a], [b]) => (a < b ? -1 : 1))) {
          add(name, part.type === 'chunk' ? part.code : part.source)
        }
        const version = digest.digest('hex').slice(0, 12)
        const { code } = await classicScript('src/worker/offline.sw.ts', {
          define: { __SITE__: JSON.stringify({ version, files }) },
        })
        this.emitFile({ type: 'asset', fileName: 'sw.js', source: code })
      },
    },
  }
}
