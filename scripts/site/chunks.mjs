// Which modules are built into one file: what every view needs, and what the stage needs beside it. Left alone, the
// builder makes a small file of every set of modules that two views share, and dozens of requests of one visit.
import path from 'node:path'
import { root } from '../lib.mjs'

/** @typedef {import('rolldown').ChunkingContext} Context */

/** The files, and the modules that reach, by static imports, whatever belongs to them; the first file that fits is it. */
const PARTS = /** @type {const} */ ([
  ['page', ['src/ui/page.tsx']],
  ['pictures', ['src/ui/start/start-page.tsx', 'src/ui/stage-page.tsx']],
  ['stage', ['src/ui/stage-page.tsx']],
])

/** @param {string} entry @param {Context} context @returns {Set<string>} */
function reachedFrom(entry, context) {
  /** @type {Set<string>} */
  const reached = new Set()
  const queue = [path.join(root, entry)]
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    queue.push(...(context.getModuleInfo(id)?.importedIds ?? []))
  }
  return reached
}

/** @returns {(id: string, context: Context) => string | null} the name of the file that a module is built into */
export function partOf() {
  /** @type {(readonly [name: string, reached: Set<string>[]])[] | undefined} */
  let parts
  return (id, context) => {
    parts ??= PARTS.map(([name, from]) => [name, from.map((entry) => reachedFrom(entry, context))])
    return parts.find(([, reached]) => reached.every((modules) => modules.has(id)))?.[0] ?? null
  }
}
