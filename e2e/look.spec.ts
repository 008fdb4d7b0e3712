/** Ten pictures of the page, held against those in e2e/pictures; `-- -g 'looks as it did' --update-snapshots` takes them. */
import fs from 'node:fs'
import process from 'node:process'
import type { Page, TestInfo } from '@playwright/test'
import { chromium } from '@playwright/test'
import { BROWSER_ARGS, BROWSER_ENV } from './browser.ts'
import { compare, differencesFrom, MOST_SQUARES, picture } from './likeness.ts'
import { expect, openPreset, test, toMilestone } from './support.ts'

const ONCE = { tag: '@once' } as const

interface Look {
  readonly name: string
  readonly size?: readonly [width: number, height: number]
  readonly dark?: true
  readonly go: (page: Page) => Promise<void>
}

/** A milestone of a story, when nothing moves any more. */
async function milestone(page: Page, title: string, at: number): Promise<void> {
  await openPreset(page, title)
  await toMilestone(page, at)
  await expect(page.locator('.is-moving')).toHaveCount(0)
  await blur(page)
}

/** Where the pointer and the focus are is no part of the picture. */
async function blur(page: Page): Promise<void> {
  await page.mouse.move(0, 0)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
}

async function lesson(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await expect(page.getByText(/slide \d+ of/)).toBeVisible()
  await expect(page.locator('.lp-row').first()).toBeVisible()
}

async function map(page: Page): Promise<void> {
  await page.goto('./')
  await page.getByRole('button', { name: /Live snapshot of a 1 GiB guest/ }).click()
  const grid = page.getByRole('grid', { name: 'Entries of A' })
  await grid.focus()
  await page.keyboard.press('Control+Home')
  for (let k = 0; k < 3; k++) await page.keyboard.press('PageDown')
  for (let k = 0; k < 7; k++) await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByTestId('map-selection')).not.toHaveText('')
  await blur(page)
}

const LOOKS: readonly Look[] = [
  {
    name: 'start',
    go: async (page) => {
      await page.goto('./')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      // The pictures come one after the other, the last of the nine with the rest.
      await expect(page.locator('svg.live-miniature')).toHaveCount(9)
    },
  },
  { name: 'stage', go: (page) => milestone(page, 'COW and uffd-wp', 2) },
  { name: 'stage-dark', dark: true, go: (page) => milestone(page, 'COW and uffd-wp', 2) },
  { name: 'prepopulate', go: (page) => milestone(page, 'Wr-protect a page with no page table', 3) },
  { name: 'projector', size: [1024, 768], go: (page) => milestone(page, 'COW and uffd-wp', 2) },
  {
    name: 'phone',
    size: [390, 844],
    go: async (page) => {
      await openPreset(page, 'COW and uffd-wp')
      await expect(page.getByRole('treegrid').first()).toBeVisible()
    },
  },
  { name: 'map-dark', dark: true, go: map },
  {
    name: 'compare',
    go: async (page) => {
      await openPreset(page, 'Wr-protect a page with no page table')
      await page.keyboard.press('5')
      await expect(page.getByRole('heading', { level: 1 })).toContainText('First divergence')
      await page.keyboard.press('Home')
      await page.keyboard.press('d')
      await expect(page.getByRole('slider', { name: 'Step' })).toHaveAttribute(
        'aria-valuetext',
        /^After line 10/,
      )
      await blur(page)
    },
  },
  {
    name: 'explore',
    go: async (page) => {
      await page.goto('./')
      await page.getByRole('button', { name: /^Without the patch: A store through/ }).click()
      await expect(page.getByRole('region', { name: 'Invariants' })).toContainText('violated by')
      await expect(page.getByRole('region', { name: 'Patches' })).toContainText('none loses')
      await expect(page.getByRole('button', { name: 'Copy link' })).toBeVisible()
      await blur(page)
    },
  },
  {
    name: 'lesson-answer',
    go: async (page) => {
      await lesson(page, '#lesson-7.7')
      await expect(page.getByRole('button', { name: /^UW, bit/ })).toBeFocused()
      await page.keyboard.press('0')
      await page.keyboard.press('1')
      await page.keyboard.press('PageDown')
      await expect(page.getByRole('region', { name: 'If RW were 1' })).toContainText('C reads 2.')
      await blur(page)
    },
  },
]

for (const look of LOOKS) {
  test(`${look.name} looks as it did`, ONCE, async ({ page }, info) => {
    const [width, height] = look.size ?? [1440, 900]
    await page.setViewportSize({ width, height })
    const colorScheme = look.dark === true ? 'dark' : 'light'
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await look.go(page)
    await expect(page.getByText('Working…')).toHaveCount(0)
    expect(await differencesFrom(page, look.name, info)).toBeLessThanOrEqual(MOST_SQUARES)
  })
}

/** The four steps as a machine draws them on which letters are hinted. */
async function drawnElsewhere(info: TestInfo): Promise<string> {
  const file = info.outputPath('fonts.conf')
  const ours = fs.readFileSync(BROWSER_ENV['FONTCONFIG_FILE'] ?? '', 'utf8')
  const hinted = ours
    .replace('name="hinting" mode="assign"><bool>false', 'name="hinting" mode="assign"><bool>true')
    .replace('hintnone', 'hintslight')
  fs.writeFileSync(file, hinted)
  const browser = await chromium.launch({
    executablePath: process.env['PTESCOPE_BROWSER'] ?? '',
    args: [...BROWSER_ARGS],
    env: { ...BROWSER_ENV, FONTCONFIG_FILE: file },
  })
  try {
    const page = await browser.newPage({
      baseURL: info.project.use.baseURL ?? '',
      serviceWorkers: 'block',
    })
    await showFourSteps(page)
    return await picture(page)
  } finally {
    await browser.close()
  }
}

async function showFourSteps(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  await milestone(page, 'COW and uffd-wp', 2)
}

test('the comparison sees a card that moved by 8 pixels', ONCE, async ({ page }) => {
  await showFourSteps(page)
  const kept = await picture(page)
  const differing = async (): Promise<number> =>
    (await compare(page.context(), { kept, now: await picture(page) })).all
  const shift = (selector: string, by: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element, how) => {
        if (element instanceof HTMLElement) element.style.translate = how
      }, by)
  expect(await differing()).toBe(0)
  for (const selector of ['.card', '.frames > *']) {
    for (const by of ['8px 0', '0 -8px']) {
      await shift(selector, by)
      expect(await differing(), `${selector} by ${by}`).toBeGreaterThan(2 * MOST_SQUARES)
    }
    await shift(selector, '')
  }
})

test('the comparison does not see how letters are drawn', ONCE, async ({ page }, info) => {
  await showFourSteps(page)
  const kept = await picture(page)
  const differing = async (now: string): Promise<number> =>
    (await compare(page.context(), { kept, now })).all
  const elsewhere = await drawnElsewhere(info)
  expect(elsewhere === kept, 'the other machine draws the same').toBe(false)
  expect(await differing(elsewhere)).toBe(0)
  // Nor that all of the stage lies a pixel aside, as with another rounding of a width.
  await page.locator('.stage-canvas').evaluate((stage) => {
    if (stage instanceof HTMLElement) stage.style.translate = '1px 1px'
  })
  expect(await differing(await picture(page))).toBeLessThanOrEqual(MOST_SQUARES)
})
