/**
 * The page as somebody has it who hears it: a keyboard, names and roles, and what is announced. Nothing here looks at a
 * class, a place or a colour; what is checked is the text of the accessibility tree.
 */
import type { Locator, Page } from '@playwright/test'
import { expect, onStage, test } from './support.ts'

const ONCE = { tag: '@once' } as const

test.use({ viewport: { width: 1440, height: 900 } })

/** Everything that live regions have said, in order, each sentence once in a row. */
async function listen(page: Page): Promise<() => Promise<readonly string[]>> {
  await page.addInitScript(() => {
    const heard: string[] = []
    Object.assign(window, { heard })
    const hear = () => {
      for (const region of document.querySelectorAll('[aria-live], [role="status"]')) {
        const text = region.textContent.trim()
        const before = region.getAttribute('data-heard') ?? ''
        if (text !== before) region.setAttribute('data-heard', text)
        if (text !== '' && text !== before) heard.push(text)
      }
    }
    const options = { subtree: true, childList: true, characterData: true }
    new MutationObserver(hear).observe(document, options)
  })
  // That the machine is still at it is said in between, where it is slow.
  return async () =>
    (await page.evaluate(() => (window as unknown as { heard: readonly string[] }).heard)).filter(
      (text) => text !== 'Working…',
    )
}

/** The text of a part of the accessibility tree. */
function read(part: Locator): Promise<string> {
  return part.ariaSnapshot()
}

/** Presses Tab until the control of that role and name has the focus. */
async function tabTo(page: Page, role: 'button' | 'grid', name: RegExp): Promise<void> {
  await expect(page.getByRole(role, { name }).first()).toBeVisible()
  for (let k = 0; k < 90; k++) {
    await page.keyboard.press('Tab')
    // Cheap, since it is asked at every stop; the tree has the last word. Behind the last stop it is the body, which has
    // every word of the page.
    const label = await page.evaluate(() => {
      const stop = document.activeElement
      if (stop === null || stop === document.body) return null
      return stop.getAttribute('aria-label') ?? stop.textContent
    })
    if (!name.test(label ?? '')) continue
    await expect(page.getByRole(role, { name }).first()).toBeFocused()
    return
  }
  throw new Error(`Tab never comes to ${name}`)
}

test('a story can be followed by ear', ONCE, async ({ page }) => {
  const heard = await listen(page)
  await page.goto('./')
  await tabTo(page, 'button', /Play the four steps/)
  await page.keyboard.press('Enter')
  await onStage(page)
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible()
  const steps = page.getByRole('list', { name: 'Four steps' })
  const entry = page.getByRole('treegrid', { name: 'Page tables of main' })
  const frames = page.getByRole('list', { name: 'Page frames' })

  const go = async (at: number) => {
    const step = steps.getByRole('link').nth(at)
    await step.focus()
    await page.keyboard.press('Enter')
    await expect(step).toHaveAttribute('aria-current', 'step')
  }
  await go(0)
  await expect.poll(() => read(entry)).toContain('A[7], uffd-wp, entry 7')
  await expect
    .poll(() => read(page.getByRole('region', { name: 'userfaultfd' })))
    .toContain('main waits')
  await go(1)
  await expect.poll(() => read(entry)).toMatch(/A\[7\], read-only, entry 7 .* U 1 → 0 W still 0/)
  await expect.poll(() => read(frames)).toContain('shared, mapped 2 times')
  await go(3)
  await expect.poll(() => read(entry)).toMatch(/A\[7\], writable, entry 7/)
  await page.keyboard.press('End')
  await expect.poll(() => read(frames)).toMatch(/A\[7\] = 2/)
  await expect.poll(() => read(frames)).not.toMatch(/shared, mapped 2 times\s+- paragraph: A\[7\]/)
  await expect.poll(async () => (await heard()).join('\n')).toContain('clears the uffd-wp bit')

  // Into the table by one stop of Tab, along it by arrows: the row that has the focus says what it is.
  await entry.getByRole('row', { name: /A\[7\], writable/ }).focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => read(page.locator(':focus'))).toContain('A[6], uffd-wp')
  await page.keyboard.press('ArrowUp')
  await expect.poll(() => read(page.locator(':focus'))).toContain('A[5], writable')
})

test('a lesson can be taken by ear', ONCE, async ({ page }) => {
  const heard = await listen(page)
  await page.goto('./#lesson-7.7')
  const main = page.getByRole('main', { name: 'Lesson' })
  await expect(page.getByText('slide 7 of')).toBeVisible()
  await expect.poll(() => read(main)).toContain('main: A[0] uffd-wp, U A D')
  const asked = await read(main)
  expect(asked).toContain('Before: SD 1, UW 1,')
  expect(asked).toContain('C: A[0] read-only, D')
  expect(asked).toContain('main waits for the monitor.')
  expect(asked).toContain('button "RW, bit 1, writable: not answered"')
  await expect.poll(heard).toContainEqual(expect.stringContaining('What about RW?'))

  await page.keyboard.press('0')
  await expect.poll(() => read(main)).toContain('UW, bit 10, uffd-wp: you say cleared')
  await page.keyboard.press('1')
  await page.keyboard.press('PageDown')
  await expect.poll(async () => (await heard()).at(-1)).toBe('The write bit stays 0')
  await expect
    .poll(() => read(main.getByRole('region', { name: 'If RW were 1' })))
    .toContain('C reads 2.')
  const told = await read(main)
  expect(told).toContain('RW: before 0, you said 1, the kernel did 0.')
  expect(told).toContain('Frame 1a204: A[0] = 2, mapped by 2.')
})

test('the map can be walked by ear', ONCE, async ({ page }) => {
  const heard = await listen(page)
  await page.goto('./')
  await tabTo(page, 'button', /Live snapshot of a 1 GiB guest/)
  await page.keyboard.press('Enter')
  const grid = page.getByRole('grid', { name: 'Entries of A' })
  await expect(grid).toBeVisible()
  await tabTo(page, 'grid', /^Entries of A/)
  await page.keyboard.press('Control+Home')
  await expect.poll(() => read(grid)).toContain('A[0], PMD 0, PTE 0.')
  await page.keyboard.press('ArrowDown')
  await expect.poll(() => read(grid)).toMatch(/rowheader "PMD 1: .*uffd-wp/)
  for (let k = 0; k < 7; k++) await page.keyboard.press('Shift+ArrowDown')
  await expect
    .poll(async () => (await heard()).at(-1))
    .toMatch(/^[\d,]+ pages selected, A\[512\.\.\d+\]/)

  // The table behind the picture: each page table near the cursor, and how many of its entries are in which state.
  const table = page.getByRole('table', { name: /^Page tables of region A near the cursor/ })
  await expect.poll(() => read(table)).toMatch(/row "8 A\[4096\.\.4607\] \d+/)
  const counts = page.getByRole('region', { name: 'Counts' })
  const before = await read(counts.getByRole('row', { name: 'present, writable' }))
  await tabTo(page, 'button', /^Resolve/)
  await expect(page.getByRole('region', { name: 'Selection' })).toContainText('unwp A[512..')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => read(counts.getByRole('row', { name: 'present, writable' })))
    .not.toBe(before)
})
