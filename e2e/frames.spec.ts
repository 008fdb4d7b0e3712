import type { Page } from '@playwright/test'
import { expect, openPreset, stepOf, test } from './support.ts'

/** What a page does frame by frame while it plays. */
interface Work {
  /** Milliseconds from one frame to the next, and tasks of 50 ms or more. */
  readonly frames: readonly number[]
  readonly long: readonly number[]
  readonly steps: number
  /** Frames in which elements came or went, and the most that came in one. */
  readonly builds: number
  readonly mostAdded: number
  /** Frames in which nothing but attributes and styles changed: motion. */
  readonly moves: number
}

/** Watches frames, tasks and changes until `stopWatching` is called. */
function watch(): void {
  const work = { frames: [] as number[], long: [] as number[], builds: 0, mostAdded: 0, moves: 0 }
  const steps = new Set<string>()
  let added = 0
  let removed = 0
  let styled = 0
  let last = 0
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) work.long.push(Math.round(duration))
  }).observe({ type: 'longtask' })
  const observer = new MutationObserver((records) => {
    for (const record of records) {
      if (record.type === 'attributes') styled++
      added += record.addedNodes.length
      removed += record.removedNodes.length
    }
  })
  observer.observe(document.body, { subtree: true, childList: true, attributes: true })
  const frame = (now: number): void => {
    if (last > 0) work.frames.push(now - last)
    last = now
    const slider = document.querySelector('[role="slider"][aria-label="Step"]')
    steps.add(slider?.getAttribute('aria-valuenow') ?? '')
    if (added + removed > 0) {
      work.builds++
      work.mostAdded = Math.max(work.mostAdded, added)
    } else if (styled > 0) work.moves++
    added = 0
    removed = 0
    styled = 0
    handle = requestAnimationFrame(frame)
  }
  let handle = requestAnimationFrame(frame)
  Object.assign(window, {
    stopWatching: () => {
      cancelAnimationFrame(handle)
      observer.disconnect()
      return { ...work, steps: steps.size }
    },
  })
}

async function playAndWatch(page: Page, title: string): Promise<Work> {
  await openPreset(page, title)
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' })
  await page.evaluate(watch)
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  const first = await stepOf(page)
  await page.keyboard.press('Space')
  await expect.poll(() => stepOf(page), { timeout: 60_000 }).toBeGreaterThan(first + STEPS)
  return page.evaluate(() => Reflect.get(window, 'stopWatching')() as Work)
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 10) / 10
}

const STORIES = [
  'COW and uffd-wp on one page',
  'Wr-protect a page with no page table',
  'Fork, then write',
]
/** So many steps of each are seen. */
const STEPS = 24

// Times depend on the machine and are only told; what a frame has to do does not, and is bounded.
for (const title of STORIES) {
  test(`“${title}” builds a moment once and then only moves it @once`, async ({ page }, info) => {
    test.setTimeout(90_000)
    const work = await playAndWatch(page, title)
    const told = {
      frames: work.frames.length,
      steps: work.steps,
      p50: quantile(work.frames, 0.5),
      p95: quantile(work.frames, 0.95),
      p99: quantile(work.frames, 0.99),
      longest: quantile(work.frames, 1),
      longTasks: work.long,
      builds: work.builds,
      moves: work.moves,
      mostAdded: work.mostAdded,
    }
    info.annotations.push({ type: 'frames', description: JSON.stringify(told) })
    expect(work.steps).toBeGreaterThan(10)
    // A step builds its moment, and takes away what was there for the way; what is learned meanwhile comes once more.
    expect(work.builds / work.steps).toBeLessThanOrEqual(4)
    expect(work.mostAdded).toBeLessThanOrEqual(400)
  })
}
