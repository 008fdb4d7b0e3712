import type { Page } from '@playwright/test'
import { audit, auditSmaller, expect, openPreset, test } from './support.ts'

const headline = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 })
const cursor = (page: Page) => page.getByRole('slider', { name: 'Step' })
const divergences = (page: Page) => page.getByRole('region', { name: 'Divergences' })

async function openCompare(page: Page): Promise<void> {
  await openPreset(page, 'Wr-protect a page with no page table')
  await page.keyboard.press('5')
  await expect(headline(page)).toContainText('First divergence at line 10')
}

test('two kernels are compared, and d goes from divergence to divergence', async ({ page }) => {
  await openCompare(page)
  await expect(
    page.getByText('wp-none-pte is taken away').or(page.getByText('has no wp-none-pte')),
  ).toBeVisible()
  const which = divergences(page).getByText('Which patch did it?')
  await expect(which.locator('..')).toContainText('wp-none-pte.prepopulate')
  await which.click()
  await expect(divergences(page)).toContainText('Tables that are missing are made before')
  await which.click()
  await page.keyboard.press('Home')
  await expect(cursor(page)).toHaveAttribute('aria-valuenow', '0')
  await page.keyboard.press('d')
  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /^After line 10, wp A\[3\]/)
  await page.keyboard.press('d')
  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /^After line 11/)
  await expect(divergences(page).getByRole('button', { name: /write A\[3\]/ })).toHaveAttribute(
    'aria-current',
    'step',
  )
  const left = page.getByRole('region', { name: 'Left side' })
  const right = page.getByRole('region', { name: 'Right side' })
  await expect(left.getByRole('listitem').filter({ hasText: 'main' })).toContainText('blocked')
  await expect(right.getByRole('listitem').filter({ hasText: 'main' })).toContainText('done')
})

test('the cursor moves both sides by steps and statements, from the keyboard', async ({ page }) => {
  await openCompare(page)
  await page.keyboard.press('Home')
  await page.keyboard.press('ArrowRight')
  await expect(cursor(page)).toHaveAttribute('aria-valuenow', '1')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /^After line 5/)
  await page.keyboard.press('ArrowLeft')
  await expect(cursor(page)).toHaveAttribute('aria-valuetext', /^In line 5/)
})

test('each side has a kernel of its own, and the link keeps the right one', async ({ page }) => {
  await openCompare(page)
  await page.getByRole('button', { name: 'wp-none-pte, right' }).click()
  await expect(headline(page)).toContainText('agree')
  await page.getByRole('combobox', { name: 'Kernel, right' }).selectOption('v5.18')
  await expect(headline(page)).toContainText('First divergence')
  await expect.poll(() => page.url()).toContain('c=v5.18')
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await expect(page.getByRole('combobox', { name: 'Kernel, right' })).toHaveValue('v5.18')
  await expect(headline(page)).toContainText('First divergence')
})

test('the model is held against a recording that ships', async ({ page }) => {
  await openCompare(page)
  await page
    .getByRole('combobox', { name: 'Kernel, right' })
    .selectOption({ label: '7.2.13: Registering narrows a mapping' })
  await expect(headline(page)).toContainText('11 of 12 statements agree')
  await expect(page.getByRole('region', { name: 'Statements' })).toContainText('differs')
  await page.getByRole('button', { name: 'Use model 7.2.13' }).click()
  await expect(headline(page)).toContainText('All 12 statements agree')
})

test('a file that is no recording is refused in words', async ({ page }) => {
  await openCompare(page)
  await page.getByLabel('A recording, right').setInputFiles({
    name: 'x.jsonl',
    mimeType: 'application/json',
    buffer: Buffer.from('{"line":1}\n'),
  })
  await expect(page.getByRole('alert')).toContainText('x.jsonl, line 1')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`a comparison has no fault that axe can find, ${scheme}`, { tag: '@once' }, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await openCompare(page)
    await page.keyboard.press('d')
    await expect(page.getByRole('button', { name: 'Text, 72 columns' })).toBeVisible()
    expect(await audit(page)).toEqual([])
    await auditSmaller(page, divergences(page))
  })
}

test('a region that was moved is compared where it is now, and functions are explained', async ({
  page,
}) => {
  await page.goto('./')
  await page.getByRole('button', { name: /mremap drops the registration/ }).click()
  await expect(headline(page)).toContainText('remap A at 0x200000000000')
  const left = page.getByRole('region', { name: 'Left side' })
  const right = page.getByRole('region', { name: 'Right side' })
  await expect(left).toContainText('PTE 0 uffd-wp')
  await expect(right).toContainText('PTE 0 read-only')
  const name = page.getByRole('button', { name: 'move_page_tables()' })
  await name.focus()
  await expect(page.locator('.tip:popover-open')).toContainText('move_page_tables()')
  await expect(name).toHaveAccessibleDescription(/\w/)
})
