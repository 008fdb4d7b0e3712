// Builds one entry into one classic script, for what cannot be a module: the service worker, the self-contained file.
import path from 'node:path'
import { build } from 'vite'
import { root } from '../lib.mjs'

/**
 * @param {string} entry relative to the root
 * @param {import('vite').InlineConfig} [config]
 * @returns {Promise<{ code: string, css: string }>}
 */
export async function classicScript(entry, config = {}) {
  const result = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    ...config,
    build: {
      target: 'es2022',
      write: false,
      modulePreload: false,
      cssCodeSplit: false,
      assetsInlineLimit: 2 ** 30,
      rolldownOptions: {
        input: path.join(root, entry),
        output: { format: 'iife', codeSplitting: false },
        // Vite's loader of parts asks for it; here there are no parts to load.
        checks: { emptyImportMeta: false },
      },
    },
  })
  if (Array.isArray(result) || !('output' in result)) throw new Error(`${entry}: not one bundle`)
  const code = result.output.flatMap((part) => (part.type === 'chunk' ? [part.code] : []))
  const css = result.output.flatMap((part) =>
    part.type === 'asset' && part.fileName.endsWith('.css') ? [String(part.source)] : [],
  )
  if (code.length !== 1) throw new Error(`${entry}: ${code.length} scripts instead of one`)
  return { code: code[0] ?? '', css: css.join('\n') }
}
