import fs from 'node:fs'
import type { Page } from '@playwright/test'
import { dropFile } from './site.ts'
import { audit, expect, onStage, openPreset, test, toEnd } from './support.ts'

const SCENARIO = 'scenario 1\ntitle Mine\nmap A anon 4\nwrite A[1] = 5\n'

async function records(page: Page): Promise<string> {
  await page.keyboard.press('e')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save State records' }).click()
  const text = fs.readFileSync(await (await download).path(), 'utf8')
  await page.keyboard.press('Escape')
  return text
}

test('a scenario opens by drop, by file and by paste', async ({ page }) => {
  await page.goto('./')
  await dropFile(page, 'mine.uffd', SCENARIO)
  await onStage(page)
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('write A[1] = 5')
  await page.goto('./#start')
  await page.getByLabel('Choose a file').setInputFiles({
    name: 'mine.uffd',
    mimeType: 'text/plain',
    buffer: Buffer.from(SCENARIO.replace('= 5', '= 6')),
  })
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('write A[1] = 6')
  await page.evaluate(
    (text) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', text)
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
    },
    SCENARIO.replace('= 5', '= 7'),
  )
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('write A[1] = 7')
})

test('a recording is compared with the model, statement by statement', async ({ page }) => {
  await openPreset(page, 'COW and uffd-wp')
  const own = await records(page)
  await dropFile(page, 'own.jsonl', own)
  await expect(page.getByText('14 of 14 statements agree with the recording')).toBeVisible()
  const changed = own.replace('"outcome":"blocked"', '"outcome":"SIGBUS"')
  await dropFile(page, 'changed.jsonl', changed)
  await expect(page.getByText('13 of 14 statements agree with the recording')).toBeVisible()
  await page.getByRole('button', { name: 'Show all' }).click()
  const dialog = page.getByRole('dialog', { name: 'Model against recording' })
  await expect(dialog.getByText('outcome', { exact: true })).toBeVisible()
  expect(await audit(page)).toEqual([])
  await dialog.getByRole('button', { name: /differs/ }).click()
  await expect(dialog).toHaveCount(0)
  await expect(page.locator('.line-now')).toContainText('write A[7] = 2')
})

test('a recording without its scenario brings it along', async ({ page }) => {
  await openPreset(page, 'The first touch')
  const own = await records(page)
  await page.goto('./#start')
  await page.reload()
  await dropFile(page, 'own.jsonl', own)
  await expect(page.getByText(/statements agree with the recording/)).toBeVisible()
  await onStage(page)
})

