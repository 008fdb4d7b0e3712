import type { Page } from '@playwright/test'
import { audit, auditSmaller, expect, openPreset, test } from './support.ts'

const SNAPSHOT = 'Live snapshot of a 1 GiB guest'

const grid = (page: Page) => page.getByRole('grid', { name: 'Entries of A' })
const cursor = (page: Page) => grid(page).getByRole('gridcell')

/** Opens the snapshot from the start page, by keyboard. */
async function openMap(page: Page): Promise<void> {
  await page.goto('./')
  await page.getByRole('button', { name: new RegExp(SNAPSHOT) }).focus()
  await page.keyboard.press('Enter')
  await expect(grid(page)).toBeVisible()
}

/** The count beside a state, as a number. */
async function countOf(page: Page, state: string): Promise<number> {
  const row = page.getByRole('region', { name: 'Counts' }).getByRole('row', { name: state })
  return Number(((await row.getByRole('cell').first().textContent()) ?? '').replaceAll(',', ''))
}

test('the map is walked, brushed, zoomed and acted on by keyboard alone', async ({ page }) => {
  await openMap(page)
  await grid(page).focus()
  await page.keyboard.press('Control+Home')
  await expect(cursor(page)).toContainText('A[0], PMD 0, PTE 0.')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowDown')
  await expect(cursor(page)).toContainText('A[514], PMD 1, PTE 2.')
  await page.keyboard.press('End')
  await expect(cursor(page)).toContainText('A[1023]')
  await page.keyboard.press('Home')
  await page.keyboard.press('PageDown')
  await expect(cursor(page)).toContainText('A[4608], PMD 9')

  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowLeft')
  await expect(page.getByTestId('map-selection')).toContainText('512 pages selected, A[4608..5119]')
  await expect(cursor(page)).toHaveAttribute('aria-selected', 'true')

  const zoomed = page.locator('.map-plot-zoomed')
  await page.keyboard.press('+')
  await expect(zoomed).toHaveCount(1)
  await page.keyboard.press('0')
  await expect(zoomed).toHaveCount(0)

  const resolve = page.getByRole('button', { name: 'Resolve', exact: true })
  const before = await countOf(page, 'present, writable')
  await resolve.focus()
  await expect(page.locator('.map-adds')).toContainText('unwp A[4608..5119]')
  await page.keyboard.press('Enter')
  await expect.poll(() => countOf(page, 'present, writable')).toBeGreaterThan(before + 400)

  await grid(page).focus()
  await page.keyboard.press('Escape')
  await expect(page.getByTestId('map-selection')).toHaveText('')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('group', { name: 'Act on' })).toContainText('A[5119]')
})

test('a range is brushed with the mouse, protected, and undone', async ({ page }) => {
  await openMap(page)
  const box = await grid(page).boundingBox()
  if (box === null) throw new Error('the map has no place')
  const row = box.height / 512
  await page.mouse.move(box.x + 100, box.y + 400.5 * row)
  await page.mouse.down()
  await page.mouse.move(box.x + 50, box.y + 403 * row, { steps: 3 })
  await page.mouse.move(box.x + 50, box.y + 407.5 * row)
  await page.mouse.up()
  const protect = page.getByRole('button', { name: 'Write-protect 4,096 pages' })
  await expect(page.locator('.map-adds')).toContainText('Adds wp A[204800..208895] to the scen')
  const before = await countOf(page, 'present, uffd-wp')
  await protect.click()
  await expect.poll(() => countOf(page, 'present, uffd-wp')).toBeGreaterThan(before + 2000)
  await expect(page.getByRole('group', { name: 'Moment' })).toContainText('wp A[204800..208895]')
  await page.keyboard.press('Control+z')
  await expect.poll(() => countOf(page, 'present, uffd-wp')).toBe(before)
})

test('the wheel zooms to readable entries, and the way down leads there too', async ({ page }) => {
  await openMap(page)
  const box = await grid(page).boundingBox()
  if (box === null) throw new Error('the map has no place')
  await page.mouse.move(box.x + 200, box.y + 200)
  await page.mouse.wheel(0, -1200)
  await expect(page.locator('.map-plot-zoomed')).toHaveCount(1)
  await page.getByRole('button', { name: 'Whole region' }).click()
  await expect(page.locator('.map-plot-zoomed')).toHaveCount(0)
  await page.getByRole('navigation', { name: 'Where' }).getByRole('button').last().click()
  await expect(page.locator('.map-plot-zoomed')).toHaveCount(1)
})

test('what cannot be done says why', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await page.keyboard.press('End')
  await page.keyboard.press('2')
  await expect(grid(page)).toBeVisible()
  const protect = page.getByRole('button', { name: 'Write-protect 1 page' })
  await expect(protect).toHaveAttribute('aria-disabled', 'true')
  await protect.focus()
  await expect(page.getByRole('tooltip').filter({ hasText: 'EBADF' })).toBeVisible()
})

test('map and stage share the page and the moment', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  await page.keyboard.press('End')
  await page.keyboard.press('2')
  await expect(grid(page)).toBeVisible()
  await grid(page).focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowRight')
  await expect(cursor(page)).toContainText('A[1]')
  await page.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: 'Stage' }).click()
  await expect(page.getByRole('group', { name: 'Act on' })).toContainText('A[1]')
  await expect(page.getByRole('button', { name: 'Last', exact: true })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
})

for (const scheme of ['light', 'dark'] as const) {
  test(`the map has no fault that axe can find, ${scheme}`, { tag: '@once' }, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await openMap(page)
    await grid(page).focus()
    await page.keyboard.press('Shift+PageDown')
    await expect(page.getByRole('button', { name: 'Clear the selection' })).toBeVisible()
    expect(await audit(page)).toEqual([])
    await auditSmaller(page, grid(page))
  })
}
