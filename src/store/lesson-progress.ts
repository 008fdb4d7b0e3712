/** What this browser remembers of the course: the slide that was reached in each lesson, and which are done. */

export interface Progress {
  readonly slide: number
  readonly done: boolean
}

export type CourseProgress = Readonly<Record<number, Progress>>

const KEY = 'ptescope.course'

/** Reads what was kept; whatever makes no sense is as if it were not there. */
export function readProgress(): CourseProgress {
  let kept: unknown = null
  try {
    kept = JSON.parse(localStorage.getItem(KEY) ?? 'null')
  } catch {
    // No storage, or not ours: the course begins anew.
  }
  return progressOf(kept)
}

/** Pure: the entries of a value that are what they should be. */
export function progressOf(kept: unknown): CourseProgress {
  if (typeof kept !== 'object' || kept === null) return {}
  const progress: Record<number, Progress> = {}
  for (const [key, value] of Object.entries(kept)) {
    const { slide, done } = (value ?? {}) as { slide?: unknown; done?: unknown }
    const number = Number(key)
    if (!Number.isInteger(number) || !Number.isInteger(slide) || (slide as number) < 0) continue
    progress[number] = { slide: slide as number, done: done === true }
  }
  return progress
}

export function keepProgress(progress: CourseProgress): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(progress))
  } catch {
    // A page without storage forgets how far one was; nothing else depends on it.
  }
}

/** The number of the lesson to go on with: the first that is not done; after all of them, the first. */
export function nextLesson(progress: CourseProgress, count: number): number {
  for (let number = 1; number <= count; number++) if (progress[number]?.done !== true) return number
  return 1
}
