import fs from 'node:fs'
import type { Page } from '@playwright/test'
import { dropFile } from './site.ts'
import { audit, expect, onStage, openPreset, stepOf, test, toMilestone } from './support.ts'

/** Saves one of the offers, and gives the path of the file. */
async function saved(page: Page, name: string): Promise<string> {
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: `Save ${name}`, exact: true }).click()
  return await (await download).path()
}

test('every export is made, and is what it says', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  await toMilestone(page, 2)
  await page.keyboard.press('e')
  await expect(page.getByRole('dialog', { name: 'Export' })).toBeVisible()
  expect(await audit(page)).toEqual([])

  const svg = fs.readFileSync(await saved(page, 'SVG'), 'utf8')
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  expect(svg).toContain('urn:ptescope:scenario:1')
  expect(svg).toContain('font/woff2;base64,')
  expect(svg).not.toMatch(/<script|<foreignObject|href=|https?:\/\/(?!www\.w3\.org)/)
  const png = fs.readFileSync(await saved(page, 'PNG'))
  expect(png.subarray(1, 4).toString()).toBe('PNG')
  expect(png.readUInt32BE(16)).toBeGreaterThan(1000)

  const text = fs.readFileSync(await saved(page, 'Scenario'), 'utf8')
  expect(text).toContain('wp A[6..7]')
  const trace = fs.readFileSync(await saved(page, 'Trace'), 'utf8')
  expect(Math.max(...trace.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72)
  const records = fs.readFileSync(await saved(page, 'State records'), 'utf8')
  expect(records.trimEnd().split('\n')).toHaveLength(14)
  expect(fs.readFileSync(await saved(page, 'C program'), 'utf8')).toContain('int main(')
})

test('a picture opens its moment when it is dropped', async ({ page, context }) => {
  await openPreset(page, 'COW and uffd-wp')
  await toMilestone(page, 3)
  await expect.poll(() => page.url()).toMatch(/&t=\d+/)
  const step = await stepOf(page)
  await page.keyboard.press('e')
  const svg = fs.readFileSync(await saved(page, 'SVG'), 'utf8')
  const other = await context.newPage()
  await other.goto('./')
  await dropFile(other, 'picture.svg', svg)
  await onStage(other)
  await expect.poll(() => stepOf(other)).toBe(step)
})

test('one HTML file runs from a disk, without a network', async ({ page, browser }, info) => {
  await openPreset(page, 'COW and uffd-wp')
  await toMilestone(page, 3)
  const step = await stepOf(page)
  await page.keyboard.press('e')
  const file = info.outputPath('moment.html')
  fs.copyFileSync(await saved(page, 'One HTML file'), file)
  const context = await browser.newContext({ offline: true })
  const problems: string[] = []
  const other = await context.newPage()
  other.on('pageerror', (error) => problems.push(String(error)))
  other.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text())
  })
  await other.goto(`file://${file}`)
  await onStage(other)
  await expect.poll(() => stepOf(other)).toBe(step)
  await other.keyboard.press('s')
  await expect(other.getByRole('textbox', { name: 'Link' })).toHaveValue(/#1,/)
  await other.keyboard.press('Escape')
  await other.keyboard.press('e')
  await expect(other.getByRole('button', { name: 'Save One HTML file' })).toHaveAttribute(
    'aria-disabled',
    'true',
  )
  await other.keyboard.press('Escape')
  await other.getByRole('button', { name: 'Edit', exact: true }).click()
  await expect(other.getByRole('textbox', { name: 'Scenario' })).toBeFocused()
  expect(problems).toEqual([])
  await context.close()
})
