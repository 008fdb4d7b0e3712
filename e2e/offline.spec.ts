import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from '@playwright/test'
import { plainHost, siteDir } from './site.ts'
import { expect, onStage, stepOf, test, toEnd } from './support.ts'

test.use({ serviceWorkers: 'allow' })

/** False as well while the page is just being loaded once more. */
const isIsolated = (page: Page) =>
  page
    .evaluate(() => crossOriginIsolated && navigator.serviceWorker.controller !== null)
    .catch(() => false)

test('a host without headers: isolated by one reload, and everything works offline', async ({
  page,
}) => {
  const host = await plainHost()
  let loads = 0
  page.on('load', () => loads++)
  await page.goto(`${host.url}#1,K8jPyeECAA`)
  await expect.poll(() => isIsolated(page)).toBe(true)
  await onStage(page)
  expect(new URL(page.url()).hash).toContain('#1,')
  await page.waitForTimeout(500)
  expect(loads).toBe(2)

  await host.close()
  await page.goto(`${host.url}#start`)
  await page.reload()
  await page.getByRole('button', { name: 'Play the four steps' }).click()
  await onStage(page)
  expect(await isIsolated(page)).toBe(true)
  await page.keyboard.press('Space')
  await page.keyboard.press('s')
  await expect(page.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save One HTML file' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.html$/)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(page.getByRole('textbox', { name: 'Scenario' })).toBeFocused()
})

test('a page under the hands of its user is not reloaded', async ({ page }) => {
  const host = await plainHost()
  let loads = 0
  page.on('load', () => loads++)
  try {
    // A slow network: the worker is not there before the first click.
    await page.addInitScript(() => {
      const { register } = ServiceWorkerContainer.prototype
      const clicked = new Promise((resolve) => addEventListener('pointerup', resolve))
      ServiceWorkerContainer.prototype.register = async function (...args) {
        await clicked
        return register.apply(this, args)
      }
    })
    await page.goto(host.url)
    await page.mouse.click(5, 500)
    await expect
      .poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null))
      .toBe(true)
    await page.waitForTimeout(500)
    expect(loads).toBe(1)
    await page.getByRole('button', { name: 'Play the four steps' }).click()
    await onStage(page)
  } finally {
    await host.close()
  }
})

test('a new version is announced, and taking it loses nothing', async ({ page }) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ptescope-site-'))
  fs.cpSync(siteDir, folder, { recursive: true })
  const host = await plainHost(folder)
  try {
    await page.goto(host.url)
    await expect.poll(() => isIsolated(page)).toBe(true)
    await page
      .getByRole('button', { name: /The first touch/ })
      .first()
      .click()
    await onStage(page)
    const step = await toEnd(page)
    await expect.poll(() => page.url()).toContain(`t=${step}`)
    const worker = path.join(folder, 'sw.js')
    const script = fs.readFileSync(worker, 'utf8')
    fs.writeFileSync(worker, script.replace(/version:`\w+`/, 'version:`another`'))
    await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()))
    await expect(page.getByText('A new version is ready.')).toBeVisible()
    expect(await stepOf(page)).toBe(step)
    // The parts of the page that are not loaded yet are still those of this version.
    await page.keyboard.press('s')
    await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/#1,/)
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Reload' }).click()
    await expect(page.getByText('A new version is ready.')).toHaveCount(0)
    await onStage(page)
    await expect.poll(() => stepOf(page)).toBe(step)
    const names = await page.evaluate(() => caches.keys())
    expect(names.at(-1)).toContain('another')
  } finally {
    await host.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
})
