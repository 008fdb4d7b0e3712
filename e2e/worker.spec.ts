import { expect, test } from '@playwright/test'
import { onStage } from './support.ts'

// Here something goes wrong on purpose, so the console is not watched.
test('a worker that does not start can be started again', async ({ page }) => {
  await page.route(/sim\.worker/, (route) => route.abort())
  await page.goto('./')
  const banner = page.getByRole('alert')
  await expect(banner).toContainText('The worker stopped')
  await page.unroute(/sim\.worker/)
  await banner.getByRole('button', { name: 'Restart' }).click()
  await expect(banner).toHaveCount(0)
  await page.getByRole('button', { name: 'Play the four steps' }).click()
  await onStage(page)
})

test('who is quicker than the worker gets what was asked for', async ({ page }) => {
  await page.route(/sim\.worker/, async (route) => {
    await new Promise((done) => setTimeout(done, 1200))
    await route.continue()
  })
  await page.goto('./')
  await page.getByRole('button', { name: /The first touch/ }).click()
  await onStage(page)
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('The first touch')
})
