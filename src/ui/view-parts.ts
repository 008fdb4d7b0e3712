/**
 * The views, and what stands in the place of the whole page: each is fetched when it is first shown. One that is here
 * already is drawn at once: `lazy` alone would first show nothing, and then keep that up for a third of a second.
 */
import type { ComponentType } from 'react'
import { lazy } from 'react'
import { notesId } from '../store/lesson-notes-id.ts'
import type { State, ViewName } from '../store/state.ts'
import { app } from '../store/store.ts'

export interface Part {
  /** Fetches it, to be drawn later. */
  readonly load: () => Promise<void>
  readonly view: () => ComponentType
}

function part(fetch: () => Promise<ComponentType>): Part {
  let loaded: ComponentType | null = null
  const Later = lazy(async () => ({ default: await fetch() }))
  return {
    load: async () => {
      loaded = await fetch()
    },
    view: () => loaded ?? Later,
  }
}

/** main.tsx asks for the first one beforehand. */
export const VIEW_PARTS: Readonly<Record<ViewName, Part>> = {
  start: part(async () => (await import('./start/start-page.tsx')).StartPage),
  stage: part(async () => (await import('./stage-page.tsx')).StagePage),
  map: part(async () => (await import('./map/map-page.tsx')).MapPage),
  compare: part(async () => (await import('./compare/compare-page.tsx')).ComparePage),
  explore: part(async () => (await import('./exploration/explore-page.tsx')).ExplorePage),
  lesson: part(async () => (await import('./lesson/lesson-page.tsx')).LessonPage),
}
export const NOTES = part(async () => (await import('./lesson/notes-page.tsx')).NotesPage)
export const EMBED = part(async () => (await import('./embed/embed-page.tsx')).EmbedPage)

/** What the page consists of, or of the whole page its view. */
export function partOf({ ui, view }: State['view']): Part {
  if (notesId() !== null) return NOTES
  return ui === 'full' ? VIEW_PARTS[view] : EMBED
}

/** Fetches what is to be shown first. */
export function loadFirst(): Promise<void> {
  return partOf(app.getState().view).load()
}
