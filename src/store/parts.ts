/** The files behind the names of `rooms.ts`. */
export const PARTS = {
  biography: () => import('./biography.ts'),
  comparing: () => import('./compare-time.ts'),
  import: () => import('./import.ts'),
  lesson: () => import('./lesson.ts'),
  notes: () => import('./lesson-notes.ts'),
  open: () => import('./open.ts'),
}

export type Parts = typeof PARTS