test('a large recording is read in parts, and can be stopped', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await page.evaluate(() => {
    const ptes = Array.from({ length: 4000 }, (_, i) => ({
      i,
      kind: 'present',
      page: `p${i}`,
      uffdWp: false,
      raw: ['P', 'RW', 'US', 'A', 'D', 'NX'],
    }))
    const region = { name: 'A', start: '0x100000000000', pages: 4000, ptes }
    const lines = Array.from({ length: 400 }, (_, i) => {
      const rest = { actor: 'main', outcome: 'ok', woken: [], actors: {}, uffd: null }
      const mm = [{ process: 'main', regions: [region] }]
      return `${JSON.stringify({ line: i + 3, text: 'read A[0]', ...rest, mm })}\n`
    })
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File(lines, 'large.jsonl'))
    const options = { dataTransfer, bubbles: true, cancelable: true }
    document.body.dispatchEvent(new DragEvent('drop', options))
  })
  await expect(page.getByRole('progressbar', { name: 'Reading large.jsonl' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect(page.getByText('large.jsonl was not opened: reading was stopped.')).toBeVisible()
  await onStage(page)
})

/** As ptescope-record prints a process: two mappings, one of them larger than a gigabyte. */
function recordedProcess(line: number, marked: number): string {
  const present = { kind: 'present', page: 'p0', file: false, exclusive: true, uffdWp: false }
  const heap = [
    { i: 0, n: 40, ...present },
    { i: 40, n: marked, ...present, page: 'p40', uffdWp: true },
    { i: 100, n: 20, kind: 'swap', uffdWp: false },
  ]
  const far = { i: 600_000, ...present, page: 'p900', file: true, exclusive: false }
  const regions = [
    { name: 'M0_heap', start: '0x55d200000000', pages: 132, ptes: heap },
    { name: 'M1', start: '0x7f0000000000', pages: 700_000, ptes: [{ i: 0, ...present }, far] },
  ]
  const rest = { actor: 'main', outcome: 'ok', woken: [], actors: { main: 'idle' }, uffd: null }
  const mm = [{ process: 'main', regions }]
  return `${JSON.stringify({ line, text: 'recorded', ...rest, mm })}\n`
}

test('what the recorder prints of a process is looked at on the map', async ({ page }) => {
  await openPreset(page, 'The first touch')
  await toEnd(page)
  await dropFile(page, 'now.jsonl', recordedProcess(1, 8) + recordedProcess(2, 11))
  const map = page.getByRole('main', { name: 'Map' })
  await expect(map.getByText('Recorded from a process')).toBeVisible()
  const grid = map.getByRole('grid', { name: 'Entries of M0_heap' })
  const counts = map.getByRole('region', { name: 'Counts' })
  await expect(counts.getByRole('row', { name: 'present, uffd-wp' })).toContainText('8')
  await expect(counts.getByRole('row', { name: 'swap' })).toContainText('20')
  await grid.focus()
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('ArrowRight')
  await expect(map.getByRole('region', { name: 'Selection' })).toContainText(
    'Frame p1, anonymous, mapped once.',
  )
  await map.getByRole('button', { name: 'Go to the next record' }).click()
  await expect(map.getByText('record 2 of 2, 3 entries changed')).toBeVisible()
  await expect(counts.getByRole('row', { name: 'present, uffd-wp' })).toContainText('11')
  expect(await audit(page)).toEqual([])

  await map.getByRole('combobox', { name: 'Region' }).selectOption({ index: 1 })
  const gigabytes = map.getByRole('combobox', { name: 'Gigabyte' })
  await expect(gigabytes.getByRole('option')).toHaveCount(2)
  await gigabytes.selectOption({ index: 1 })
  await expect(counts.getByRole('row', { name: 'present' })).toContainText('1')

  await map.getByRole('button', { name: 'Close the recording' }).click()
  await expect(map.getByRole('grid', { name: 'Entries of A' })).toBeVisible()
})

test('a recording that breaks its own form is refused with the place', async ({ page }) => {
  await page.goto('./')
  const whole = recordedProcess(1, 8)
  for (const [from, to] of [
    ['0x55d200000000', 'javascript:1'],
    ['"pages":132', '"pages":100'],
    ['"n":40', '"n":1e9'],
  ] as const) {
    await dropFile(page, 'broken.jsonl', whole.replace(from, to))
    const toast = page.getByRole('status').filter({ hasText: 'line 1 is not a state record' })
    await expect(toast).toBeVisible()
    await expect(page.getByRole('main', { name: 'Map' })).toHaveCount(0)
  }
})

const HOSTILE: readonly (readonly [name: string, content: string, says: RegExp])[] = [
  [
    'a.svg',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    /no scenario in this picture/,
  ],
  ['b.jsonl', '{"line": 1, "text": "<img src=x onerror=alert(1)>"}\n', /not a state record/],
  ['c.jsonl', `{"a":${'['.repeat(100_000)}`, /not JSON/],
  ['d.uffd', '#'.repeat(70_000), /a scenario may have 64 KiB/],
  ['e.uffd', 'map A\u0000 anon 4', /it is not a text/],
  ['<img src=x onerror=alert(1)>.uffd', '\u0000', /it is not a text/],
]

test('what cannot be opened is refused in one sentence, and never becomes markup', async ({
  page,
}) => {
  await openPreset(page, 'The first touch')
  for (const [name, content, says] of HOSTILE) {
    await dropFile(page, name, content)
    await expect(page.getByRole('status').filter({ hasText: says })).toBeVisible()
  }
  await expect(page.locator('img, script:not([src])')).toHaveCount(0)
  await dropFile(
    page,
    'f.svg',
    '<svg><x:scenario xmlns:x="urn:ptescope:scenario:1">title &lt;img src=x onerror=alert(1)&gt;\nmap A anon 1\n</x:scenario></svg>',
  )
  await expect(page.getByRole('list', { name: 'Scenario' })).toContainText('<img src=x')
  await expect(page.locator('img')).toHaveCount(0)
})
