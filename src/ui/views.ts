/** The views that can be gone to, in the order of their keys. A view is listed here when it has something to show. */
import type { ViewName } from '../store/state.ts'

export interface ViewEntry {
  readonly id: ViewName
  readonly title: string
}

export const VIEWS: readonly ViewEntry[] = [
  { id: 'stage', title: 'Stage' },
  { id: 'map', title: 'Map' },
  { id: 'explore', title: 'Explore' },
  { id: 'lesson', title: 'Lesson' },
]
