/** The picture of the presented moment, read from the machine's own words. */
import { useMemo, useState } from 'react'
import { readerOf } from '../../scene/memory.ts'
import { pagesNow } from '../../scene/page-facts.ts'
import type { PageFacts, PageOf, PagesNow } from '../../sim/page-facts.ts'
import { useLesson } from '../../store/lesson.ts'
import { readWhole } from '../../store/mirror.ts'
import { app, useApp } from '../../store/store.ts'

/** The pages at the presented moment; null while the moment is still on its way to `step`. */
function usePagesNow(pages: readonly PageOf[], step: number): PagesNow | null {
  const epoch = useApp((state) => state.time.epoch)
  const shown = useApp((state) => state.time.step)
  return useMemo(() => {
    const { view } = app.getState().seen
    if (view === null || view.step !== step || shown !== step || epoch < 0) return null
    const { mms, inodes, tasks, uffd } = view
    return readWhole((words) =>
      pagesNow({ read: readerOf(words), mms, inodes, tasks, uffd }, pages),
    )
  }, [pages, step, shown, epoch])
}

/** The pages that are shown, and what of them is not as it was at the moment shown before. */
export interface PagesMoment {
  readonly now: PagesNow | null
  /** Ids of rows, and `value` with the number of a frame. */
  readonly fresh: ReadonlySet<string>
}

const NOTHING: ReadonlySet<string> = new Set()

/** The lesson's pages at a slide's moment, with what changed since the slide before, while one goes forward. */
export function usePagesMoment(pages: readonly PageOf[], step: number): PagesMoment {
  const now = usePagesNow(pages, step)
  const isForward = useLesson((state) => state.at > state.from)
  const [pair, setPair] = useState<{ before: PagesNow | null; now: PagesNow | null }>({
    before: null,
    now: null,
  })
  if (now !== null && now !== pair.now) setPair({ before: isForward ? pair.now : null, now })
  const fresh = useMemo(
    () => (pair.before === null || pair.now === null ? NOTHING : changed(pair.before, pair.now)),
    [pair],
  )
  // While a moment is on its way the one before stays: nothing flickers.
  return { now: now ?? pair.now, fresh }
}

/** The same moment with one page alone. */
export function onlyPage({ now, fresh }: PagesMoment, page: string): PagesMoment {
  if (now === null) return { now, fresh }
  return { now: { ...now, pages: now.pages.filter((one) => one.page === page) }, fresh }
}

function isSameEntry(a: PageFacts, b: PageFacts): boolean {
  return a.pte.lo === b.pte.lo && a.pte.hi === b.pte.hi && a.level === b.level
}

function changed(before: PagesNow, now: PagesNow): ReadonlySet<string> {
  const fresh = new Set<string>()
  for (const page of now.pages) {
    const old = before.pages.find((one) => one.process === page.process && one.page === page.page)
    if (old === undefined) continue
    if (!isSameEntry(old, page)) fresh.add(`${page.process} ${page.page}`)
    const isSameFrame = old.frame?.pfn === page.frame?.pfn
    if (!isSameFrame || old.frame?.value.lo !== page.frame?.value.lo) {
      fresh.add(`value ${page.frame?.pfn}`)
    }
  }
  return fresh
}

/** Frames whose value is not what it was, as `fresh` names them. */
export function changedValues(before: PagesNow | null, now: PagesNow): ReadonlySet<string> {
  if (before === null) return NOTHING
  return new Set([...changed(before, now)].filter((id) => id.startsWith('value ')))
}
