import { deflateRawSync } from 'node:zlib'
import type { Page } from '@playwright/test'
import { test as plain } from '@playwright/test'
import { expect, onStage, openPreset, stepOf, test, toEnd } from './support.ts'

const pack = (text: string) => deflateRawSync(text, { level: 9 }).toString('base64url')

/** Adds a line to the open scenario by typing. */
async function type(page: Page, line: string): Promise<void> {
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const editor = page.getByRole('textbox', { name: 'Scenario' })
  await expect(editor).toBeFocused()
  await page.keyboard.press('Control+End')
  await page.keyboard.insertText(`${line}\n`)
  await expect(editor).toContainText(line)
}

const drafts = (page: Page) =>
  page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('ptescope.draft.')))

test('what was typed in a tab that is gone is offered to the next; two tabs keep two', async ({
  page,
  context,
}) => {
  await openPreset(page, 'The first touch')
  await type(page, 'read A[2]')
  await expect.poll(async () => (await drafts(page)).length).toBe(1)
  const other = await context.newPage()
  await openPreset(other, 'The first touch')
  await expect(other.getByText('A text from before was kept.')).toHaveCount(0)
  await type(other, 'read A[3]')
  await expect.poll(async () => (await drafts(page)).length).toBe(2)
  await page.close()
  const third = await context.newPage()
  await third.goto('./')
  await expect(third.getByText('A text from before was kept.')).toBeVisible()
  await third.getByRole('button', { name: 'Restore' }).click()
  await onStage(third)
  await expect(third.getByRole('list', { name: 'Scenario' })).toContainText('read A[2]')
  await expect.poll(async () => (await drafts(third)).length).toBe(2)
})

test('a text that was only opened is not kept, and a reload brings back what was typed', async ({
  page,
}) => {
  await openPreset(page, 'The first touch')
  await page.waitForTimeout(700)
  expect(await drafts(page)).toEqual([])
  await type(page, 'read A[2]')
  await expect.poll(() => page.url()).toContain('d=')
  await expect.poll(async () => (await drafts(page)).length).toBe(1)
  await page.reload()
  await expect(
    page
      .getByRole('list', { name: 'Scenario' })
      .or(page.getByRole('textbox', { name: 'Scenario' })),
  ).toContainText('read A[2]')
})

test('a full storage is told, and nothing else happens', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await page.evaluate(() => {
    Storage.prototype.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
  })
  await type(page, 'read A[2]')
  await expect(page.getByText('Your text is not being kept.')).toBeVisible()
  await onStage(page)
})

// The exception is the point of this test, so the page is not watched for one.
plain('a worker that dies leaves the text, and can be started again', async ({ page }) => {
  await openPreset(page, 'The first touch')
  const step = await toEnd(page)
  await page.workers()[0]?.evaluate(() => {
    setTimeout(() => {
      throw new Error('planted')
    }, 0)
  })
  const banner = page.getByRole('alert')
  await expect(banner).toContainText('The worker stopped')
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await banner.getByRole('button', { name: 'Copy a report' }).click()
  const report = await page.evaluate(() => navigator.clipboard.readText())
  expect(report).toContain('planted')
  expect(report).toContain('map A anon')
  await banner.getByRole('button', { name: 'Restart' }).click()
  await expect(banner).toHaveCount(0)
  await expect.poll(() => stepOf(page)).toBe(step)
  await page.keyboard.press('Home')
  await expect.poll(() => stepOf(page)).toBe(0)
})

test('the longest text that is allowed opens, and one byte more names the limit', async ({
  page,
}) => {
  const head = 'map A anon 4\nwrite A[0] = 1\n'
  const full = `${head}${'#'.repeat(65_535 - head.length)}\n`
  expect(full).toHaveLength(65_536)
  await page.goto(`./#1,${pack(full)}`)
  await onStage(page)
  await toEnd(page)
  await page.goto(`./#1,${pack(`${full}#`)}`)
  await expect(page.getByRole('alert')).toContainText('at most 64 KiB are understood')
})

test('two thousand statements run, scrub and share', async ({ page }) => {
  test.setTimeout(90_000)
  const lines = Array.from({ length: 1996 }, (_, i) => (i % 2 === 0 ? 'wp A' : 'unwp A'))
  const text = ['map A anon 512', 'uffd', 'register A wp', 'advise A populate-write', ...lines]
  await page.goto(`./#1,${pack(`${text.join('\n')}\n`)}`)
  await expect(page.getByRole('slider', { name: 'Step' })).toBeVisible({ timeout: 30_000 })
  const end = await toEnd(page)
  expect(end).toBeGreaterThan(20_000)
  await page.keyboard.press('Home')
  await expect.poll(() => stepOf(page)).toBe(0)
  await page.keyboard.press('s')
  await expect(page.getByRole('textbox', { name: 'Link' })).toHaveValue(/#1,/)
})

test('a run of many millions of steps can be stopped, and the text goes on', async ({ page }) => {
  test.setTimeout(90_000)
  const lines = Array.from({ length: 990 }, (_, i) =>
    i % 2 === 0 ? 'advise A populate-write || T: read A[0]' : 'advise A dontneed || T: read A[0]',
  )
  const text = ['map A anon 65536', 'thread T', ...lines].join('\n')
  await page.goto(`./#1,${pack(`${text}\n`)}`)
  const stop = page.getByRole('status').getByRole('button', { name: 'Stop' })
  await stop.click({ timeout: 15_000 })
  await expect(page.getByRole('main').getByText('The run was stopped.')).toBeVisible()
  await expect(page.getByRole('alert')).toHaveCount(0)
  await page.getByRole('button', { name: 'Edit', exact: true }).click()
  const editor = page.getByRole('textbox', { name: 'Scenario' })
  await expect(editor).toBeFocused()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText('map A anon 1\nwrite A[0] = 1\n')
  await onStage(page)
  await expect(page.getByText('The run was stopped.')).toHaveCount(0)
})
