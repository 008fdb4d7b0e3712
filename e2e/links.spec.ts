import { deflateRawSync } from 'node:zlib'
import { expect, onStage, openPreset, stepOf, test, toEnd, toMilestone } from './support.ts'

const pack = (text: string | Buffer) => deflateRawSync(text).toString('base64url')

test('the address holds the state, and opens it again', async ({ page, context }) => {
  await openPreset(page, 'COW and uffd-wp')
  await expect.poll(() => page.url()).toContain('#1,')
  const before = await stepOf(page)
  await toMilestone(page, 2)
  await expect.poll(() => stepOf(page)).toBeGreaterThan(before)
  const step = await stepOf(page)
  await expect.poll(() => page.url()).toContain(`&t=${step}`)
  const other = await context.newPage()
  await other.goto(page.url())
  await onStage(other)
  await expect.poll(() => stepOf(other)).toBe(step)
})

test('Back returns to the moment before a link', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  const end = await toEnd(page)
  await expect.poll(() => page.url()).toContain(`t=${end}`)
  await toMilestone(page, 1)
  await expect.poll(() => stepOf(page)).toBeLessThan(end)
  await page.goBack()
  await expect.poll(() => stepOf(page)).toBe(end)
})

test('sharing gives a link, its length and a code', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog', { name: 'Share this moment' })
  await expect(dialog.getByRole('textbox', { name: 'Link' })).toHaveValue(/#1,/)
  await expect(dialog.getByText(/\d+ characters/)).toBeVisible()
  await expect(dialog.getByRole('img', { name: 'QR code of the link' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

const BROKEN: readonly (readonly [name: string, hash: string, says: RegExp])[] = [
  ['cut off', '#1,AAAA', /damaged/],
  ['with foreign letters', '#1,!!!!', /damaged/],
  ['of a newer page', '#7,abc', /newer/],
  ['of something else', '#hello', /not a link/],
  ['that unpacks to too much', `#1,${pack(Buffer.alloc(8_000_000, 35))}`, /too long/],
]

for (const [name, hash, says] of BROKEN) {
  test(`a link ${name} is refused in one sentence`, async ({ page }) => {
    await page.goto(`./${hash}`)
    await expect(page.getByRole('alert')).toContainText(says)
    await expect(page.getByRole('button', { name: 'Play the four steps' })).toBeVisible()
  })
}

test('a link with a wrong scenario shows the error at its line', async ({ page }) => {
  await page.goto(`./#1,${pack('map A anon 4\nwrite B[0] = 1\n')}`)
  await expect(page.getByText('line 2, column 7')).toBeVisible()
})

test('a link that injects markup shows it as text', async ({ page }) => {
  await page.goto(`./#1,${pack('title <img src=x onerror=alert(1)>\nmap A anon 1\n')}`)
  await onStage(page)
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('<img src=x')
  await expect(page.locator('img')).toHaveCount(0)
})
