/**
 * Addresses of the Lesson view: `#course`, `#lesson-7` a lesson of it, `#lesson-7.3` its third slide,
 * `#sheet-SEED` an exercise sheet. A lesson of one's own is in its link, as any scenario is.
 */
import { lessons } from './lesson-state.ts'
import { withPart } from './rooms.ts'
import type { State } from './state.ts'
import { showView } from './view.ts'

/** Follows such an address; false where it is none. */
export function followLesson(name: string): boolean {
  if (name === 'lesson' || name === 'course') {
    // The lesson that is under way; the course, where there is none or where it is asked for.
    lessons.setState(name === 'course' ? { sheet: null, lesson: null } : { sheet: null })
    showView('lesson')
    return true
  }
  const lesson = /^lesson-([1-9])(?:\.(\d{1,3}))?$/.exec(name)
  if (lesson !== null) {
    const slide = lesson[2] === undefined ? null : Number(lesson[2]) - 1
    withPart('lesson', ({ openLesson }) => openLesson(Number(lesson[1]), slide))
    return true
  }
  const seed = /^sheet-([A-Za-z0-9_-]{1,24})$/.exec(name)?.[1]
  if (seed === undefined) return false
  withPart('lesson', ({ openSheet }) => void openSheet(seed))
  return true
}

/** The address of what the Lesson view shows; null where only a link with the scenario will do. */
export function lessonHash({ view, doc }: State): string | null {
  if (view.view !== 'lesson') return null
  const { lesson, at, isComing, sheet } = lessons.getState()
  if (sheet !== null) return `#sheet-${sheet.seed}`
  if (lesson === null) return isComing ? null : '#course'
  const isCourse = lesson.number !== null && lesson.text === doc.text
  return isCourse ? `#lesson-${lesson.number}.${at + 1}` : null
}
