import type { Page } from '@playwright/test'
import { audit, expect, test } from './support.ts'

const ONCE = { tag: '@once' } as const
const FIRST_QUESTION = '#lesson-7.3'
const RESOLVE = '#lesson-7.7'

async function openLesson(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`)
  await expect(page.getByRole('main', { name: 'Lesson' })).toBeVisible()
}

function bit(page: Page, name: string) {
  return page.getByRole('button', { name: new RegExp(`^${name}, bit`) })
}

test('a keyboard alone goes through lesson seven, with a right and a wrong answer', async ({
  page,
}) => {
  await page.goto('./')
  const link = page
    .getByRole('region', { name: 'Course' })
    .getByRole('link', { name: /four steps/ })
  await link.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: /uffd-wp and the four/ })).toBeVisible()
  await page.keyboard.press('PageDown')
  await page.keyboard.press('ArrowRight')

  // Right: RW stays clear, the bit of userfaultfd is set.
  await expect(bit(page, 'UW')).toBeFocused()
  await page.keyboard.press('1')
  await expect(bit(page, 'RW')).toBeFocused()
  await page.keyboard.press('0')
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'The write bit stays 0 and uffd-wp is set',
  )
  await expect(page.getByText('2 of 2 right')).toBeVisible()

  // Words are chosen as any button is.
  await page.keyboard.press('PageDown')
  const waits = page.getByRole('button', { name: /^waits/ })
  await expect(waits).toBeVisible()
  await page.keyboard.press('Tab')
  await expect(waits).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(waits).toHaveAttribute('aria-pressed', 'true')
  await page.keyboard.press('PageDown')
  await expect(page.getByText('1 of 1 right')).toBeVisible()

  // Wrong: the write bit does not come back, and the machine shows what that would have led to.
  await page.keyboard.press('PageDown')
  await expect(bit(page, 'UW')).toBeFocused()
  await page.keyboard.press('0')
  await page.keyboard.press('1')
  await page.keyboard.press('PageDown')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The write bit stays 0')
  await expect(page.getByText('1 of 2 right')).toBeVisible()
  await expect(page.getByRole('region', { name: 'If RW were 1' })).toContainText('C reads 2.')
  await expect(page.getByRole('region', { name: 'As it is, RW is 0' })).toContainText('C reads 1.')

  // To the end; the course remembers.
  for (let i = 0; i < 3; i++) await page.keyboard.press('PageDown')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/done$/)
  await page.getByRole('button', { name: 'End', exact: true }).focus()
  await page.keyboard.press('Enter')
  await expect(
    page.getByRole('region', { name: 'Course' }).getByRole('link', { name: /four steps.*done/ }),
  ).toBeVisible()
})

test('the stage shows the moment of the slide, and the lesson waits', async ({ page }) => {
  await openLesson(page, RESOLVE)
  await page.getByRole('button', { name: 'Show the stage' }).click()
  await expect(page.getByRole('slider', { name: 'Step' })).toBeVisible()
  await page.keyboard.press('ArrowRight')
  await page.getByRole('button', { name: 'Back to the lesson' }).click()
  await expect(page.getByText('slide 7 of 11')).toBeVisible()
  await expect(page).toHaveURL(/#lesson-7\.7$/)
})

test('an answer can be tried again, and the other case can be asked for', async ({ page }) => {
  await openLesson(page, RESOLVE)
  await bit(page, 'UW').click()
  await page.getByRole('button', { name: 'RW 0' }).click()
  await page.getByRole('button', { name: 'UW 0' }).click()
  await page.getByRole('button', { name: 'Reveal the answer' }).click()
  await expect(page.getByText('2 of 2 right')).toBeVisible()
  await page.getByRole('button', { name: 'If RW were 1?' }).click()
  await expect(page.getByRole('region', { name: 'If RW were 1' })).toContainText('C reads 2.')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(bit(page, 'RW')).toHaveAccessibleName(/not answered/)
})

test('a lesson of one’s own opens, is shared by a link, and asks what it should', async ({
  page,
}) => {
  const text =
    'scenario 1\ntitle My own\nmap A anon 1\nask A[0] RW Is RW set by a read?\nread A[0]\nnote No.\n'
  await page.goto('./')
  await page.getByRole('button', { name: 'Paste' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill(text)
  await page.getByRole('dialog').getByRole('button', { name: 'Open' }).click()
  await page.getByRole('button', { name: 'Open as a lesson' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Is RW set by a read?')
  await page.keyboard.press('0')
  await page.keyboard.press('PageDown')
  await expect(page.getByText('1 of 1 right')).toBeVisible()
  await expect(page).toHaveURL(/&l=2/)
  await expect(page).toHaveURL(/&v=lesson/)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('The write bit stays 0')
})

test('the notes stand in a second window, which drives both', async ({ page }) => {
  await openLesson(page, FIRST_QUESTION)
  const opening = page.waitForEvent('popup')
  await page.keyboard.press('n')
  const notes = await opening
  await expect(notes.getByText('What changes in main')).toBeVisible()
  await expect(notes.getByText('Answer The write bit stays 0 and uffd-wp is set')).toBeVisible()
  expect(await audit(notes)).toEqual([])
  await notes.getByRole('button', { name: 'Reveal' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/uffd-wp is set/)
  await notes.keyboard.press('PageUp')
  await expect(page.getByRole('button', { name: 'Reveal the answer' })).toBeVisible()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await expect(notes.getByText('The lesson has ended.')).toBeVisible()
})

test('where there is no second window the notes stand here, once asked for', async ({ page }) => {
  await page.addInitScript(() => {
    window.open = () => null
  })
  await openLesson(page, FIRST_QUESTION)
  const panel = page.getByRole('complementary', { name: 'Teacher’s notes' })
  await expect(panel).toHaveCount(0)
  await page.keyboard.press('n')
  await expect(panel).toContainText('Answer')
  await page.keyboard.press('n')
  await expect(panel).toHaveCount(0)
})

test('a clicker blanks the screen and brings it back', async ({ page }) => {
  await openLesson(page, FIRST_QUESTION)
  const blank = page.getByRole('button', { name: /^The screen is blank/ })
  await page.keyboard.press('.')
  await expect(blank).toBeVisible()
  await page.keyboard.press('PageDown')
  await expect(blank).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Reveal the answer' })).toBeVisible()
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [width, height] of [
    [1440, 900],
    [1024, 768],
    [390, 844],
  ] as const) {
    test(`axe and the edges at ${width} in the ${colorScheme} theme`, ONCE, async ({ page }) => {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.setViewportSize({ width, height })
      const overflow = () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
      await openLesson(page, '#lesson-8.6')
      const slides = ['#lesson-7.2', '#lesson-8.5', '#lesson-9.12', RESOLVE]
      for (const hash of slides) {
        await page.goto(`./${hash}`)
        await expect(page.getByText(/slide \d+ of/)).toHaveText(
          new RegExp(`slide ${hash.split('.')[1]} of`),
        )
        expect(await audit(page)).toEqual([])
        expect(await overflow()).toBeLessThanOrEqual(0)
      }
      await page.getByRole('button', { name: 'RW 1' }).click()
      await page.keyboard.press('PageDown')
      await expect(page.getByRole('region', { name: 'If RW were 1' })).toContainText('C reads 2.')
      expect(await audit(page)).toEqual([])
      expect(await overflow()).toBeLessThanOrEqual(0)
      for (const hash of ['#course', '#sheet-mm']) {
        await page.goto(`./${hash}`)
        await expect(page.getByRole('main')).toContainText(/Nine lessons|With the key/)
        expect(await audit(page)).toEqual([])
        expect(await overflow()).toBeLessThanOrEqual(0)
      }
    })
  }
}

test('no slide of the course has to be scrolled on a projector', ONCE, async ({ page }) => {
  test.setTimeout(120_000)
  await page.setViewportSize({ width: 1024, height: 768 })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const tooHigh: string[] = []
  for (let number = 1; number <= 9; number++) {
    await page.goto('./#course')
    await openLesson(page, `#lesson-${number}.1`)
    const place = page.getByText(/slide \d+ of/)
    await expect(
      page.getByRole('img', { name: new RegExp(`^Lesson ${number} of 9, slide 1 of`) }),
    ).toBeVisible()
    const last = Number(/of (\d+)$/.exec((await place.textContent()) ?? '')?.[1])
    for (let slide = 1; slide <= last; slide++) {
      await expect(place).toContainText(`slide ${slide} of`)
      const over = await page
        .getByRole('main')
        .evaluate((main) => main.scrollHeight - main.clientHeight)
      if (over > 1) tooHigh.push(`${number}.${slide} by ${over}`)
      if (slide < last) await page.keyboard.press('PageDown')
    }
  }
  expect(tooHigh).toEqual([])
})

