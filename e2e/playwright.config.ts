import process from 'node:process'
import { defineConfig } from '@playwright/test'
import { BROWSER_ARGS, BROWSER_ENV } from './browser.ts'

// scripts/test.mjs starts both servers and finds the browser; run these tests with `npm run test:e2e`.
const { PTESCOPE_BROWSER, PTESCOPE_ISOLATED_URL, PTESCOPE_PLAIN_URL } = process.env
if (
  PTESCOPE_BROWSER === undefined ||
  PTESCOPE_ISOLATED_URL === undefined ||
  PTESCOPE_PLAIN_URL === undefined
) {
  throw new Error('run the end-to-end tests with: npm run test:e2e')
}

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // A machine that has much else to do is slow, not wrong.
  timeout: 90_000,
  expect: { timeout: 20_000 },
  reporter: [['list'], ['json']],
  use: {
    // It would reload a page that is not isolated; the tests that are about it let it in.
    serviceWorkers: 'block',
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath: PTESCOPE_BROWSER,
      args: [...BROWSER_ARGS],
      env: BROWSER_ENV,
    },
  },
  projects: [
    { name: 'isolated', use: { baseURL: PTESCOPE_ISOLATED_URL } },
    // What has nothing to do with isolation runs once.
    { name: 'plain', grepInvert: /@once/, use: { baseURL: PTESCOPE_PLAIN_URL } },
  ],
})
