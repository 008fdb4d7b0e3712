import type { Page } from '@playwright/test'
import { audit, expect, onStage, test } from './support.ts'

const view = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name })
const card = (page: Page, title: string) =>
  page.getByRole('region', { name: 'Scenarios' }).getByRole('button', { name: title })
const picture = (page: Page, title: string) => card(page, title).locator('svg.live-miniature')

test('every view can be gone to from the start page, each with a scenario of its own', async ({
  page,
}) => {
  await page.goto('./')
  await view(page, 'Stage').click()
  await onStage(page)
  await expect(view(page, 'Stage')).toHaveAttribute('aria-current', 'page')
  // Where a scenario is open, it stays.
  await page.goto('./#start')
  await view(page, 'Explore').click()
  await expect(page.getByRole('button', { name: /^Scenarios, now: COW/ })).toBeVisible()
})

test('the map and the comparison open with what is at home there', async ({ page }) => {
  await page.goto('./#map')
  await expect(page.getByRole('button', { name: /^Scenarios, now: Live snapshot/ })).toBeVisible()
  await page.goto('./?again')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await page.keyboard.press('5')
  await expect(page.getByRole('button', { name: /^Scenarios, now: mremap/ })).toBeVisible()
})

test('two kernels are compared from the start page, where they part', async ({ page }) => {
  await page.goto('./')
  await card(page, 'mremap drops the registration').press('Enter')
  await expect(page.getByText('v6.1 has no mremap-clear').first()).toBeVisible()
})

test('the pictures are drawn from runs, move nothing when they come, and play', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.addInitScript(() => {
    // A font that comes moves the page; only what moves among the cards is counted.
    type Shift = PerformanceEntry & { readonly sources: readonly { readonly node: Node | null }[] }
    const shifts: string[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const { sources } of list.getEntries() as Shift[]) {
        for (const { node } of sources) {
          if (node instanceof Element && node.closest('.presets')) shifts.push(node.className)
        }
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await page.goto('./')
  const cow = picture(page, 'COW and uffd-wp on one page')
  await expect(cow).toContainText('× 2')
  await expect(picture(page, 'Resolve while two threads write')).toContainText('10 of 113,988')
  await expect(picture(page, 'mremap drops the registration')).toContainText('≠')
  expect(await page.evaluate(() => Reflect.get(window, 'shifts'))).toEqual([])
  // The nine cards stand over the row at the foot.
  const last = await card(page, 'mremap drops the registration').boundingBox()
  const row = await page.getByRole('region', { name: 'Checked against Linux' }).boundingBox()
  expect((last?.y ?? 0) + (last?.height ?? 900)).toBeLessThan(row?.y ?? 0)
  const bar = card(page, 'COW and uffd-wp on one page').locator('.miniature-bar')
  await expect(bar).toHaveCount(0)
  await card(page, 'COW and uffd-wp on one page').focus()
  await expect(bar).toBeVisible()
  await expect(bar).toHaveAttribute('style', /scaleX\(1\)/, { timeout: 20_000 })
  await expect(cow).toContainText('W ·')
  expect(await audit(page)).toEqual([])
})

test('a card opens though its picture is drawn anew while it is pressed', async ({ page }) => {
  await page.goto('./')
  const snapshot = card(page, 'Live snapshot of a 1 GiB guest')
  const drawn = snapshot.locator('.miniature')
  await expect(drawn.locator('svg')).toBeVisible()
  await snapshot.hover()
  await page.mouse.down()
  const before = await drawn.innerHTML()
  await expect.poll(() => drawn.innerHTML()).not.toBe(before)
  await page.mouse.up()
  await expect(page.getByRole('grid', { name: 'Entries of A' })).toBeVisible()
})

test('with reduced motion a picture stays as it is', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.goto('./')
  const touch = picture(page, 'The first touch')
  await expect(touch).toContainText('zero page')
  const before = await touch.innerHTML()
  await card(page, 'The first touch').focus()
  await expect(card(page, 'The first touch')).toBeFocused()
  expect(await touch.innerHTML()).toBe(before)
  await expect(card(page, 'The first touch').locator('.miniature-bar')).toHaveCount(0)
})

test('the rest of the scenarios is asked for; each audience has its own', async ({ page }) => {
  await page.goto('./')
  const cards = page.getByRole('region', { name: 'Scenarios' }).locator('.preset-button')
  await expect(cards).toHaveCount(9)
  await page.getByRole('button', { name: '7 more scenarios' }).press('Enter')
  await expect(cards).toHaveCount(16)
  await page.getByRole('button', { name: 'Student 8' }).press('Enter')
  await expect(cards).toHaveCount(8)
})

test('the four pictures have room for their words on every screen', async ({ page }) => {
  await page.goto('./')
  const four = page.getByRole('list', { name: 'The four steps' })
  await expect(four.getByRole('listitem')).toHaveCount(4)
  await page.evaluate(() => document.fonts.ready)
  for (const width of [360, 719, 720, 959, 960, 1024, 1279, 1280, 1366, 1440, 1920]) {
    await page.setViewportSize({ width, height: 800 })
    // Words that stand out of the box that is theirs, or into the next one.
    const beyond = await four.evaluate((list) =>
      [...list.querySelectorAll('.four-title, .four-owner, .four-entry, .four-frame')]
        .filter((box) => {
          const words = document.createRange()
          words.selectNodeContents(box)
          const [inner, outer] = [words.getBoundingClientRect(), box.getBoundingClientRect()]
          return inner.right > outer.right + 0.5 || inner.bottom > outer.bottom + 0.5
        })
        .map((box) => `${box.className}: ${box.textContent}`),
    )
    expect({ width, beyond }).toEqual({ width, beyond: [] })
  }
})