test('a sheet is the same for the same seed, and its key is kept back', async ({ page }) => {
  await page.goto('./#sheet-exam-1')
  const problems = page.getByRole('article').getByRole('heading', { level: 2 })
  await expect(problems).toHaveCount(8)
  const first = await problems.allTextContents()
  await expect(page.getByRole('region', { name: 'Key' })).toHaveCount(0)
  await page.reload()
  await expect(problems).toHaveCount(8)
  expect(await problems.allTextContents()).toEqual(first)
  await page.getByLabel('With the key').check()
  await expect(page.getByRole('region', { name: 'Key' }).getByRole('listitem')).toHaveCount(8)
})

test('the tour goes from stop to stop and can be left', async ({ page }) => {
  await page.goto('./')
  await page.getByRole('button', { name: /^Tour/ }).click()
  const card = page.getByRole('dialog')
  await expect(card).toContainText('A scenario is a short text')
  await expect(card.getByRole('button', { name: 'Next' })).toBeFocused()
  expect(await audit(page)).toEqual([])
  await page.keyboard.press('Enter')
  await expect(card).toContainText('The walk')
  await card.getByRole('button', { name: 'Back' }).click()
  await expect(card).toContainText('A scenario is a short text')
  await page.keyboard.press('Escape')
  await expect(card).toHaveCount(0)
})
