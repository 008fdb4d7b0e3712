/**
 * Keeps the address bar at the present state, and follows it when it changes by itself. Steps replace the address, so
 * that Back leaves the page's history short; jumps (another scenario, a link inside the page such as `#t=12`) are
 * entries of their own, so that Back undoes the last one.
 */
import { compareDesk } from './compare-state.ts'
import { isFramed } from './embed.ts'
import { takeJump } from './jump.ts'
import { followLesson, lessonHash } from './lesson-address.ts'
import { lessons } from './lesson-state.ts'
import { hashOf, openHash } from './link.ts'
import type { State, ViewName } from './state.ts'
import { app } from './store.ts'
import { seek } from './time.ts'
import { showView } from './view.ts'
import { whenShown } from './when-shown.ts'

/** At most three writes a second: some browsers refuse more. */
const WRITE_EVERY_MS = 340

const VIEW_NAMES: readonly string[] = [
  'start',
  'stage',
  'map',
  'explore',
  'compare',
] satisfies ViewName[]

let isDue = false

interface Beginning {
  /** The fragment to open: the address's own, or that of the file. */
  readonly first: string
  /** Another step than the fragment's own. */
  readonly step: number | null
}

/** Opens what the address holds, and from then on keeps both in step. */
export async function startUrlSync({ first, step }: Beginning): Promise<void> {
  // What is written below replaces the entry, which is no change of the hash: each event is the user's.
  const followed = (event: HashChangeEvent) => void follow(new URL(event.newURL).hash)
  addEventListener('hashchange', followed)
  app.subscribe(
    ({ doc, run, time, view }) =>
      [
        ...[doc.text, doc.schedule, doc.editing, run.run?.digest, time.step],
        ...[view.view, view.selected, view.openRuns, view.drawers],
      ] as const,
    scheduleWrite,
    { equalityFn: (a, b) => a.every((value, index) => value === b[index]) },
  )
  compareDesk.subscribe(({ a, b, position, place }) => [a, b, position, place], scheduleWrite, {
    equalityFn: (a, b) => a.every((value, index) => value === b[index]),
  })
  whenShown('explore', async () => {
    const { explorer } = await import('./explore.ts')
    explorer.subscribe(({ bounds, shown }) => [bounds, shown], scheduleWrite, {
      equalityFn: (a, b) => a.every((value, index) => value === b[index]),
    })
  })
  whenShown('map', async () => {
    const { map } = await import('./map.ts')
    map.subscribe(scheduleWrite)
  })
  lessons.subscribe(({ at, lesson, sheet }) => [at, lesson, sheet] as const, scheduleWrite, {
    equalityFn: (a, b) => a.every((value, index) => value === b[index]),
  })
  // Without a fragment there is nothing to follow: whoever was quicker than the worker is on the stage already.
  // The same holds for the bare name of a view: a text that was dropped or pasted meanwhile is what is wanted.
  const isOvertaken = app.getState().doc.text !== '' && VIEW_NAMES.includes(first.slice(1))
  if (first !== '' && !isOvertaken) await follow(first, step)
}

async function follow(hash: string, step: number | null = null): Promise<void> {
  const name = hash.slice(1)
  // At once: who clicks a moment later must not be led back.
  if (name === '' || name === 'start') showView('start')
  else if (followLesson(name)) scheduleWrite()
  else if (VIEW_NAMES.includes(name)) {
    // It brings the scenarios along that views open with.
    const { openView } = await import('./open.ts')
    openView(name as ViewName)
  } else if (/^t=\d{1,9}$/.test(name)) seek(Number(name.slice(2)))
  else await openHash(hash, { followed: true, step })
  scheduleWrite()
}

function scheduleWrite(): void {
  if (isDue) return
  isDue = true
  setTimeout(() => {
    isDue = false
    void write()
  }, WRITE_EVERY_MS)
}

async function write(): Promise<void> {
  const state = app.getState()
  if (state.view.refused !== null) return
  const before = location.hash
  const hash = isBare(state)
    ? ''
    : (lessonHash(state) ?? (await hashOf(state, { step: true, check: true })))
  if (hash === null || hash === before) return
  // A link was followed while this one was made: it must not be overwritten before it has been read.
  if (location.hash !== before) {
    scheduleWrite()
    return
  }
  const address = hash === '' ? `${location.pathname}${location.search}` : hash
  if (takeJump() && !isFramed()) history.pushState(null, '', address)
  else history.replaceState(null, '', address)
}

function isBare(state: State): boolean {
  return state.view.view === 'start' || (state.doc.text === '' && state.view.view !== 'lesson')
}
