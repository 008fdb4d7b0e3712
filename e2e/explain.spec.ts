import type { Page } from '@playwright/test'
import { audit, expect, openPreset, stepOf, test, toMilestone } from './support.ts'

const bit = (page: Page, number: number) => page.locator(`[data-bit="${number}"]`)
const life = (page: Page) => page.getByRole('region', { name: 'Biography of the entry' })
const tip = (page: Page) => page.locator('.tip:popover-open')

async function toSecondStep(page: Page): Promise<number> {
  await openPreset(page, 'COW and uffd-wp')
  await toMilestone(page, 2)
  await expect(page.locator('.line-now')).toContainText('unwp')
  return stepOf(page)
}

test('a bit tells its life: by pointer in its tooltip, by keyboard under it', async ({ page }) => {
  const now = await toSecondStep(page)
  await bit(page, 10).hover()
  await expect(tip(page)).toContainText('Bit 10, uffd-wp')
  await expect(tip(page)).toContainText('2 changes')
  // The tooltip can be gone to; its first line leads to the step that set the bit.
  const set = tip(page).getByRole('button', { name: 'set by wp A[6..7]' })
  await set.hover()
  await set.click()
  await expect(page.locator('.line-now')).toContainText('wp A[6..7]')
  const protectedAt = await stepOf(page)
  expect(protectedAt).toBeLessThan(now)
  await page.mouse.move(0, 0)
  await expect(tip(page)).toHaveCount(0)

  await page.getByRole('toolbar', { name: 'Bits 11 to 0' }).getByRole('button').first().focus()
  await page.keyboard.press('ArrowRight')
  await expect(bit(page, 10)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(bit(page, 10)).toHaveAttribute('aria-pressed', 'true')
  await expect(life(page)).toContainText('Bit 10, in this run')
  await expect(life(page).getByRole('button')).toHaveCount(2)
  await life(page).getByRole('button', { name: 'cleared' }).press('Enter')
  await expect.poll(() => stepOf(page)).toBe(now)
  await bit(page, 10).press('Enter')
  await expect(life(page)).toContainText('Its life in this run')
  expect(await audit(page)).toEqual([])
})

test('functions and failures are explained on focus', async ({ page }) => {
  await toSecondStep(page)
  const why = page.getByRole('region', { name: 'Why' })
  await why.getByRole('button', { name: 'change_pte_range()' }).focus()
  await expect(tip(page)).toContainText('Changes the entries of one PTE table')
  await expect(why.getByRole('button', { name: 'change_pte_range()' })).toHaveAccessibleDescription(
    /Changes the entries of one PTE table/,
  )
  await page.goto('./')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page
    .getByRole('textbox')
    .fill('map A anon 1\nmap B anon 1\nuffd\nregister A wp\nwp B[0]\nread A[0]\n')
  await page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
  await page.getByRole('slider', { name: 'Step' }).waitFor()
  await page.keyboard.press('End')
  const failed = page.getByRole('list', { name: 'Scenario' }).getByRole('button', { name: /wp B/ })
  await expect(failed).toHaveAccessibleDescription(/^ENOENT\. No entry/)
})

test('an action that cannot work says why, and what would make it possible', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page
    .getByRole('textbox')
    .fill('map A anon 2\nuffd\nregister A wp\nwrite A[0] = 1\nmap B anon 1\nread B[0]\n')
  await page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
  await page.getByRole('slider', { name: 'Step' }).waitFor()
  await page.keyboard.press('End')
  const actions = page.getByRole('group', { name: 'Act on' })
  const protect = actions.getByRole('button', { name: 'Protect' })
  await expect(protect).toHaveAttribute('aria-disabled', 'true')
  await protect.hover()
  await expect(tip(page)).toHaveText(
    'ENOENT: the range is not registered for this; first register B wp',
  )
  await expect(protect).toHaveAccessibleDescription(/; first register B wp$/)
  await page.mouse.move(0, 0)
  // The key says the same.
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await page.keyboard.press('p')
  await expect(page.locator('.toast')).toContainText('first: register B wp')
})
