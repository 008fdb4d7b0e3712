/** The course: nine lessons, in their order. Text only: nothing here runs. */
import translation from './lessons/1-translation.uffd?raw'
import zeroPage from './lessons/2-zero-page.uffd?raw'
import accessedDirty from './lessons/3-accessed-dirty.uffd?raw'
import forkCow from './lessons/4-fork-cow.uffd?raw'
import missing from './lessons/5-missing-present-none.uffd?raw'
import userfaultfd from './lessons/6-userfaultfd.uffd?raw'
import fourSteps from './lessons/7-four-steps.uffd?raw'
import whyNone from './lessons/8-why-none.uffd?raw'
import prepopulate from './lessons/9-prepopulate.uffd?raw'

export interface Lesson {
  /** From 1; also its place in an address: `#lesson-7`. */
  readonly number: number
  readonly title: string
  readonly text: string
}

function lesson(text: string, index: number): Lesson {
  return { number: index + 1, title: /^title (.+)$/m.exec(text)?.[1] ?? '', text }
}

export const LESSONS: readonly Lesson[] = [
  translation,
  zeroPage,
  accessedDirty,
  forkCow,
  missing,
  userfaultfd,
  fourSteps,
  whyNone,
  prepopulate,
].map(lesson)

/** The lesson of that number, or null. */
export function lessonOf(number: number): Lesson | null {
  return LESSONS[number - 1] ?? null
}
