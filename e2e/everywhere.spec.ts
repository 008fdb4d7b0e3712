/** Every view on every screen: nothing hangs over the side, every control can be reached, axe finds nothing. */
import type { Page } from '@playwright/test'
import { audit, expect, openPreset, test } from './support.ts'

const ONCE = { tag: '@once' } as const

interface Place {
  readonly name: string
  readonly go: (page: Page) => Promise<void>
}

async function stage(page: Page): Promise<void> {
  await openPreset(page, 'COW and uffd-wp')
  const milestone = page.getByRole('list', { name: 'Four steps' }).getByRole('link').nth(1)
  if (await milestone.isVisible()) await milestone.click()
  else await page.keyboard.press('End')
}

const PLACES: readonly Place[] = [
  {
    name: 'start',
    go: async (page) => {
      await page.goto('./')
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    },
  },
  { name: 'stage', go: stage },
  {
    name: 'map',
    go: async (page) => {
      await openPreset(page, 'The first touch')
      await page.keyboard.press('End')
      await page.keyboard.press('2')
      await expect(page.getByRole('grid', { name: 'Entries of A' })).toBeVisible()
    },
  },
  {
    name: 'compare',
    go: async (page) => {
      await openPreset(page, 'Wr-protect a page with no page table')
      await page.keyboard.press('5')
      await expect(page.getByRole('heading', { level: 1 })).toContainText('First divergence')
    },
  },
  {
    name: 'explore',
    go: async (page) => {
      await stage(page)
      await page.keyboard.press('3')
      await expect(page.getByRole('main', { name: 'Explore' })).toBeVisible()
    },
  },
  {
    name: 'lesson',
    go: async (page) => {
      await page.goto('./#lesson-7.7')
      await expect(page.getByText('slide 7 of')).toBeVisible()
    },
  },
]

/** Each in CSS pixels: those of a page zoomed to 200 % are half of its screen's. */
const SCREENS = [
  ['a small phone', 360, 640],
  ['a projector at 200 %', 512, 384],
  ['a laptop at 200 %', 720, 450],
  ['a projector', 1024, 768],
  ['a laptop', 1280, 720],
  ['a screen of 4K', 3840, 2160],
] as const

interface Reach {
  readonly sideways: number
  readonly unreachable: readonly string[]
}

/** What hangs over the side, and which controls cannot be scrolled into sight. */
function reach(page: Page): Promise<Reach> {
  return page.evaluate(() => {
    const controls = document.querySelectorAll<HTMLElement>(
      'a[href], button, select, input, textarea, [role="slider"], [role="grid"], [role="treegrid"]',
    )
    const unreachable: string[] = []
    for (const control of controls) {
      if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
      if (control.closest('[inert], .quiet') !== null) continue
      control.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' })
      const box = control.getBoundingClientRect()
      const isSeen =
        box.width === 0 ||
        (box.right > 1 && box.bottom > 1 && box.left < innerWidth - 1 && box.top < innerHeight - 1)
      const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 2)
      const y = Math.min(Math.max(box.top + Math.min(box.height, 24) / 2, 1), innerHeight - 2)
      const top = document.elementFromPoint(x, y)
      const isOnTop =
        box.width === 0 || top === null || control.contains(top) || top.contains(control)
      if (!isSeen || !isOnTop) {
        const name = control.getAttribute('aria-label') ?? control.textContent
        const by = isSeen ? ` under ${top?.className}` : ''
        unreachable.push(`${control.tagName} ${name.slice(0, 40)}${by}`)
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement
    return { sideways: scrollWidth - clientWidth, unreachable }
  })
}

for (const [screen, width, height] of SCREENS) {
  test(`on ${screen} every control can be reached`, ONCE, async ({ page }) => {
    test.setTimeout(120_000)
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    for (const { name, go } of PLACES) {
      await go(page)
      expect.soft(await reach(page), name).toEqual({ sideways: 0, unreachable: [] })
      expect.soft(await audit(page), name).toEqual([])
    }
  })
}

test('forced colours leave nothing to colour alone', ONCE, async ({ page }) => {
  await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 1440, height: 900 })
  await stage(page)
  // What is current, and what is not: edges that differ.
  const edge = (name: string) =>
    page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('link', { name })
      .evaluate((link) => getComputedStyle(link).borderBottomColor)
  expect(await edge('Stage')).not.toBe(await edge('Map'))
  // Contrast is the user's own choice here.
  const found = (await audit(page)).filter((one) => !one.startsWith('color-contrast'))
  expect(found).toEqual([])
  // States keep a pattern or a glyph: the swatches of the legend differ in what is drawn, colours aside.
  const drawn = await page
    .locator('.legend .swatch, .legend [class*="swatch"]')
    .evaluateAll((all) =>
      all.map((one) => {
        const { backgroundImage, borderStyle, borderWidth } = getComputedStyle(one)
        const ground = getComputedStyle(one).backgroundColor
        const inner = getComputedStyle(one, '::after').borderWidth
        return [backgroundImage, borderStyle, borderWidth, ground, inner, one.innerHTML].join('|')
      }),
    )
  expect(drawn.length).toBeGreaterThan(3)
  expect(new Set(drawn).size).toBe(drawn.length)
})

