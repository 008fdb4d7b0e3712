// The page as one HTML file without anything beside it: classic scripts, so that it runs from file://, where modules are
// refused. The page fetches it as a template and puts a link into its data block (src/store/single-file.ts).
import fs from 'node:fs'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { root } from '../lib.mjs'
import { classicScript } from './inner-build.mjs'
import { licenceDefine } from './licences.mjs'
import { hashOf, policy } from './policy.mjs'

const WORKER = /sim\.worker\.ts\?worker&url$/

/** In the place of the worker's address: the address of a blob with its script. @param {string} script @returns {import('vite').Plugin} */
function workerInside(script) {
  const id = '\0ptescope:worker'
  return {
    name: 'ptescope:worker-inside',
    enforce: 'pre',
    resolveId: (source) => (WORKER.test(source) ? id : null),
    load: (loaded) =>
      loaded === id
        ? `const script = ${JSON.stringify(script)}
           export default URL.createObjectURL(new Blob([script], { type: 'text/javascript' }))`
        : null,
  }
}

/** A script that may stand between tags. @param {string} code */
const inTags = (code) => code.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')

/** @returns {Promise<string>} the file, its data block empty */
export async function singleFile() {
  const worker = await classicScript('src/worker/sim.worker.ts')
  const page = await classicScript('src/main.tsx', {
    mode: 'single',
    define: { 'process.env.NODE_ENV': '"production"', ...licenceDefine() },
    plugins: [react(), workerInside(worker.code)],
  })
  const script = inTags(page.code)
  const csp = policy({
    'script-src': hashOf(script),
    'style-src': hashOf(page.css),
    'worker-src': 'blob:',
    'font-src': 'data:',
    'img-src': 'blob: data:',
    'connect-src': "'none'",
    'manifest-src': "'none'",
  })
  const icon = fs.readFileSync(path.join(root, 'public/icon.svg')).toString('base64')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:image/svg+xml;base64,${icon}">
<title>ptescope</title>
<style>${page.css}</style>
<script type="text/plain" id="ptescope-link"></script>
</head>
<body>
<div id="root"></div>
<script>${script}</script>
</body>
</html>
`
}

/** Puts single.html beside the page. @returns {import('vite').Plugin} */
export function singleFileTemplate() {
  return {
    name: 'ptescope:single-file',
    apply: 'build',
    async generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'single.html', source: await singleFile() })
    },
  }
}
