import { expect, onStage, openPreset, stepOf, test, toEnd } from './support.ts'

test('the four steps are told by keyboard alone', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Play the four steps' }).focus()
  await page.keyboard.press('Enter')
  await onStage(page)
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible()
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const steps = page.getByRole('list', { name: 'Four steps' })
  const titles = await steps.getByRole('link').allInnerTexts()
  expect(titles).toHaveLength(4)
  for (let k = 0; k < 4; k++) {
    await steps.getByRole('link').nth(k).focus()
    await page.keyboard.press('Enter')
    await expect(steps.locator('[aria-current="step"]')).toContainText(String(k + 1))
  }
  await page.keyboard.press('Home')
  await expect.poll(() => stepOf(page)).toBe(0)
  await page.keyboard.press('ArrowRight')
  await expect.poll(() => stepOf(page)).toBe(1)
  await page.keyboard.press('Shift+ArrowRight')
  await expect(page.locator('[aria-current="step"]', { hasText: 'map' })).toBeVisible()
  await toEnd(page)
  await expect(page.locator('.line-now')).toContainText('read')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('o')
  await expect(page.getByRole('button', { name: 'Step forward' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

test('a page without a page table is protected, by keyboard alone', async ({ page }) => {
  await openPreset(page, 'Wr-protect a page with no page table')
  await expect(page.getByRole('list', { name: 'Four steps' })).toBeVisible()
  const why = page.getByTestId('announcer')
  const links = page.getByRole('list', { name: 'Four steps' }).getByRole('link')
  const count = await links.count()
  expect(count).toBeGreaterThanOrEqual(4)
  const said = new Set<string | null>()
  for (let k = 0; k < count; k++) {
    const before = await why.textContent()
    await links.nth(k).focus()
    await page.keyboard.press('Enter')
    await expect(links.nth(k)).toHaveAttribute('aria-current', 'step')
    await expect(why).not.toHaveText(before ?? '')
    said.add(await why.textContent())
  }
  expect(said.size).toBe(count)
  await links.filter({ hasText: 'Marker installed' }).press('Enter')
  await expect(page.getByText('pte marker').first()).toBeVisible()
})

test('each step is said in the live region as it stands under Why', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await toEnd(page)
  const said = (await page.getByTestId('announcer').textContent()) ?? ''
  expect(said.length).toBeGreaterThan(10)
})

test('playing goes on by itself and stops at the end', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await page.getByRole('combobox', { name: 'Speed' }).selectOption('8')
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const before = await stepOf(page)
  await page.keyboard.press('Space')
  await expect.poll(() => stepOf(page)).toBeGreaterThan(before + 3)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
})
