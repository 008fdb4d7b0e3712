import { expect, test } from '@playwright/test'

test('the built page starts without an error or a policy violation', async ({ page }, info) => {
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await page.goto('./')
  await expect(page.locator('#root')).not.toBeEmpty()
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(
    info.project.name === 'isolated',
  )
  expect(problems).toEqual([])
})
