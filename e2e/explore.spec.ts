import type { Page } from '@playwright/test'
import { audit, auditSmaller, expect, onStage, openPreset, test } from './support.ts'

const invariants = (page: Page) => page.getByRole('region', { name: 'Invariants' })
const states = (page: Page) => page.getByRole('region', { name: 'States' })

/** Opens the store that is lost, from the start page by keyboard. */
async function openLostWrite(page: Page, patch: 'With' | 'Without'): Promise<void> {
  await page.goto('./')
  const name = `${patch} the patch: A store through a stale translation`
  await page.getByRole('button', { name }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Outcomes' })).toBeVisible()
}

test('without its patch a write is lost, with it none is', async ({ page }) => {
  await openLostWrite(page, 'Without')
  await expect(states(page)).toContainText('113,988')
  await expect(invariants(page)).toContainText('violated by 10 of 113,988')
  await openLostWrite(page, 'With')
  await expect(states(page)).toContainText('121,335')
  await expect(invariants(page)).not.toContainText('violated')
})

test('the counterexample is put on the stage, and its link replays it', async ({ page }) => {
  await openLostWrite(page, 'Without')
  await expect(page.getByRole('region', { name: 'Schedule' })).toContainText('stores 5 by old TLB')
  await page.getByRole('button', { name: 'Open this schedule' }).focus()
  await page.keyboard.press('Enter')
  await onStage(page)
  await expect.poll(() => page.url()).toContain('p=monitor.3-main.5-T-main.3-monitor.2')
  await expect.poll(() => page.url()).toContain('&d=')
  const address = page.url()
  await page.goto('about:blank')
  await page.goto(address)
  await expect(page.getByText('Replayed alike')).toBeVisible()
})

test('what the patch would change is told at once, and the patch is put back', async ({ page }) => {
  await openLostWrite(page, 'Without')
  const patches = page.getByRole('region', { name: 'Patches' })
  await expect(patches).toContainText(
    'With flush-before-cow, 121,335 interleavings reach 433 states and none loses a write.',
  )
  await patches.getByRole('button', { name: 'Put the patch back' }).click()
  await expect(states(page)).toContainText('121,335')
  await expect(patches).toContainText('Without flush-before-cow, 113,988 interleavings')
  await expect(patches).toContainText('10 lose a write')
})

test('a copied link opens the schedule', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openLostWrite(page, 'Without')
  const schedule = page.getByRole('region', { name: 'Schedule' })
  await expect(schedule).toContainText('T’s 5 lands in frame 1a204, which main has copied already')
  await schedule.getByRole('button', { name: 'Copy link' }).click()
  const link = await page.evaluate(() => navigator.clipboard.readText())
  await page.goto('about:blank')
  await page.goto(link)
  await onStage(page)
  await expect.poll(() => page.url()).toContain('p=monitor.3-main.5-T-main.3-monitor.2')
})

test('one swap leads to the good order and back', async ({ page }) => {
  await openLostWrite(page, 'Without')
  await page.getByRole('button', { name: 'Show the good order' }).click()
  await expect(page.getByRole('heading', { name: /nothing is violated/ })).toBeVisible()
  await page.getByRole('button', { name: 'Show the bad order' }).click()
  await expect(page.getByRole('heading', { name: /copied already/ })).toBeVisible()
})

test('a bound is named when it is hit', async ({ page }) => {
  await openLostWrite(page, 'Without')
  await page.getByRole('spinbutton', { name: 'States' }).fill('20')
  await page.getByRole('button', { name: 'Explore again' }).click()
  await expect(states(page)).toContainText('stopped by the bound on states')
  await expect(invariants(page)).toContainText('stopped by the limit')
})

test('a text without a parallel line offers the past instead', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await page.keyboard.press('3')
  await expect(
    page.getByRole('heading', { name: 'Nothing here runs at the same time' }),
  ).toBeVisible()
  await page.getByRole('button', { name: /^Without the patch: Closing the/ }).click()
  await expect(page.getByRole('region', { name: 'Outcomes' })).toBeVisible()
})

test('a table from a mail becomes a scenario again', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openLostWrite(page, 'Without')
  await page.getByRole('button', { name: 'Text for the mail' }).click()
  const table = await page.evaluate(() => navigator.clipboard.readText())
  expect(
    Math.max(
      ...table
        .split('\n')
        .slice(0, -2)
        .map((line) => line.length),
    ),
  ).toBeLessThan(73)
  await page.evaluate((text) => {
    const data = new DataTransfer()
    data.setData('text/plain', `> ${text.replaceAll('\n', '\n> ')}`)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }))
  }, table)
  await onStage(page)
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('|| ')
})

for (const scheme of ['light', 'dark'] as const) {
  test(`an exploration has no fault that axe can find, ${scheme}`, { tag: '@once' }, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme: scheme })
    await openLostWrite(page, 'Without')
    await expect(page.getByRole('button', { name: 'Text for the mail' })).toBeVisible()
    expect(await audit(page)).toEqual([])
    await auditSmaller(page, states(page))
  })
}
