import type { Page } from '@playwright/test'
import { foreignPage } from './site.ts'
import { audit, expect, openPreset, test } from './support.ts'

interface Told {
  readonly origin: string
  readonly data: { readonly type: string; readonly step?: number; readonly steps?: number }
}

/** The address of a moment of the four steps, with a query for a frame. */
async function frameOf(page: Page, query: string): Promise<string> {
  await openPreset(page, 'COW and uffd-wp')
  await expect.poll(() => page.url()).toContain('&d=')
  return page.url().replace(/\?[^#]*|(?=#)/, `?${query}`)
}

const listening = (src: string) =>
  `<iframe id="frame" title="frame" src="${src.replaceAll('&', '&amp;')}" width="760" height="560"></iframe>
   <script>window.told = []; addEventListener('message', (event) =>
     told.push({ origin: event.origin, data: event.data }))</script>`

const told = (page: Page) =>
  page.evaluate(() => (window as unknown as { told: readonly Told[] }).told)

const send = (page: Page, message: object) =>
  page.evaluate((data) => {
    const frame = document.getElementById('frame') as HTMLIFrameElement
    frame.contentWindow?.postMessage(data, '*')
  }, message)

test('a frame on a foreign page shows the stage, is ready, seeks and tells', async ({ page }) => {
  const src = await frameOf(page, 'ui=min&step=40')
  const host = await foreignPage(listening(src))
  try {
    await page.goto(host.url)
    const frame = page.frameLocator('#frame')
    await expect(frame.getByRole('slider', { name: 'Step' })).toHaveValue('40')
    expect(await page.frames()[1]?.evaluate(() => crossOriginIsolated)).toBe(false)
    await expect.poll(async () => (await told(page)).length).toBeGreaterThan(0)
    expect(new Set((await told(page)).map(({ data }) => data.type))).toEqual(
      new Set(['ptescope:ready']),
    )
    await send(page, { type: 'ptescope:seek', step: 150 })
    await expect(frame.getByRole('slider', { name: 'Step' })).toHaveValue('150')
    await expect.poll(async () => (await told(page)).at(-1)?.data.step).toBe(150)
    expect((await told(page)).at(-1)?.origin).toBe(new URL(src).origin)
    await send(page, { type: 'ptescope:seek', line: 14 })
    await expect.poll(async () => (await told(page)).at(-1)?.data.step).not.toBe(150)
    for (const nonsense of [{ type: 'ptescope:seek', step: 'x' }, { type: 3 }, [], { step: 1 }]) {
      await send(page, nonsense)
    }
    await send(page, { type: 'ptescope:seek', step: 1e12 })
    const { steps } = (await told(page)).at(-1)?.data ?? {}
    await expect.poll(async () => (await told(page)).at(-1)?.data.step).toBe(steps)
    await frame.getByRole('button', { name: 'First' }).click()
    await expect.poll(async () => (await told(page)).at(-1)?.data.step).toBe(0)
  } finally {
    await host.close()
  }
})

test('a frame that is meant for one origin obeys no other', async ({ page }) => {
  const src = await frameOf(
    page,
    `ui=min&step=40&origin=${encodeURIComponent('https://lms.example')}`,
  )
  const host = await foreignPage(listening(src))
  try {
    // The frame's own message cannot be delivered, which the browser says as a warning of the console.
    await page.goto(host.url)
    const slider = page.frameLocator('#frame').getByRole('slider', { name: 'Step' })
    await expect(slider).toHaveValue('40')
    await send(page, { type: 'ptescope:seek', step: 3 })
    await page.waitForTimeout(400)
    await expect(slider).toHaveValue('40')
    expect(await told(page)).toEqual([])
  } finally {
    await host.close()
  }
})

test('a quiz keeps its sentence covered until it is asked for', async ({ page }) => {
  const src = await frameOf(page, 'ui=quiz&theme=dark')
  await page.goto(src)
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.getByRole('button', { name: 'Reveal' }).click()
  await expect(page.getByRole('button', { name: 'Reveal' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Step forward' }).click()
  await expect(page.getByRole('button', { name: 'Reveal' })).toBeVisible()
  expect(await audit(page)).toEqual([])
})

test('a frame can play at once', async ({ page }) => {
  const src = await frameOf(page, 'ui=min&step=10&play=1')
  await page.goto(src)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await expect
    .poll(async () => Number(await page.getByRole('slider', { name: 'Step' }).inputValue()))
    .toBeGreaterThan(12)
})

test('the snippets of Share show this moment on another page', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  await page.keyboard.press('s')
  await page.getByRole('tab', { name: 'Embed' }).click()
  const box = page.getByRole('textbox', { name: 'Snippet' })
  await expect(box).toHaveValue(/ui=min&amp;step=\d+#1,/)
  const html = await box.inputValue()
  await page.getByRole('combobox', { name: 'For which page' }).selectOption('reveal.js')
  await expect(box).toHaveValue(/^<section data-background-iframe=/)
  await page.getByRole('combobox', { name: 'For which page' }).selectOption('Markdown')
  await expect(box).toHaveValue(/^\[COW and uffd-wp on one page\]\(</)
  expect(await audit(page)).toEqual([])
  const host = await foreignPage(html)
  try {
    await page.goto(host.url)
    const frame = page.frameLocator('iframe')
    await expect(frame.getByRole('treegrid').first()).toHaveAttribute('aria-label', /Page tables/)
    await expect(frame.getByRole('slider', { name: 'Step' })).toBeVisible()
    await expect(frame.getByRole('navigation')).toHaveCount(0)
  } finally {
    await host.close()
  }
})
