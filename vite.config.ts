import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { partOf } from './scripts/site/chunks.mjs'
import { licenceDefine, licenceTexts } from './scripts/site/licences.mjs'
import { offline } from './scripts/site/offline.mjs'
import { contentSecurityPolicy } from './scripts/site/policy.mjs'
import { preloads } from './scripts/site/preload.mjs'
import { singleFileTemplate } from './scripts/site/single-file.mjs'

/** SharedArrayBuffer needs a cross-origin isolated page. Without these headers the page works from copies. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
}

export default defineConfig({
  // Relative, so that the page works under any path of a static host.
  base: './',
  plugins: [
    react(),
    contentSecurityPolicy(),
    preloads(),
    licenceTexts(),
    singleFileTemplate(),
    offline(),
  ],
  define: licenceDefine(),
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  // V8 folds a top-level `const` into compiled code; Vite's default makes it a `var`, looked up and checked each time.
  worker: { format: 'es', rolldownOptions: { output: { topLevelVar: false } } },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The policy allows no data: addresses.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            {
              name: 'editor',
              test: /node_modules[\\/](@codemirror|@lezer|@marijn|style-mod|crelt|w3c-keyname)[\\/]/,
            },
            // The first script uses it too, and must not wait for the page's.
            { name: 'fetch', test: /vite\/preload-helper/, priority: 1 },
            { name: partOf() },
          ],
        },
      },
    },
  },
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    typecheck: { enabled: false },
    // No test measures time; a slow machine is no failure.
    testTimeout: 120_000,
    reporters: ['default'],
  },
})
