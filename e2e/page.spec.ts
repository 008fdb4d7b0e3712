import { audit, expect, onStage, openPreset, test, toMilestone } from './support.ts'

test('the page is isolated where the server says so, and starts either way', async ({
  page,
}, info) => {
  await page.goto('./')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(
    info.project.name === 'isolated',
  )
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the ${colorScheme} theme`, { tag: '@once' }, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.goto('./')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await audit(page)).toEqual([])
    await openPreset(page, 'COW and uffd-wp')
    await toMilestone(page, 2)
    await expect(page.locator('.line-now')).toContainText('unwp')
    expect(await audit(page)).toEqual([])
    for (const key of ['s', 'e', 'Control+k', 'Shift+?']) {
      await page.keyboard.press(key)
      await expect(page.getByRole('dialog')).toBeVisible()
      expect(await audit(page)).toEqual([])
      await page.keyboard.press('Escape')
    }
  })
}

test('nothing scrolls sideways at 1024', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 768 })
  await openPreset(page, 'COW and uffd-wp')
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(await overflow()).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: /^Scenario \d/ }).click()
  await expect(page.getByRole('group', { name: 'Act on' })).toBeVisible()
  expect(await overflow()).toBeLessThanOrEqual(0)
  await page.getByRole('button', { name: 'Close the scenario' }).click()
  await page.getByRole('button', { name: /^Inspector/ }).click()
  await expect(page.getByRole('button', { name: 'Close the inspector' })).toBeVisible()
  expect(await overflow()).toBeLessThanOrEqual(0)
  expect(await audit(page)).toEqual([])
})

for (const [width, height] of [
  [1280, 720],
  [1366, 768],
] as const) {
  test(`a laptop of ${width} shows the whole walk at once`, async ({ page }) => {
    await page.setViewportSize({ width, height })
    await openPreset(page, 'COW and uffd-wp')
    await toMilestone(page, 2)
    const entry = page.getByRole('row', { name: /A\[7\], read-only, entry 7 .* U 1 → 0/ })
    await expect(entry).toBeInViewport({ ratio: 1 })
    const frames = page.getByRole('list', { name: 'Page frames' })
    await expect(frames.getByRole('listitem').last()).toBeInViewport({ ratio: 1 })
    // No button's words stand over its edge.
    const beyond = await page
      .getByRole('group', { name: 'Act on' })
      .getByRole('button')
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth).length)
    expect(beyond).toBe(0)
  })
}

test('a phone can play, scrub, read the scenario and act', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await openPreset(page, 'COW and uffd-wp')
  await page.getByRole('button', { name: 'Step forward' }).click()
  await page.getByRole('slider', { name: 'Step' }).focus()
  await page.keyboard.press('End')
  await expect(page.getByRole('button', { name: 'Last' })).toHaveAttribute('aria-disabled', 'true')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Show the scenario' }).click()
  await expect(page.getByRole('list', { name: 'Scenario' })).toBeVisible()
  await page.getByRole('button', { name: 'Close the scenario' }).click()
  const width = await page.evaluate(() => document.documentElement.scrollWidth)
  expect(width).toBeLessThanOrEqual(390)
  expect(await audit(page)).toEqual([])
})

test('the theme is kept', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('./')
  await page.getByRole('button', { name: 'Theme' }).click()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await page.reload()
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark')
})

test('the palette finds a command, a page and a function', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  await page.keyboard.press('End')
  await page.keyboard.press('/')
  const box = page.getByRole('combobox', { name: 'Find a page, address, command' })
  await box.fill('A[7]')
  await expect(page.getByRole('option', { name: /A\[7\]/ }).first()).toBeVisible()
  await box.fill('wp_page')
  await expect(page.getByRole('option', { name: /wp_page/ }).first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await onStage(page)
})

test('what is modelled, what is checked and what is not is a page of its own', async ({ page }) => {
  await page.goto('./')
  await expect(page.getByRole('button', { name: /^Find a page/ })).toBeVisible()
  await page.keyboard.press('/')
  await page.keyboard.type('what is modelled')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'What is modelled' })
  const kernels = dialog.getByRole('region', { name: 'Checked against Linux' })
  await expect(kernels.getByRole('listitem')).toHaveCount(4)
  await expect(kernels).toContainText('7.2.13')
  await expect(dialog.getByRole('region', { name: 'Not modelled' })).toContainText('hugetlbfs')
  await dialog.getByRole('button', { name: 'Functions', exact: true }).click()
  const file = dialog.getByRole('region', { name: 'mm/mprotect.c' })
  await expect(file).toContainText('change_pte_range()')
  await expect(file).toContainText('checked on all')
  expect(await audit(page)).toEqual([])
  expect(await dialog.textContent()).not.toMatch(/[{}]/)
})

test('what is typed before the palette is there is not lost', async ({ page }) => {
  await page.goto('./')
  let letThrough = (): void => undefined
  const typed = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await page.route(/palette-dialog/, async (route) => {
    await typed
    await route.continue()
  })
  await expect(page.getByRole('button', { name: /^Find a page/ })).toBeVisible()
  const asked = page.waitForRequest(/palette-dialog.*\.js/)
  await page.keyboard.press('/')
  await asked
  await page.keyboard.type('what is modelled')
  await page.keyboard.press('Enter')
  letThrough()
  await expect(page.getByRole('dialog', { name: 'What is modelled' })).toBeVisible()
})
