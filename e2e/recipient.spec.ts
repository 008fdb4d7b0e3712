// Whoever opens a link sees what the sender saw: the same words in every view, and the same address again.
import type { BrowserContext, Page } from '@playwright/test'
import { expect, onStage, openPreset, stepOf, test, toEnd, toMilestone } from './support.ts'

/** Everything that is written on the page, but for what passes: a toast, a tooltip. */
const seenOn = (page: Page) =>
  page.evaluate(() => {
    const words = document.querySelector('.app')?.cloneNode(true) as HTMLElement
    for (const passing of words.querySelectorAll('[role="status"], [role="tooltip"]')) {
      passing.remove()
    }
    const values = [...document.querySelectorAll('select, input')].map(
      (one) => (one as HTMLInputElement).value,
    )
    const open = [...document.querySelectorAll('[aria-expanded], [aria-selected="true"]')].map(
      (one) => `${one.textContent} ${one.getAttribute('aria-expanded')}`,
    )
    // How long a search took is another number each time.
    return [words.textContent?.replaceAll(/\d+\.\d s/g, ''), ...values, ...open]
  })

/** Opens the address of one page in another, and holds them against each other. */
async function handOver(page: Page, context: BrowserContext, parts: RegExp): Promise<Page> {
  await expect.poll(() => new URL(page.url()).hash).toMatch(parts)
  await expect.poll(() => page.evaluate(() => document.querySelector('.is-moving'))).toBe(null)
  const other = await context.newPage()
  await other.setViewportSize(page.viewportSize() ?? { width: 1280, height: 720 })
  await other.goto(page.url())
  await expect.poll(() => other.url()).toBe(page.url())
  // Both go on for a moment: what can be done is tried out, the address is written.
  await expect(async () => expect(await seenOn(other)).toEqual(await seenOn(page))).toPass()
  return other
}

test('the step, the selection, an open run and a drawer of the stage', async ({
  page,
  context,
}) => {
  await page.setViewportSize({ width: 1024, height: 768 })
  await openPreset(page, 'COW and uffd-wp')
  await toMilestone(page, 3)
  await page.locator('tr.run').first().click()
  await page.locator('tr.entry').first().focus()
  await page.getByRole('button', { name: /^Inspector/ }).click()
  const other = await handOver(page, context, /&t=\d+&s=\d+\.[0-9a-f]+\.\d&r=[^&]+&o=i&/)
  expect(await stepOf(other)).toBe(await stepOf(page))
  await expect(other.getByRole('complementary', { name: 'Inspector' })).toContainText('PGD 32')
})

test('zoom and range of the map', async ({ page, context }) => {
  await openPreset(page, 'COW and uffd-wp')
  await toEnd(page)
  await page.keyboard.press('2')
  const grid = page.getByRole('grid', { name: 'Entries of A' })
  await grid.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('+')
  await expect(page.locator('.map-plot-zoomed')).toHaveCount(1)
  const other = await handOver(page, context, /&z=1\.04_\d+_\d+~\d\.A\.0\.1&/)
  await expect(other.locator('.map-plot-zoomed')).toHaveCount(1)
  await expect(other.getByTestId('map-selection')).toContainText('2 pages selected, A[0..1]')
})

test('both sides of a comparison, its moment and its page', async ({ page, context }) => {
  await openPreset(page, 'Wr-protect a page with no page table')
  await page.keyboard.press('5')
  const headline = page.getByRole('main').getByRole('heading', { level: 1 })
  await expect(headline).toContainText('First divergence')
  await page.getByRole('combobox', { name: 'Kernel, right' }).selectOption('v5.18')
  await expect(headline).toContainText('First divergence at line 7')
  const cursor = page.getByRole('slider', { name: 'Step' })
  await page.keyboard.press('Home')
  await expect(cursor).toHaveAttribute('aria-valuenow', '0')
  await page.keyboard.press('d')
  await expect(cursor).toHaveAttribute('aria-valuetext', /^After line 7/)
  await page.keyboard.press('ArrowLeft')
  await expect(cursor).toHaveAttribute('aria-valuetext', /^In line 7/)
  const at = await cursor.getAttribute('aria-valuenow')
  await handOver(page, context, new RegExp(`&c=v5\\.18\\.-wp-none-pte&i=${at}&v=compare&`))
})

test('the bounds of an exploration, and the schedule that is drawn', async ({ page, context }) => {
  await page.goto('./')
  const name = 'With the patch: A store through a stale translation'
  await page.getByRole('button', { name }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Outcomes' })).toBeVisible({ timeout: 20_000 })
  await page.getByRole('spinbutton', { name: 'Preemptions' }).fill('2')
  await page.getByRole('button', { name: 'Explore again' }).click()
  const outcomes = page.getByRole('region', { name: 'Outcomes' })
  await outcomes.getByRole('button').last().click()
  const other = await handOver(page, context, /&x=500000\.30\.2&w=[\w.-]+&v=explore&/)
  await expect(other.getByRole('spinbutton', { name: 'Preemptions' })).toHaveValue('2')
})

test('the slide of a lesson of the course', async ({ page, context }) => {
  await page.goto('./#lesson-2.4')
  await expect(page.getByRole('main')).toBeVisible()
  await handOver(page, context, /#lesson-2\.4$/)
})

test('Back, to another step of the same scenario, finds its selection again', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  await toEnd(page)
  await page.locator('tr.entry').last().focus()
  const selected = page.locator('tr.entry[aria-selected="true"]')
  await expect.poll(() => page.url()).toMatch(/&s=/)
  const name = await selected.textContent()
  await page.evaluate(() => (location.hash = '#t=0'))
  await expect.poll(() => stepOf(page)).toBe(0)
  await expect(selected).toHaveCount(0)
  await page.goBack()
  await onStage(page)
  await expect(selected).toHaveText(name ?? '')
})
