import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { deflateRawSync } from 'node:zlib'
import type { CDPSession, Page } from '@playwright/test'
import { expect, onStage, stepOf, test } from './support.ts'

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
  /** Sizes and places that the page asked for: each may lay it out once more. */
  readonly asked: number
}

/** In the page: plays, and watches frames, tasks and changes until so many steps were seen. */
async function watch(wanted: number): Promise<Work> {
  const work = {
    ...{ frames: [] as number[], long: [] as number[], builds: 0, mostAdded: 0, moves: 0 },
    asked: 0,
  }
  const steps = new Set<string>()
  let added = 0
  let removed = 0
  let styled = 0
  let last = 0
  const count = (of: object, name: string): void => {
    const { get, value, ...rest } = Object.getOwnPropertyDescriptor(of, name) ?? {}
    const call = (get ?? value) as (this: unknown, ...values: unknown[]) => unknown
    const counted = function (this: unknown, ...values: unknown[]): unknown {
      work.asked++
      return call.apply(this, values)
    }
    Object.defineProperty(of, name, { ...rest, ...(get ? { get: counted } : { value: counted }) })
  }
  for (const name of ['clientWidth', 'clientHeight', 'scrollLeft', 'scrollTop', 'scrollWidth']) {
    count(Element.prototype, name)
  }
  for (const name of ['offsetWidth', 'offsetHeight', 'offsetTop', 'offsetLeft']) {
    count(HTMLElement.prototype, name)
  }
  count(Element.prototype, 'getBoundingClientRect')
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
  document.querySelector<HTMLButtonElement>('.transport-play')?.click()
  while (steps.size < wanted) {
    const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
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
  }
  observer.disconnect()
  return { ...work, steps: steps.size }
}

/** Milliseconds of the processor that the page's main thread has spent on scripts, styles and layout. */
async function spent(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const of = (name: string) => metrics.find((one) => one.name === name)?.value ?? Number.NaN
  return 1000 * (of('ScriptDuration') + of('RecalcStyleDuration') + of('LayoutDuration'))
}

/** A piece of work to hold others against: two hundred rows are made, laid out and taken away, ten times. */
function yardstick(): void {
  for (let round = 0; round < 10; round++) {
    const host = document.createElement('div')
    for (let row = 0; row < 200; row++) {
      const line = document.createElement('p')
      for (const text of ['entry', String(row * round), '1a20d', 'W · A D']) {
        const part = document.createElement('span')
        part.textContent = text
        line.append(part)
      }
      host.append(line)
    }
    document.body.append(host)
    host.getBoundingClientRect()
    host.remove()
  }
}

async function openStory(page: Page, text: string): Promise<void> {
  await page.goto(`./#1,${deflateRawSync(text).toString('base64url')}&t=${FROM}`)
  await onStage(page)
}

interface Played extends Work {
  /** Of the processor's time, a step, in yardsticks. */
  readonly yards: number
}

async function playAndWatch(page: Page, text: string): Promise<Played> {
  await openStory(page, text)
  await page.getByRole('combobox', { name: 'Speed' }).selectOption({ label: '4×' })
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  await expect.poll(() => stepOf(page)).toBe(FROM)
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  // The first one warms it up.
  await page.evaluate(yardstick)
  const start = await spent(session)
  await page.evaluate(yardstick)
  const yard = (await spent(session)) - start
  const before = await spent(session)
  // Nothing of the test's runs in the page meanwhile.
  const work = await page.evaluate(watch, STEPS)
  const after = await spent(session)
  return { ...work, yards: (after - before) / yard / work.steps }
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.floor(part * (sorted.length - 1))] ?? 0) * 10) / 10
}

/** What a run's output has of a story, whatever reports it. */
function tell(title: string, { frames, long, ...work }: Played): void {
  const ms = [0.5, 0.95, 0.99, 1].map((part) => quantile(frames, part))
  const [p50, p95, p99, longest] = ms
  const tasks = long.length === 0 ? 'none' : `${long.length}, longest ${Math.max(...long)} ms`
  process.stdout.write(
    `frames of “${title}”: p50 ${p50}, p95 ${p95}, p99 ${p99}, longest ${longest} ms of ${frames.length}; ` +
      `tasks of 50 ms: ${tasks}; ${work.steps} steps, ${work.builds} builds, ${work.moves} moves, ` +
      `at most ${work.mostAdded} added, ${work.asked} measured, ${work.yards.toFixed(2)} yards a step\n`,
  )
}

const FOLDER = join(import.meta.dirname, '../src/scenarios')
/** All that ship, but the one that runs for long before its first step; the bench plays that too. */
const STORIES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.uffd') && name !== 'guest-snapshot.uffd')
  .map((name) => readFileSync(join(FOLDER, name), 'utf8'))
/** So many steps of each are seen, from where tables are made and entries set. */
const FROM = 20
const STEPS = 16

// Times are told for the machine as it is: beside the browser of another test tasks get longer. Alone and at rest
// (`npm run test:e2e -- frames.spec.ts --workers=1`) no story has a task of 50 ms.
// Times depend on the machine and are only told. What a frame has to do does not, and is bounded; nor does its share of
// a yardstick, as both are the processor's own time and not the clock's.
for (const text of STORIES) {
  const title = /^title (.+)$/m.exec(text)?.[1] ?? ''
  test(`“${title}” builds a moment once and then only moves it @once`, async ({ page }) => {
    const work = await playAndWatch(page, text)
    tell(title, work)
    // A step builds its moment, and takes away what was there for the way; what is learned meanwhile comes once more.
    expect(work.builds / work.steps).toBeLessThanOrEqual(4)
    expect(work.mostAdded).toBeLessThanOrEqual(100)
    // What a step needs to know of sizes it was told: the page is laid out once a frame, by the browser.
    expect(work.asked).toBeLessThanOrEqual(work.steps)
    // Processor time against a piece of work in the same page: 0.1 to 0.3, however busy the machine is.
    expect(work.yards).toBeLessThan(0.7)
  })
}
