import { expect, onStage, openPreset, stepOf, test, toEnd } from './support.ts'

async function openText(page: import('@playwright/test').Page, text: string): Promise<void> {
  await page.goto('./')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('textbox').fill(text)
  await page.getByRole('button', { name: 'Open', exact: true }).click()
}

test('a wrong text says where and what; the page goes on', async ({ page }) => {
  await openText(page, 'scenario 1\nmap A anon 4\nwrtie A[0] = 1\n')
  await expect(page.getByText('line 3, column 1')).toBeVisible()
  await page.getByRole('button', { name: /Change to/ }).click()
  await onStage(page)
  await expect(page.getByText('line 3, column 1')).toHaveCount(0)
})

test('editing keeps the last good run while there is an error', async ({ page }) => {
  await openPreset(page, 'The first touch')
  const step = await toEnd(page)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const editor = page.getByRole('textbox', { name: 'Scenario' })
  await expect(editor).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.type('wp A[20', { delay: 15 })
  await expect(page.getByText('The stage shows the last good run.')).toBeVisible()
  expect(await stepOf(page)).toBe(step)
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await expect(editor).toHaveCount(0)
})

test('the lines are one stop of Tab, and the arrows go along them', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  const lines = page.getByRole('list', { name: 'Scenario' }).getByRole('button')
  const stops = page.locator('button.line-row[tabindex="0"]')
  await expect(stops).toHaveCount(1)
  await stops.focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  await expect(stops).toBeFocused()
  await lines.first().focus()
  await page.keyboard.press('ArrowUp')
  await expect(lines.first()).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(lines.nth(1)).toBeFocused()
  await expect(stops).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.locator('.line-now')).toContainText('uffd')
})

test('an action adds its line, and undo takes it back', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await toEnd(page)
  const lines = page.getByRole('list', { name: 'Scenario' }).getByRole('listitem')
  const before = await lines.count()
  await page.getByRole('group', { name: 'Act on' }).getByRole('button', { name: 'Read' }).click()
  await expect(lines).toHaveCount(before + 1)
  await page.keyboard.press('Control+z')
  await expect(lines).toHaveCount(before)
})

test('acting in the past cuts what came later, and undo brings it back', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  const lines = page.getByRole('list', { name: 'Scenario' }).getByRole('listitem')
  const before = await lines.count()
  await page.getByRole('button', { name: /13/ }).filter({ hasText: 'A[6..7]' }).click()
  await expect(page.locator('.line-now')).toContainText('wp')
  await page.getByRole('group', { name: 'Act on' }).getByRole('button', { name: 'Read' }).click()
  await expect(lines).toHaveCount(14)
  await page.keyboard.press('Control+z')
  await expect(lines).toHaveCount(before)
})

test('an action that cannot work says why', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await toEnd(page)
  const protect = page.getByRole('button', { name: 'Protect' })
  await expect(protect).toHaveAttribute('aria-disabled', 'true')
  await expect(protect).toHaveAccessibleDescription(/EBADF|userfaultfd/)
})

test('another kernel is a line of the text', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  const kernel = page.getByRole('combobox', { name: 'Kernel' })
  await expect(kernel).toHaveValue('v6.1')
  const other = await kernel.locator('option').last().getAttribute('value')
  await kernel.selectOption(other)
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText(`kernel ${other}`)
})
