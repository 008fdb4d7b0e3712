/** What every end-to-end test shares: a page on which nothing may go wrong unnoticed, and the audit by axe. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Locator, Page } from '@playwright/test'
import { test as base, expect } from '@playwright/test'

export { expect }

/** A page whose errors, warnings and policy violations fail the test that caused them. */
export const test = base.extend<{ watched: undefined }>({
  watched: [
    async ({ page }, use) => {
      const problems: string[] = []
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', (event) => {
          // Thrown, so that it counts as an error of the page.
          throw new Error(`policy violated: ${event.violatedDirective} ${event.blockedURI}`)
        })
      })
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('console', (message) => {
        const isOurs = !message.text().startsWith('Service Worker registration blocked')
        if (isOurs && ['error', 'warning'].includes(message.type())) problems.push(message.text())
      })
      await use(undefined)
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
})

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8')

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe finds on the page as it is, as text that says where. */
export async function audit(page: Page): Promise<readonly string[]> {
  await page.evaluate(axeSource)
  const violations = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: readonly Violation[] }> }
    }
    // WCAG 2.2 AA asks for targets of 24 pixels; axe does only when told.
    const result = await axe.run({ rules: { 'target-size': { enabled: true } } })
    return result.violations
  })
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
  )
}

/** Holds the view against axe in the sizes of a projector and of a phone, where `shown` stands there too. */
export async function auditSmaller(page: Page, shown: Locator): Promise<void> {
  for (const [width, height] of [
    [1024, 768],
    [390, 844],
  ] as const) {
    await page.setViewportSize({ width, height })
    await expect(shown).toBeVisible()
    expect(await audit(page)).toEqual([])
    // Panes scroll, the page does not.
    const beyond = () => document.documentElement.scrollHeight - window.innerHeight
    expect(await page.evaluate(beyond)).toBeLessThanOrEqual(0)
  }
}

/** Waits until a run is shown. */
export async function onStage(page: Page): Promise<void> {
  await expect(page.getByRole('region', { name: 'Timeline' })).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Step' })).toBeVisible()
}

/** Goes to a milestone of the story by its link, 1 to 4, and waits until the page is there. */
export async function toMilestone(page: Page, number: number): Promise<void> {
  const steps = page.getByRole('list', { name: 'Four steps' })
  const link = steps.getByRole('link').nth(number - 1)
  await link.click()
  await expect(link).toHaveAttribute('aria-current', 'step')
}

/** The presented step, as the slider says it. */
export async function stepOf(page: Page): Promise<number> {
  const slider = page.getByRole('slider', { name: 'Step' })
  return Number((await slider.getAttribute('aria-valuenow')) ?? (await slider.inputValue()))
}

/** Goes to the end of the run by key, and tells its step. */
export async function toEnd(page: Page): Promise<number> {
  await page.keyboard.press('End')
  const last = page.getByRole('button', { name: 'Last', exact: true })
  await expect(last).toHaveAttribute('aria-disabled', 'true')
  return stepOf(page)
}

/** Opens a preset from the start page, by keyboard. */
export async function openPreset(page: Page, title: string): Promise<void> {
  await page.goto('./')
  const card = page.getByRole('button', { name: new RegExp(title) }).first()
  await card.focus()
  await page.keyboard.press('Enter')
  await onStage(page)
}