test(
  'on a small laptop the walk still stands in columns, with its frames',
  ONCE,
  async ({ page }) => {
    await page.setViewportSize({ width: 1280, height: 720 })
    for (const title of ['COW and uffd-wp', 'Wr-protect a page with no page table']) {
      await openPreset(page, title)
      await page.getByRole('list', { name: 'Four steps' }).getByRole('link').nth(1).click()
      await expect(page.locator('.card.level-1').first()).toBeVisible()
      await expect(page.locator('.stage-canvas')).toBeVisible()
      // Nothing is scrolled away, nothing sticks out of its breadcrumb.
      const over = await page.evaluate(() => {
        const view = document.querySelector('.stage-view')
        const spilt = [...document.querySelectorAll('.crumbs')].filter(
          (one) => one.scrollWidth > one.clientWidth,
        )
        return [(view?.scrollHeight ?? 0) - (view?.clientHeight ?? 0), spilt.length]
      })
      expect(over).toEqual([0, 0])
    }
  },
)

test(
  'on paper the stage and a slide stand as long as they are, without buttons',
  ONCE,
  async ({ page }) => {
    const shown = (selector: string) =>
      page.evaluate((wanted) => {
        const box = document.querySelector(wanted)?.getBoundingClientRect()
        return box === undefined ? [0, 0] : [Math.round(box.width), Math.round(box.height)]
      }, selector)
    await stage(page)
    await expect(page.locator('.stage-canvas')).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeHidden()
    const heightOf = async (selector: string) => (await shown(selector))[1]
    // On the screen it fills its pane; on paper it is as long as what is drawn at the moment, and nothing is cut.
    await expect.poll(() => heightOf('.stage')).toBeGreaterThan(300)
    const hidden = () =>
      page.evaluate(() => {
        const parts = [...document.querySelectorAll('.stage, .stage-view, .stage-canvas')]
        return Math.max(...parts.map((part) => part.scrollHeight - part.clientHeight))
      })
    await expect.poll(hidden).toBeLessThan(2)
    await expect.poll(() => heightOf('.lines')).toBeGreaterThan(200)
    await page.emulateMedia({ media: 'screen' })
    await page.goto('./#lesson-7.7')
    await expect(page.getByText('slide 7 of')).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('button', { name: 'Next' })).toBeHidden()
    await expect.poll(() => heightOf('.lesson-main')).toBeGreaterThan(200)
  },
)

test(
  'on paper Compare shows its whole list, the map no buttons, both the title',
  ONCE,
  async ({ page }) => {
    const button = (name: string) => page.getByRole('main').getByRole('button', { name })
    const title = page.getByRole('banner').getByText('Wr-protect a page')
    await openPreset(page, 'Wr-protect a page with no page table')
    await page.keyboard.press('2')
    await expect(page.getByRole('main', { name: 'Map' })).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    for (const name of ['Whole region', 'Page out', 'Zoom in'])
      await expect(button(name)).toBeHidden()
    await expect(title).toBeVisible()
    await page.emulateMedia({ media: 'screen' })
    await page.getByRole('button', { name: 'Compare' }).click()
    const list = page.getByRole('region', { name: 'Divergences' }).getByRole('list').first()
    await expect(list).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    await expect(title).toBeVisible()
    await expect.poll(() => list.evaluate((ol) => ol.scrollHeight - ol.clientHeight)).toBe(0)
    await expect(button('Text, 72 columns')).toBeHidden()
  },
)

test('a laptop at 200 % leaves the stage room', ONCE, async ({ page }) => {
  await page.setViewportSize({ width: 720, height: 450 })
  await stage(page)
  const box = await page.getByRole('main').boundingBox()
  expect(box?.height).toBeGreaterThan(110)
})
